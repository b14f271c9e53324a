//! What attacks do to specimens that are known to fall.

use lab::attack::verdict::{Verdict, attack};
use lab::attack::{ALL, Target};
use lab::server::{Recipe, Server};
use std::time::Duration;

fn attacked(name: &str, path: &str) -> (Verdict, bool) {
    let recipe = Recipe::chat("specimen", vec![path.into()]);
    let mut server = Server::start(&recipe).expect("it starts");
    let meter = Some(server.meter);
    let patient = Duration::from_secs(1);
    let target =
        Target { address: server.address, meter, hello: None, many: 20, patient };
    let found = ALL.iter().find(|attack| attack.name == name).expect("it is known");
    let verdict = attack(found, &target).expect("the honest pair enters");
    (verdict, server.is_alive())
}

const THREADS: &str = env!("CARGO_BIN_EXE_threads_lock");
const MIO: &str = env!("CARGO_BIN_EXE_mio_example");

#[test]
fn a_line_in_single_bytes_harms_nobody() {
    let (verdict, alive) = attacked("split", THREADS);
    assert_eq!(verdict.falls, [""; 0]);
    assert!(alive);
}

#[test]
fn terminal_sequences_reach_honest_clients_of_a_careless_server() {
    let (verdict, _) = attacked("escape", THREADS);
    assert!(verdict.falls[0].contains("reached bob"), "{:?}", verdict.falls);
}

#[test]
fn one_reset_ends_a_server_that_gives_every_error_to_main() {
    let (verdict, alive) = attacked("reset", MIO);
    assert!(!alive);
    assert!(!verdict.falls.is_empty());
}
