//! What the crate `polling` asks of whoever uses it.

use std::io::{ErrorKind, Write};

use polling::{Event, PollMode};

use crate::pair::until;
use crate::watched::ByPolling;

#[test]
fn the_largest_key_is_refused() {
    let (_ann, bob) = ByPolling::new(Event::none(0), PollMode::Oneshot);
    let own = bob.poller.modify(&bob.bob, Event::readable(usize::MAX));
    assert_eq!(own.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[test]
fn renewing_for_writing_alone_forgets_reading() {
    let (mut ann, bob) = ByPolling::new(Event::all(0), PollMode::Oneshot);
    bob.poller.modify(&bob.bob, Event::writable(0)).unwrap();
    ann.write_all(b"hello\n").unwrap();
    until("all is here", || bob.has(6));
    let reported = bob.reported();
    assert_eq!(reported.len(), 1);
    assert!(reported[0].writable && !reported[0].readable);
}

#[test]
fn interest_in_nothing_hears_nothing() {
    let (mut ann, bob) = ByPolling::new(Event::none(0), PollMode::Oneshot);
    ann.write_all(b"hello\n").unwrap();
    until("all is here", || bob.has(6));
    assert_eq!(bob.reported().len(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_source_that_is_added_twice_already_exists() {
    let (_ann, bob) = ByPolling::new(Event::none(0), PollMode::Oneshot);
    let again = bob.add(Event::none(1), PollMode::Oneshot);
    assert_eq!(again.unwrap_err().kind(), ErrorKind::AlreadyExists);
}

#[cfg(target_os = "linux")]
#[test]
fn a_source_that_is_deleted_twice_is_not_found() {
    let (_ann, bob) = ByPolling::new(Event::none(0), PollMode::Oneshot);
    bob.poller.delete(&bob.bob).unwrap();
    let again = bob.poller.delete(&bob.bob);
    assert_eq!(again.unwrap_err().kind(), ErrorKind::NotFound);
}
