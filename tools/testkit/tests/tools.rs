//! The tools that need no server.

use std::io::{IoSlice, Read, Write};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use testkit::{ReadStep, Scripted, Server, WriteStep};

#[test]
fn sixty_four_bytes_are_split_in_every_way() {
    let bytes: Vec<u8> = (0..64).collect();
    let all: Vec<_> = testkit::splits(&bytes).collect();
    assert_eq!(all.len(), 1 + 63 + 63 * 62 / 2);
    assert!(all.iter().all(|pieces| pieces.concat() == bytes));
    assert!(all.iter().all(|pieces| pieces.iter().all(|piece| !piece.is_empty())));
}

#[test]
fn random_splits_are_the_same_for_the_same_seed() {
    let bytes = vec![7; 1000];
    let run = |seed| testkit::random_splits(&bytes, 9, 5, seed).collect::<Vec<_>>();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
    assert!(run(3).iter().all(|pieces| pieces.concat() == bytes));
    assert!(run(4).concat().iter().any(|piece| piece.is_empty()));
}

#[test]
fn a_script_is_met_step_by_step() {
    let mut socket = Scripted::new(
        [
            ReadStep::Interrupted,
            ReadStep::bytes("hello"),
            ReadStep::WouldBlock,
            ReadStep::Reset,
        ],
        [WriteStep::Takes(1), WriteStep::Zero, WriteStep::Reset],
    );
    let mut buffer = [0; 3];
    let mut read =
        || socket.read(&mut buffer).map_err(|error| error.kind().to_string());
    assert_eq!(read(), Err("operation interrupted".into()));
    assert_eq!((read(), read()), (Ok(3), Ok(2)));
    assert_eq!(read(), Err("operation would block".into()));
    assert_eq!(read(), Err("connection reset".into()));
    assert_eq!((read(), read()), (Ok(0), Ok(0)));
    assert!(socket.is_read_up());

    let both = [IoSlice::new(b"ab"), IoSlice::new(b"cd")];
    assert_eq!(socket.write_vectored(&both).unwrap(), 1);
    assert_eq!(socket.write(b"x").unwrap(), 0);
    assert!(socket.write(b"x").is_err());
    assert_eq!(socket.write_vectored(&both).unwrap(), 4);
    assert_eq!(socket.written(), b"aabcd");
    assert_eq!((socket.calls().writes, socket.calls().largest_write), (4, 4));
    assert_eq!((socket.calls().reads, socket.calls().largest_read), (7, 3));
}

#[test]
fn a_tiny_listener_makes_writes_come_up_short() {
    let listener = testkit::tiny_listener();
    let _client =
        std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let big = vec![0; 8 << 20];
    assert!(stream.write(&big).unwrap() < big.len());
}

/// Not a test: run by the next one, in a process of its own.
#[test]
#[ignore = "it never ends, which is what the next test is about"]
fn loops_for_ever() {
    let specimen = Path::new(env!("CARGO_BIN_EXE_specimen"));
    let server = Server::builder(specimen).arg("deaf").start();
    let mut ann = server.guest("ann");
    ann.say("hello");
    let story = Some(server.timeline());
    let _guard = testkit::Guard::start(Duration::from_millis(100), "loops", story);
    loop {
        std::thread::park();
    }
}

#[test]
fn an_endless_loop_ends_the_test_process_and_says_so() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "loops_for_ever"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(101), "{text}");
    assert!(text.contains("expected: loops ends within 100 ms"), "{text}");
    assert!(text.contains("sends \"hello\\n\""), "{text}");
    if cfg!(target_os = "linux") {
        assert!(
            text.contains("seen: the server sleeps in accept, 6 bytes"),
            "{text}"
        );
    }
}
