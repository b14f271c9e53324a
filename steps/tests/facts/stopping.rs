//! How a thread that blocks is made to stop.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use crate::pair::{listener, pair};
use crate::sleeper::Sleeper;

#[test]
fn shutdown_wakes_a_thread_that_blocks_in_read() {
    let (_ann, bob) = pair();
    let bob = Arc::new(bob);
    let shared = Arc::clone(&bob);
    let reader = Sleeper::start(move || (&*shared).read(&mut [0; 9]));
    bob.shutdown(Shutdown::Both).unwrap();
    assert_eq!(reader.ends().unwrap(), 0);
}

#[test]
fn dropping_another_handle_wakes_nobody() {
    let (mut ann, mut bob) = pair();
    let other = bob.try_clone().unwrap();
    let reader = Sleeper::start(move || bob.read(&mut [0; 9]));
    drop(other);
    reader.settle();
    ann.write_all(b"x").unwrap();
    assert_eq!(reader.ends().unwrap(), 1, "it slept until there was a byte");
}

#[test]
fn a_read_timeout_ends_a_read_that_waits() {
    let (_ann, mut bob) = pair();
    bob.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let kind = bob.read(&mut [0; 9]).unwrap_err().kind();
    assert!(matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{kind}");
}

#[test]
fn a_connect_from_inside_wakes_accept() {
    let listener = listener();
    let addr = listener.local_addr().unwrap();
    let door = Sleeper::start(move || listener.accept().map(|_| ()));
    TcpStream::connect(addr).unwrap();
    door.ends().unwrap();
}
