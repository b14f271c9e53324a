//! Exercise 14: the door.
//!
//! The door is in one of three states, and each of them knows all that is needed
//! to leave it again. A flag and a timer beside each other would one day disagree.

use std::io::{self, ErrorKind};
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
#[derive(Debug, Default, PartialEq)]
pub enum Door {
    /// Nobody waits.
    #[default]
    Quiet,
    /// Somebody may wait.
    Knocking,
    /// Somebody waits, and we have no descriptor left for him.
    Shut {
        /// When we try again, even if nobody leaves.
        until: Instant,
    },
}

impl Door {
    /// The kernel reports that somebody came to the door.
    pub fn handle_knock(&mut self) {
        if *self == Door::Quiet {
            *self = Door::Knocking;
        }
    }

    /// A client left, so there is a descriptor again: a pause is over.
    pub fn handle_leave(&mut self) {
        if let Door::Shut { .. } = self {
            *self = Door::Knocking;
        }
    }

    /// The door's part of each turn: lets in everybody who waits.
    pub fn accept<L: Listener>(
        &mut self,
        listener: &L,
        now: Instant,
    ) -> Vec<(L::Stream, SocketAddr)> {
        if self.may_sleep(now) == Some(Duration::ZERO) {
            *self = Door::Knocking;
        }
        let mut newcomers = Vec::new();
        while *self == Door::Knocking {
            match listener.accept() {
                Ok((stream, addr)) => {
                    // If it fails the client is gone, which the next read tells.
                    let _ = stream.set_nodelay(true);
                    newcomers.push((stream, addr));
                }
                Err(error) => *self = Door::after(&error, now),
            }
        }
        newcomers
    }

    /// No error of `accept` is a reason to end, see accept(2).
    fn after(error: &io::Error, now: Instant) -> Door {
        match error.kind() {
            ErrorKind::WouldBlock => Door::Quiet,
            // Whoever waited has given up. The next one may still be there.
            ErrorKind::Interrupted | ErrorKind::ConnectionAborted => Door::Knocking,
            // Out of descriptors, as a rule (EMFILE, ENFILE). The client waits on,
            // and asking again at once would get the same answer.
            _ => Door::Shut { until: now + PAUSE },
        }
    }

    /// How long the loop may sleep as far as the door is concerned.
    pub fn may_sleep(&self, now: Instant) -> Option<Duration> {
        match self {
            Door::Quiet => None,
            Door::Knocking => Some(Duration::ZERO),
            Door::Shut { until } => Some(until.saturating_duration_since(now)),
        }
    }
}
