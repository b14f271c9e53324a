//! Level, edge and oneshot: what epoll reports, and what it does not repeat.

use std::io::{Read, Write};
use std::time::Duration;

use mio::Interest;
use polling::{Event, Events, PollMode};

use crate::pair::until;
use crate::watched::{ByMio, ByPolling};

#[test]
fn an_edge_is_not_repeated_until_more_comes() {
    let (mut ann, mut bob) = ByMio::new(Interest::READABLE);
    ann.write_all(&[b'x'; 100]).unwrap();
    until("all is here", || bob.has(100));
    assert_eq!(bob.reported().len(), 1);
    assert_eq!(bob.bob.read(&mut [0; 10]).unwrap(), 10);
    assert_eq!(bob.reported().len(), 0, "90 bytes are here, but nothing new");

    ann.write_all(b"y").unwrap();
    until("one more is here", || bob.has(91));
    assert_eq!(bob.reported().len(), 1);
}

#[test]
fn a_second_read_of_a_half_drained_edge_brings_no_event() {
    let (mut ann, mut bob) = ByMio::new(Interest::READABLE);
    ann.write_all(&[b'x'; 100]).unwrap();
    until("all is here", || bob.has(100));
    assert_eq!(bob.reported().len(), 1);
    for _ in 0..2 {
        assert_eq!(bob.bob.read(&mut [0; 10]).unwrap(), 10);
        assert_eq!(bob.reported().len(), 0);
    }
}

#[test]
fn registering_again_reports_what_is_still_there() {
    let (mut ann, mut bob) = ByMio::new(Interest::READABLE);
    ann.write_all(&[b'x'; 100]).unwrap();
    until("all is here", || bob.has(100));
    assert_eq!(bob.reported().len(), 1);
    assert_eq!(bob.reported().len(), 0);
    bob.register_again(Interest::READABLE);
    assert_eq!(bob.reported().len(), 1);
}

#[test]
fn a_socket_that_stays_writable_is_reported_once_by_an_edge() {
    let (_ann, mut bob) = ByMio::new(Interest::READABLE | Interest::WRITABLE);
    let first = bob.reported();
    assert_eq!(first.len(), 1);
    assert!(first[0].is_writable() && !first[0].is_readable());
    assert_eq!(bob.reported().len(), 0);
}

#[test]
fn a_socket_that_stays_writable_is_reported_each_time_it_is_registered() {
    let (_ann, mut bob) = ByMio::new(Interest::WRITABLE);
    for _ in 0..100 {
        assert_eq!(bob.reported().len(), 1);
        bob.register_again(Interest::WRITABLE);
    }
}

#[test]
fn a_level_is_reported_as_long_as_it_lasts() {
    let (mut ann, bob) = ByPolling::new(Event::readable(0), PollMode::Level);
    ann.write_all(&[b'x'; 30]).unwrap();
    until("all is here", || bob.has(30));
    for _ in 0..3 {
        assert_eq!(bob.reported().len(), 1);
        assert_eq!((&bob.bob).read(&mut [0; 10]).unwrap(), 10);
    }
    assert_eq!(bob.reported().len(), 0);
}

#[test]
fn a_oneshot_is_silent_until_it_is_renewed() {
    let (mut ann, bob) = ByPolling::new(Event::readable(0), PollMode::Oneshot);
    ann.write_all(b"hello\n").unwrap();
    until("all is here", || bob.has(6));
    assert_eq!(bob.reported().len(), 1);

    ann.write_all(b"is anybody there?\n").unwrap();
    until("more is here", || bob.has(24));
    assert_eq!(bob.reported().len(), 0, "not even for what is new");
    bob.poller.modify(&bob.bob, Event::readable(0)).unwrap();
    assert_eq!(bob.reported().len(), 1);
}

#[test]
fn the_end_of_input_stays_readable() {
    let (ann, bob) = ByPolling::new(Event::readable(0), PollMode::Oneshot);
    drop(ann);
    until("the end is here", || bob.has(0));
    for _ in 0..3 {
        assert_eq!(bob.reported().len(), 1);
        assert_eq!((&bob.bob).read(&mut [0; 9]).unwrap(), 0);
        bob.poller.modify(&bob.bob, Event::readable(0)).unwrap();
    }
}

#[test]
fn events_that_were_not_cleared_come_again() {
    let (mut ann, bob) = ByPolling::new(Event::readable(0), PollMode::Oneshot);
    ann.write_all(b"hello\n").unwrap();
    until("all is here", || bob.has(6));
    let mut events = Events::new();
    let at_once = Some(Duration::ZERO);
    assert_eq!(bob.poller.wait(&mut events, at_once).unwrap(), 1);
    // Nothing new has happened, and a oneshot would not tell.
    assert_eq!(bob.poller.wait(&mut events, at_once).unwrap(), 1);
    events.clear();
    assert_eq!(bob.poller.wait(&mut events, at_once).unwrap(), 0);
}

#[test]
fn dropping_a_socket_ends_its_registration() {
    let (mut ann, ByMio { mut poll, bob }) = ByMio::new(Interest::READABLE);
    drop(bob);
    ann.write_all(b"x").unwrap();
    let mut events = mio::Events::with_capacity(8);
    poll.poll(&mut events, Some(Duration::ZERO)).unwrap();
    assert!(events.is_empty());
}

#[test]
fn a_duplicate_keeps_the_registration_alive() {
    let (mut ann, ByMio { mut poll, bob }) = ByMio::new(Interest::READABLE);
    // Forgets the poll, and has the same socket under another number.
    let bob = std::net::TcpStream::from(bob);
    let duplicate = bob.try_clone().unwrap();
    drop(bob);
    ann.write_all(b"x").unwrap();
    until("it is here", || duplicate.peek(&mut [0; 9]).is_ok());
    let mut events = mio::Events::with_capacity(8);
    poll.poll(&mut events, Some(Duration::ZERO)).unwrap();
    assert_eq!(events.iter().count(), 1, "for a socket that is gone");
}
