//! # Exercise 12: a whole server that waits for everybody at once
//!
//! You have read from a ready socket, kept what could not be written, and worked
//! out which readiness to ask for. Now put them together: one thread, one `wait`,
//! any number of clients. Each gets back the bytes that it sent. There is one more
//! thing to decide. A client may send and send and never read. What it is owed then
//! grows in your memory, unless you stop to read from it: the kernel's buffers fill
//! up, and the client is the one who has to wait. That is *backpressure*, and all
//! it takes is to leave readability out of what you ask for.
//!
//! The rules:
//!
//! - Each client gets back every byte that it sent, in order, and then the end.
//! - For a client that does not read, [`MAX_UNSENT`] bytes are kept, and what one
//!   more `read` has brought (64 KB at most), also if far more is there to be read.
//! - While nothing is to be done the server sleeps: no `wait` has a timeout, but for
//!   the case that comes next.
//! - When no more files can be opened, `accept` fails, and those at the door have to
//!   wait. Everybody else is served. The listener stays ready all the while, so it is
//!   left alone for a moment (100 ms, say) before `accept` is tried again.
//!
//! ## What the checks do
//!
//! They start your server in a process of its own and come in stages. *Connects*:
//! some say nothing, and must not hold up the others. *Lines*: short ones, long
//! ones, the last one before the client stops to send. *Slow readers*: one sends
//! megabytes before it reads the first byte, through tiny kernel buffers. *Hostile
//! clients*: resets, all at once and in the middle of an answer, and more clients
//! than there are files. Between the stages they look at whether the server sleeps
//! when nothing is to be done, how often it wakes up, how much it keeps for a client
//! that does not read, and how many files it has open.
//!
//! You can talk to your server too: `cargo run -p exercises -- ex12`, then
//! `nc 127.0.0.1 7000`.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex12_polled_echo
//! ```
//!
//! ## Hint 1
//!
//! Keep a `HashMap` from a key that only grows to a struct with the stream, the
//! bytes that are still unsent, and whether the client's input has ended. Accepted
//! sockets are in blocking mode: call `set_nonblocking(true)` on each.
//!
//! ## Hint 2
//!
//! Events are oneshot: after each one, `poller.modify` says what you want to hear
//! about next. Readable, while fewer than `MAX_UNSENT` bytes are unsent and the
//! input has not ended. Writable, while something is unsent. A client whose input
//! has ended goes when nothing is unsent any more, and any error but `WouldBlock`
//! and `Interrupted` ends that client, never the server.
//!
//! ## Hint 3
//!
//! `events.clear()` before each `wait`; `poller.delete` before a stream is dropped;
//! after `accept` has said `WouldBlock`, `modify` the listener as well; after any
//! other error, wait with a timeout once and do it then. A whole server that does so
//! is in `solutions/src/ex12_polled_echo.rs`.

use std::io;
use std::net::TcpListener;

use polling::{AsRawSource, Event, Poller};

/// How many bytes may wait for one client before you stop to read from it.
pub const MAX_UNSENT: usize = 64 * 1024;

/// Makes a socket known to the poller, which reports nothing about it until you
/// say with `poller.modify` what you want to hear. Nothing is left to do here.
pub fn add(poller: &Poller, socket: impl AsRawSource, key: usize) -> io::Result<()> {
    // SAFETY: a socket must be deleted from the poller before it is closed. That
    // is for you to see to.
    #[expect(unsafe_code, reason = "polling asks for that promise")]
    unsafe {
        poller.add(socket, Event::none(key))
    }
}

/// Echoes to every client what it says, until the process ends. Only an error of
/// the listener or of the poller itself may end it.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    todo!(
        "one loop that waits for all clients at once.
  What to do: open exercises/src/ex12_polled_echo.rs and write `serve`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex12_polled_echo"
    )
}
