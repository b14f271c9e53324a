//! # Exercise 15: a fair share
//!
//! Ann pastes a whole book into the chat. An edge-triggered loop must read until
//! `WouldBlock`, so it reads her book to the end, and bob's one line comes after
//! three thousand of hers. So each client gets a share of each turn. But whoever has
//! used it up has more to say, and the kernel, which has reported that once, will
//! never say it again: the loop has to remember who is *still ready*, and must not
//! sleep as long as anybody is. Some of ann's lines may even be here already, in her
//! line buffer, of which the kernel knows nothing at all.
//!
//! ## What the checks do
//!
//! They play the event loop with scripted sockets: some say one line, some
//! thousands, one sends bytes for ever without a newline. They report each change
//! once, as a kernel does (a report may come twice, or late), call `read` for each
//! turn, and go on until `may_sleep`. Then nobody may have anything left to say; and
//! before that nobody may have waited for more than a share of each of the others.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex15_fairness
//! ```
//!
//! ## Hint 1
//!
//! Keep a queue of clients who have something to read, or had when we last looked.
//! A report puts a client at its end, unless it stands there already. A turn serves
//! those who stand there when it begins, each once; who has used up the share goes
//! to the end again. May the loop sleep while somebody stands in the queue?
//!
//! ## Hint 2
//!
//! A share ends in one of three ways: *drained* (`WouldBlock`, and the line buffer
//! is empty), *used up*, or *gone*. Always take lines out of the buffer before you
//! read again: then what was left over from the last turn is heard first.
//!
//! ## Hint 3
//!
//! For one client: `loop { while let Some(line) = lines.next_line() { count it, hand
//! it on, or stop at 128 } … stop at 16 KiB … match stream.read(…) { … } }`. Ours is
//! in `solutions/src/ex15_fairness.rs`; in step 4 it is `reading.rs`.

use std::collections::BTreeMap;
use std::io::Read;

use chat::{ClientId, Line, LineBuffer};

/// How many lines of one client are heard in one turn, at most.
pub const MAX_LINES: usize = 128;

/// How many bytes are read from one client in one turn. After this many no further
/// read is made in this turn; the last one may go a little over.
pub const MAX_READ: usize = 16 * 1024;

/// What is heard of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line. (One that is too long or not UTF-8 counts, but is not handed on.)
    Line(String),
    /// Its last word: the input has ended, or the connection is broken.
    Left,
}

/// A client, and what it has said so far.
struct Client<S> {
    stream: S,
    lines: LineBuffer,
    // Perhaps more fields of yours.
}

/// Reads from all clients, and gives each a fair share of each turn.
pub struct Readers<S> {
    clients: BTreeMap<ClientId, Client<S>>,
    // Your fields.
}

impl<S> Default for Readers<S> {
    fn default() -> Readers<S> {
        Readers { clients: BTreeMap::new() }
    }
}

impl<S: Read> Readers<S> {
    /// Somebody was let in. The stream does not block.
    pub fn add(&mut self, id: ClientId, stream: S) {
        self.clients.insert(id, Client { stream, lines: LineBuffer::default() });
    }

    /// The kernel reports that this client has something to read. It reports each
    /// change once; now and then it does so twice, or for one who has left or is
    /// unknown.
    pub fn handle_readable(&mut self, id: ClientId) {
        todo!(
            "{id} has something to read: remember it.
  What to do: open exercises/src/ex15_fairness.rs and write the functions that say
  `todo!`. The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex15_fairness"
        )
    }

    /// One turn: reads from those who are ready, from nobody more than
    /// [`MAX_LINES`] lines and [`MAX_READ`] bytes, and returns what was heard.
    ///
    /// At the end of its input (`Ok(0)`) a client's unfinished line counts (see
    /// [`LineBuffer::finish`]). When all of its lines are heard, `Left` follows, and
    /// the client is dropped, which closes its connection. After an error (other
    /// than `WouldBlock`, and `Interrupted`, which is none) it leaves at once: lines
    /// that were complete before are heard, and an unfinished one is dropped.
    pub fn read(&mut self) -> Vec<(ClientId, Heard)> {
        todo!("give everybody who is ready a share")
    }

    /// Whether only a report of the kernel can bring anything new.
    pub fn may_sleep(&self) -> bool {
        todo!("is anybody still ready?")
    }
}
