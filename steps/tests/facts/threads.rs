//! What a thread for each client means to the kernel.

use std::fs;
use std::path::Path;

use testkit::{Server, Settled};

#[test]
fn two_threads_stand_for_each_client() {
    let server = Server::builder(Path::new(env!("CARGO_BIN_EXE_step2"))).start();
    assert_eq!(threads(&server), 1);
    let mut guests = Vec::new();
    for number in 1..=3 {
        let mut guest = server.guest(&format!("guest{number}"));
        guest.expect(&format!("* welcome, guest{number}; /help lists the commands"));
        guest.sync();
        guests.push(guest);
        assert!(matches!(server.settle(), Settled::Asleep(_)), "nobody speaks");
        assert_eq!(threads(&server), 1 + 2 * number);
    }
}

fn threads(server: &Server) -> usize {
    let tasks = format!("/proc/{}/task", server.id());
    fs::read_dir(tasks).expect("the server runs").count()
}
