//! # Exercise 14: the door
//!
//! An edge-triggered kernel knocks once, however many people stand outside, and
//! says nothing more about those whom we leave standing. And `accept` can fail in
//! ways that concern nobody inside: a signal came, whoever waited has given up, or
//! the process has no descriptor left. On that last one most example servers end,
//! some ask again at once and burn a whole CPU, and some go to sleep and never open
//! the door again. Ours sleeps a moment, and opens as soon as somebody leaves.
//!
//! ## What the checks do
//!
//! They play the event loop, with a listener that follows a script. Each turn they
//! call `accept`, then ask `may_sleep`: for `Some(Duration::ZERO)` the next turn
//! follows at once, for another duration the clock is put forward, for `None` only
//! a knock or a leave brings a next turn. They see who is let in, when, and how
//! often the listener was asked in vain.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex14_accept
//! ```
//!
//! ## Hint 1
//!
//! The door is always in one of three states, so it may well be an `enum`: nobody
//! waits; somebody may wait; somebody waits, and we have no descriptor until a
//! moment that is part of the state. What does each call do in each of them?
//!
//! ## Hint 2
//!
//! Look at the `kind()` of an error. After `WouldBlock` nobody waits any more.
//! After `Interrupted` and `ConnectionAborted` the next one may be there: ask
//! again. Everything else (`EMFILE` has no kind of its own) ends in a pause. Only a
//! pause that is over, or a client who left, opens the door again.
//!
//! ## Hint 3
//!
//! `while *self == Door::Knocking { match listener.accept() { … } }`, where each
//! error leads to the state that follows from it. Ours is in
//! `solutions/src/ex14_accept.rs`; the real one in step 4 is in its `accepting.rs`.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How long `accept` is left alone after it failed for want of descriptors.
pub const PAUSE: Duration = Duration::from_millis(100);

/// A listening socket that does not block. That of mio has the same function.
pub trait Listener {
    /// The connection to one client.
    type Stream: Stream;

    /// Takes the next client who waits, with its address.
    ///
    /// # Errors
    /// `WouldBlock` when nobody waits; and all the others of accept(2).
    fn accept(&self) -> io::Result<(Self::Stream, SocketAddr)>;
}

/// What the door needs of a connection.
pub trait Stream {
    /// Whether small writes are sent at once (`TCP_NODELAY`). Otherwise a short
    /// line may wait 40 ms for the receipt of the last one.
    ///
    /// # Errors
    /// If the client has reset the connection already, on some systems. The next
    /// read will tell it, so it is of no interest here.
    fn set_nodelay(&self, nodelay: bool) -> io::Result<()>;

    /// Who is at the other end.
    ///
    /// # Errors
    /// `NotConnected` if the client has reset the connection already.
    fn peer_addr(&self) -> io::Result<SocketAddr>;
}

/// What the event loop knows of clients that wait to be let in.
#[derive(Debug, Default)]
pub struct Door {
    // Your fields (or make it an enum). At first nobody has knocked.
}

impl Door {
    /// The kernel reports that somebody came to the door. It says so once; who came
    /// before is not reported again. During a pause this changes nothing.
    pub fn handle_knock(&mut self) {
        todo!(
            "remember that somebody waits.
  What to do: open exercises/src/ex14_accept.rs and write the functions of `Door`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex14_accept"
        )
    }

    /// A client left, so there is a descriptor again: a pause is over. (If there was
    /// none, to ask the listener once in vain does no harm.)
    pub fn handle_leave(&mut self) {
        todo!("those who wait can be let in now")
    }

    /// The door's part of each turn, whatever the turn is for: lets in everybody
    /// who waits, and returns them with their addresses, each with `TCP_NODELAY`.
    ///
    /// No error leaves this function, and after none is anybody forgotten. Without
    /// descriptors it does not ask again before `now` is [`PAUSE`] later, or a
    /// client left.
    pub fn accept<L: Listener>(
        &mut self,
        listener: &L,
        now: Instant,
    ) -> Vec<(L::Stream, SocketAddr)> {
        todo!("let everybody in, until the listener has nobody left")
    }

    /// How long the loop may sleep as far as the door is concerned: not at all
    /// (zero) if somebody could be let in at once, until the end of a pause, or for
    /// ever (`None`), when only a knock can bring anything new.
    pub fn may_sleep(&self, now: Instant) -> Option<Duration> {
        todo!("how long is there nothing to do at the door?")
    }
}
