//! A connection that a poller watches. Ann writes, bob is watched.

use std::net::TcpStream;
use std::time::Duration;

use polling::{PollMode, Poller};

use crate::pair::pair;

/// Bob's end, watched by mio.
pub struct ByMio {
    pub poll: mio::Poll,
    pub bob: mio::net::TcpStream,
}

impl ByMio {
    /// Ann, and bob under an interest.
    pub fn new(interest: mio::Interest) -> (TcpStream, Self) {
        let (ann, bob) = pair();
        bob.set_nonblocking(true).expect("any socket can be told");
        let mut bob = mio::net::TcpStream::from_std(bob);
        let poll = mio::Poll::new().expect("a poll");
        let registry = poll.registry();
        registry.register(&mut bob, mio::Token(0), interest).expect("it is new");
        (ann, Self { poll, bob })
    }

    /// Says its interest again.
    pub fn register_again(&mut self, interest: mio::Interest) {
        let registry = self.poll.registry();
        registry
            .reregister(&mut self.bob, mio::Token(0), interest)
            .expect("it is registered");
    }

    /// What there is to report now.
    pub fn reported(&mut self) -> Vec<mio::event::Event> {
        let mut events = mio::Events::with_capacity(8);
        let polled = self.poll.poll(&mut events, Some(Duration::ZERO));
        polled.expect("nothing interrupts it");
        events.iter().cloned().collect()
    }

    /// Whether so many bytes, or the end after fewer, can be read.
    pub fn has(&self, count: usize) -> bool {
        self.bob.peek(&mut vec![0; count + 1]).is_ok_and(|seen| seen == count)
    }
}

/// Bob's end, watched by polling.
pub struct ByPolling {
    pub poller: Poller,
    pub bob: TcpStream,
}

impl ByPolling {
    /// Ann, and bob under an interest.
    pub fn new(interest: polling::Event, mode: PollMode) -> (TcpStream, Self) {
        let (ann, bob) = pair();
        bob.set_nonblocking(true).expect("any socket can be told");
        let watched = Self { poller: Poller::new().expect("a poller"), bob };
        watched.add(interest, mode).expect("it is new");
        (ann, watched)
    }

    /// Adds bob's end.
    #[expect(unsafe_code, reason = "`polling` makes `add_with_mode` unsafe")]
    pub fn add(
        &self,
        interest: polling::Event,
        mode: PollMode,
    ) -> std::io::Result<()> {
        // SAFETY: `drop` takes the socket out of the poller while both are here.
        unsafe { self.poller.add_with_mode(&self.bob, interest, mode) }
    }

    /// What there is to report now.
    pub fn reported(&self) -> Vec<polling::Event> {
        let mut events = polling::Events::new();
        let waited = self.poller.wait(&mut events, Some(Duration::ZERO));
        waited.expect("a poller can be asked");
        events.iter().collect()
    }

    /// Whether so many bytes, or the end after fewer, can be read.
    pub fn has(&self, count: usize) -> bool {
        self.bob.peek(&mut vec![0; count + 1]).is_ok_and(|seen| seen == count)
    }
}

impl Drop for ByPolling {
    fn drop(&mut self) {
        // A test may have done it already.
        let _ = self.poller.delete(&self.bob);
    }
}
