//! # Exercise 10: what do we want to hear about next?
//!
//! The poller reports only what it was asked about. Ask for too little, and a
//! client waits for ever although its bytes are there; ask for too much, and the
//! poller reports the same thing again and again, and the server never sleeps. And
//! `polling` is *oneshot*: with each report it forgets the question, so that nobody
//! is disturbed while he is at it, and says nothing about this client until it is
//! asked anew. So after each event, and whenever something else has changed, the
//! server tells the poller what it wants now. It works that out from the state of
//! the client, every time: a copy that is kept aside would one day disagree.
//!
//! Reading and writing are done already. What is missing is the answer to three
//! questions: what do we want, when do we say so, and what do we do with a report?
//!
//! ## What the checks do
//!
//! They are the kernel and the poller. Ann sends bytes, ends her input, reads what
//! she is owed, or does not read, and then there is no room for a write. The poller
//! keeps its question until it has reported once. Then the checks look whether the
//! server sleeps, and whether anything was left undone. Sometimes a report is wrong:
//! it may name nothing, or what is not there.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex10_interest
//! ```
//!
//! ## Hint 1
//!
//! `interest` is two expressions, one for each direction. A socket can nearly always
//! be written to, so who asks for that without having anything to write gets no
//! sleep. After an end of input it can always be "read" from.
//!
//! ## Hint 2
//!
//! Every path through `handle` and through `owe` ends with the same line:
//! `poller.modify(self.interest())`. Also the path on which nothing was to be read.
//!
//! ## Hint 3
//!
//! In `handle`: if it is readable, read; if it is writable, write; then ask anew. In
//! `owe`: add the bytes, then ask anew. Ours is in `solutions/src/ex10_interest.rs`.

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
        todo!("say what to wait for in this state (exercises/src/ex10_interest.rs)")
    }

    /// Acts on a report, which has used up the poller's question.
    pub fn handle(&mut self, report: Interest, poller: &mut impl Poller) {
        todo!("read, write, and ask anew (exercises/src/ex10_interest.rs)")
    }

    /// Somebody else said something, and this client is owed it. The poller may
    /// have a question just now, but it was asked before.
    pub fn owe(&mut self, bytes: &[u8], poller: &mut impl Poller) {
        todo!("add it, and ask about it (exercises/src/ex10_interest.rs)")
    }

    /// Reads once. Nothing needs to change here.
    fn read(&mut self) {
        let mut buffer = [0; 64];
        match self.socket.read(&mut buffer) {
            Ok(0) => self.has_ended = true,
            Ok(n) => self.heard.extend_from_slice(&buffer[..n]),
            Err(error) if is_passing(error.kind()) => {}
            Err(_) => self.is_broken(),
        }
    }

    /// Writes once, as much as the kernel takes. Nothing needs to change here.
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
