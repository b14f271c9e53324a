//! What a connection does to bytes, on every system.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener};

#[cfg(unix)]
use crate::pair::{accept, connect};
use crate::pair::{listener, pair, until};

#[test]
fn one_read_may_bring_what_two_writes_sent() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"one\n").unwrap();
    ann.write_all(b"two\n").unwrap();
    until("both are here", || bob.peek(&mut [0; 9]).unwrap() == 8);

    let mut buffer = [0; 9];
    let count = bob.read(&mut buffer).unwrap();
    assert_eq!(&buffer[..count], b"one\ntwo\n");
}

#[test]
fn one_write_may_need_several_reads() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"0123456789").unwrap();
    until("all is here", || bob.peek(&mut [0; 11]).unwrap() == 10);

    let mut buffer = [0; 4];
    let counts = [0; 3].map(|_| bob.read(&mut buffer).unwrap());
    assert_eq!(counts, [4, 4, 2]);
    assert_eq!(&buffer, b"8967", "what was there before stays behind it");
}

#[test]
fn a_read_waits_for_one_byte_and_not_for_a_full_buffer() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"h").unwrap();
    assert_eq!(bob.read(&mut [0; 1000]).unwrap(), 1);
}

#[test]
fn a_small_write_does_not_wait_for_the_reader() {
    let (mut ann, mut bob) = pair();
    // Nobody can be reading: the only thread is this one.
    ann.write_all(b"hello\n").unwrap();
    bob.write_all(b"hello yourself\n").unwrap();
    assert_eq!(bob.read(&mut [0; 100]).unwrap(), 6);
    assert_eq!(ann.read(&mut [0; 100]).unwrap(), 15);
}

#[test]
fn the_end_is_a_read_of_nothing_however_often_one_asks() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"bye").unwrap();
    drop(ann);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 3);
    for _ in 0..3 {
        assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0);
    }
}

#[test]
fn whoever_has_ended_its_input_can_still_be_written_to() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"hello\n").unwrap();
    ann.shutdown(Shutdown::Write).unwrap();
    let mut said = String::new();
    bob.read_to_string(&mut said).unwrap();
    assert_eq!(said, "hello\n");

    bob.write_all(b"hello yourself\n").unwrap();
    drop(bob);
    let mut answer = String::new();
    ann.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "hello yourself\n");
}

#[test]
fn a_connection_ends_when_its_last_handle_is_dropped() {
    let (mut ann, bob) = pair();
    let mut other = bob.try_clone().unwrap();
    drop(bob);
    // The connection is still there.
    other.write_all(b"x").unwrap();
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 1);
    drop(other);
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 0);
}

#[test]
fn shutdown_ends_a_connection_whatever_handles_there_are() {
    let (mut ann, bob) = pair();
    let mut other = bob.try_clone().unwrap();
    bob.shutdown(Shutdown::Write).unwrap();
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 0);
    assert!(other.write(b"x").is_err(), "no handle can write any more");
}

#[test]
fn one_shared_socket_is_read_and_written() {
    let (mut ann, bob) = pair();
    let (mut reader, mut writer) = (&bob, &bob);
    ann.write_all(b"hello").unwrap();
    assert_eq!(reader.read(&mut [0; 9]).unwrap(), 5);
    writer.write_all(b"hi").unwrap();
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 2);
}

#[test]
fn a_second_listener_on_a_port_is_refused() {
    let first = listener();
    let addr = first.local_addr().unwrap();
    let error = TcpListener::bind(addr).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[cfg(unix)]
#[test]
fn a_listener_may_return_while_its_old_connections_live() {
    let listener = listener();
    let addr = listener.local_addr().unwrap();
    let _ann = connect(&listener);
    let _bob = accept(&listener);
    drop(listener);
    // The standard library sets SO_REUSEADDR on Unix.
    TcpListener::bind(addr).unwrap();
}
