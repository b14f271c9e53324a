//! # Exercise 6: a mailbox and a writer for each client
//!
//! With a thread for each client, whoever says something has to reach the sockets
//! of all others. But a write blocks for as long as the client at the other end
//! does not read: if ann's thread wrote to bob itself, a sleeping bob would stop
//! ann, and soon everybody. So each client gets a mailbox and a second thread. To
//! push a line into a mailbox takes a moment, always; the writer thread takes the
//! lines out and writes them, and it alone waits. And since a client that never
//! reads would fill the memory, a mailbox has a limit.
//!
//! The rules:
//!
//! - [`Mailbox::push`] and [`Mailbox::close`] never wait: not for the client, not
//!   for the writer, and not for a lock that is held during a write.
//! - Each line is written as it was pushed, whatever bytes it has, once, whole, in
//!   order, and without waiting for a further one. While there is nothing to write,
//!   the writer sleeps.
//! - At least `limit` lines may wait beside the one that is being written, and
//!   never more than twice as many, wherever you keep them. Where that would be
//!   exceeded, `push` refuses. From then on the mailbox refuses every line, also
//!   when there is room again: a client may be disconnected, but never misses a line
//!   in the middle. (What waits at that moment may be written or dropped.)
//! - After `close`, what waits is still written. Then the writer thread ends and
//!   drops the socket, which closes it: the client reads the end. A mailbox that is
//!   dropped is closed.
//! - If a write fails, or takes nothing (`Ok(0)`), the client is gone: the writer
//!   ends at once and drops the socket, and from then on `push` refuses.
//!
//! ## What the checks do
//!
//! They start mailboxes on sockets that can be told to stop: a `write` then blocks
//! like that of a client that does not read. They push while it blocks, past the
//! limit, close, let it go on, take one line and block again, let it fail, take
//! three bytes at a time, or nothing, and look at what arrives and whether the
//! socket is dropped.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex06_mailbox
//! ```
//!
//! ## Hint 1
//!
//! `std::sync::mpsc::sync_channel(limit)` is a bounded queue between two threads.
//! Of its two ways to send, one waits for room and one does not.
//!
//! ## Hint 2
//!
//! The writer thread is a `for line in receiver`. That loop ends when the last
//! sender is dropped, so nobody may keep one for ever. `write_all` writes on after
//! a partial write, and an error of it is the end of the loop.
//!
//! ## Hint 3
//!
//! Both "closed" and "refused once" can be the same thing: there is no sender any
//! more. `Mutex<Option<SyncSender<Vec<u8>>>>` says that, and its lock is held only
//! for a `try_send`. Ours is in `solutions/src/ex06_mailbox.rs`.

use std::io::Write;

/// The line was not taken, and no further one will be: the mailbox is full, or
/// closed, or the client is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// What one client is still to be told, and the thread that tells it. Any number
/// of threads may push at the same time.
pub struct Mailbox {
    // Your fields.
}

impl Mailbox {
    /// Starts the writer thread of a client. It owns the socket.
    ///
    /// `limit` is a number of lines, at least 1.
    pub fn start(socket: impl Write + Send + 'static, limit: usize) -> Mailbox {
        todo!("start a thread that writes (exercises/src/ex06_mailbox.rs)")
    }

    /// Hands a line, its newline included, to the writer. Never waits.
    pub fn push(&self, line: &[u8]) -> Result<(), Refused> {
        todo!("hand the line to the writer (exercises/src/ex06_mailbox.rs)")
    }

    /// Nothing more will come, and `push` refuses from now on. Never waits.
    pub fn close(&self) {
        todo!("let the writer finish and end (exercises/src/ex06_mailbox.rs)")
    }
}
