//! Exercise 10: what do we want to hear about next?
//!
//! There is one place that knows what to wait for, `interest`, and one that tells
//! the poller, at the end of everything that may have changed it. To tell it too
//! often costs a call; to forget it once costs the client.

use std::io::{ErrorKind, Read, Write};

/// What to wait for, and also what was reported: one thing, both, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interest {
    /// There is something to read: bytes, or the end of input.
    pub readable: bool,
    /// There is room for something to write.
    pub writable: bool,
}

/// The question that the poller has about this one client.
pub trait Poller {
    /// Replaces the question, whatever it was, and whether or not there was one.
    fn modify(&mut self, interest: Interest);
}

/// One client, as the server keeps it.
pub struct Client<S> {
    /// Non-blocking.
    pub socket: S,
    /// What it has said.
    pub heard: Vec<u8>,
    /// What it is owed and the kernel has not taken yet.
    pub owed: Vec<u8>,
    /// It will say nothing more: the end of its input was read.
    pub has_ended: bool,
}

impl<S: Read + Write> Client<S> {
    /// A client that has just come. It is made known to the poller with its first
    /// `interest()`.
    pub fn new(socket: S) -> Client<S> {
        Client { socket, heard: Vec::new(), owed: Vec::new(), has_ended: false }
    }

    /// What we want to hear about next, worked out from the state.
    pub fn interest(&self) -> Interest {
        Interest { readable: !self.has_ended, writable: !self.owed.is_empty() }
    }

    /// Acts on a report, which has used up the poller's question.
    pub fn handle(&mut self, report: Interest, poller: &mut impl Poller) {
        if report.readable {
            self.read();
        }
        if report.writable {
            self.write();
        }
        poller.modify(self.interest());
    }

    /// Somebody else said something, and this client is owed it. The poller may
    /// have a question just now, but it was asked before.
    pub fn owe(&mut self, bytes: &[u8], poller: &mut impl Poller) {
        self.owed.extend_from_slice(bytes);
        poller.modify(self.interest());
    }

    /// Reads once.
    fn read(&mut self) {
        let mut buffer = [0; 64];
        match self.socket.read(&mut buffer) {
            Ok(0) => self.has_ended = true,
            Ok(n) => self.heard.extend_from_slice(&buffer[..n]),
            Err(error) if is_passing(error.kind()) => {}
            Err(_) => self.is_broken(),
        }
    }

    /// Writes once, as much as the kernel takes.
    fn write(&mut self) {
        match self.socket.write(&self.owed) {
            Ok(n) => drop(self.owed.drain(..n)),
            Err(error) if is_passing(error.kind()) => {}
            Err(_) => self.is_broken(),
        }
    }

    fn is_broken(&mut self) {
        self.has_ended = true;
        self.owed.clear();
    }
}

/// Nothing came of the call and nothing is broken: the poller, asked anew, says when
/// it is worth another try.
fn is_passing(error: ErrorKind) -> bool {
    matches!(error, ErrorKind::WouldBlock | ErrorKind::Interrupted)
}
