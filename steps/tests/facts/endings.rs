//! How a connection ends, and who is told.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use mio::Interest;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use socket2::SockRef;

use crate::pair::{pair, until};
use crate::watched::ByMio;

#[test]
fn the_first_write_to_a_peer_that_closed_succeeds() {
    let (ann, mut bob) = pair();
    drop(ann);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0);
    assert_eq!(bob.write(b"x").unwrap(), 1);
    until("the answer to it is here", || is_broken(&bob));
    assert_eq!(kind(bob.write(b"y")), ErrorKind::BrokenPipe);
}

#[test]
fn bytes_and_the_end_come_in_one_event() {
    let (mut ann, mut bob) = ByMio::new(Interest::READABLE);
    ann.write_all(b"hello\n").unwrap();
    ann.shutdown(Shutdown::Write).unwrap();
    // The end comes behind the bytes, so both are here when it can be seen.
    until("the end is here", || end_is_here(&bob.bob));
    let reported = bob.reported();
    assert_eq!(reported.len(), 1);
    assert!(reported[0].is_readable() && reported[0].is_read_closed());

    assert_eq!(bob.bob.read(&mut [0; 9]).unwrap(), 6);
    assert_eq!(bob.bob.read(&mut [0; 9]).unwrap(), 0);
    bob.bob.write_all(b"hello yourself\n").unwrap();
    assert_eq!(ann.read(&mut [0; 99]).unwrap(), 15);
}

#[test]
fn a_full_close_after_a_half_close_is_no_event() {
    let (ann, mut bob) = ByMio::new(Interest::READABLE);
    ann.shutdown(Shutdown::Write).unwrap();
    until("the end is here", || bob.has(0));
    assert_eq!(bob.reported().len(), 1);
    assert_eq!(bob.bob.read(&mut [0; 9]).unwrap(), 0);

    drop(ann);
    assert_eq!(bob.reported().len(), 0);
    // Only a write can tell.
    assert_eq!(bob.bob.write(b"x").unwrap(), 1);
    until("the answer to it is here", || bob.bob.peer_addr().is_err());
    assert_eq!(bob.reported().len(), 1);
}

#[test]
fn closing_with_unread_input_sends_a_reset() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"hello\n").unwrap();
    until("the line is here", || bob.peek(&mut [0; 9]).is_ok());
    bob.write_all(b"goodbye\n").unwrap();
    drop(bob);
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 8);
    assert_eq!(kind(ann.read(&mut [0; 9])), ErrorKind::ConnectionReset);
}

#[test]
fn closing_when_all_was_read_is_a_clean_end() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"hello\n").unwrap();
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 6);
    bob.write_all(b"goodbye\n").unwrap();
    drop(bob);
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 8);
    assert_eq!(ann.read(&mut [0; 9]).unwrap(), 0);
}

#[test]
fn what_is_drained_before_the_close_sends_no_reset() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"hello\n").unwrap();
    until("the line is here", || bob.peek(&mut [0; 9]).is_ok());
    bob.write_all(b"goodbye\n").unwrap();
    bob.shutdown(Shutdown::Write).unwrap();
    // Ann says more, because she has not heard yet.
    ann.write_all(b"are you there?\n").unwrap();
    let mut last_word = String::new();
    ann.read_to_string(&mut last_word).unwrap();
    assert_eq!(last_word, "goodbye\n");
    drop(ann);
    assert_eq!(bob.read_to_end(&mut Vec::new()).unwrap(), 21);
}

#[test]
fn a_reset_is_reported_once() {
    let mut bob = reset();
    assert_eq!(kind(bob.read(&mut [0; 9])), ErrorKind::ConnectionReset);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0, "now it looks like an end");
    assert_eq!(kind(bob.write(b"x")), ErrorKind::BrokenPipe);

    // Whichever call comes first.
    let mut bob = reset();
    assert_eq!(kind(bob.write(b"x")), ErrorKind::ConnectionReset);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0);
}

#[test]
fn after_a_reset_there_is_no_peer_address() {
    let error = reset().peer_addr().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConnected);

    let (ann, mut bob) = pair();
    drop(ann);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0);
    assert!(bob.peer_addr().is_ok(), "after a clean end there is one");
}

#[test]
fn a_reset_destroys_nothing_that_has_arrived() {
    let (mut ann, mut bob) = pair();
    ann.write_all(b"hello\n").unwrap();
    SockRef::from(&ann).set_linger(Some(Duration::ZERO)).unwrap();
    drop(ann);
    until("the reset is here", || is_broken(&bob));
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 6);
    assert_eq!(kind(bob.read(&mut [0; 9])), ErrorKind::ConnectionReset);
}

/// A connection that the other end has reset.
fn reset() -> TcpStream {
    let (ann, bob) = pair();
    // To linger for no time at all turns a close into a reset.
    SockRef::from(&ann).set_linger(Some(Duration::ZERO)).expect("it is ours");
    drop(ann);
    until("the reset is here", || is_broken(&bob));
    bob
}

/// Asks without taking the error away, which is reported only once.
fn is_broken(stream: &TcpStream) -> bool {
    stream.peer_addr().is_err()
}

/// Whether the end has arrived, maybe behind bytes that nobody has read yet.
fn end_is_here(stream: &mio::net::TcpStream) -> bool {
    let mut asked = [PollFd::new(stream, PollFlags::RDHUP)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut asked, Some(&at_once)).expect("one file can be asked about") == 1
}

fn kind(outcome: io::Result<usize>) -> ErrorKind {
    outcome.expect_err("it fails").kind()
}
