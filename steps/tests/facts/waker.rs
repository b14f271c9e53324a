//! How another thread ends the sleep of a poller.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use mio::{Poll, Token, Waker};
use polling::Poller;
use testkit::PATIENCE;

const WAKE: Token = Token(7);

#[test]
fn several_wakes_are_one_event() {
    let mut poll = Poll::new().unwrap();
    let waker = Waker::new(poll.registry(), WAKE).unwrap();
    for _ in 0..3 {
        waker.wake().unwrap();
    }
    assert_eq!(woken(&mut poll, PATIENCE), [WAKE]);
    assert_eq!(woken(&mut poll, Duration::ZERO), []);
}

#[test]
fn a_wake_ends_a_poll_that_sleeps() {
    let mut poll = Poll::new().unwrap();
    let waker = Waker::new(poll.registry(), WAKE).unwrap();
    thread::scope(|scope| {
        let other = scope.spawn(|| waker.wake());
        assert_eq!(woken(&mut poll, PATIENCE), [WAKE]);
        other.join().unwrap().unwrap();
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_wake_is_lost_when_its_waker_is_dropped() {
    let mut poll = Poll::new().unwrap();
    let waker = Waker::new(poll.registry(), WAKE).unwrap();
    waker.wake().unwrap();
    drop(waker);
    assert_eq!(woken(&mut poll, Duration::ZERO), []);
}

#[test]
fn a_notification_ends_a_wait_and_is_no_event() {
    let poller = Arc::new(Poller::new().unwrap());
    let mut events = polling::Events::new();
    // It may come before the wait.
    poller.notify().unwrap();
    assert_eq!(poller.wait(&mut events, None).unwrap(), 0);

    let notifier = Arc::clone(&poller);
    let other = thread::spawn(move || notifier.notify());
    assert_eq!(poller.wait(&mut events, None).unwrap(), 0);
    other.join().unwrap().unwrap();
}

fn woken(poll: &mut Poll, at_most: Duration) -> Vec<Token> {
    let mut events = mio::Events::with_capacity(8);
    poll.poll(&mut events, Some(at_most)).expect("nothing interrupts it");
    events.iter().map(|event| event.token()).collect()
}
