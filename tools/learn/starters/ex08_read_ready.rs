//! # Exercise 8: reading from a socket that is ready
//!
//! One thread now serves everybody, so no call on a client's socket may wait. The
//! sockets are non-blocking: a `read` that has nothing to read returns an error,
//! `WouldBlock`, and comes back at once. A poller tells which sockets are ready.
//! What it says is a hint: between its word and your `read`, things may have
//! changed, and "ready" may mean bytes, an end, or a broken connection. Only the
//! `read` knows. Five answers are possible, and this function tells them apart;
//! each of them, taken for another one, is a famous bug.
//!
//! | `read` returns | it means |
//! | --- | --- |
//! | `Ok(n)`, n > 0 | n bytes are there, in the first n places of the buffer |
//! | `Ok(0)` | the client has ended its input; nothing more will ever come |
//! | `WouldBlock` | nothing is there *yet*; the poller will say when to ask again |
//! | `Interrupted` | a signal came in between; ask again, at once |
//! | any other error | the connection is broken |
//!
//! ## What the checks do
//!
//! They are the poller. They call your function whenever their scripted socket is
//! ready, and act on what you answer: after [`Outcome::Progress`] they call again,
//! after [`Outcome::NothingYet`] they wait until there is more, and after
//! [`Outcome::End`] and [`Outcome::Broken`] they let the client go. They report
//! sockets that are not ready after all, last words together with the end, and
//! every error; in the end exactly the bytes of this client have to be in `input`.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex08_read_ready
//! ```
//!
//! ## Hint 1
//!
//! One `match socket.read(scratch)` with an arm for each line of the table. Errors
//! are told apart by `error.kind()`. One answer for each call is enough, because
//! after `Progress` you are called again; only `Interrupted` is none.
//!
//! ## Hint 2
//!
//! `scratch` is shared by all clients: only `&scratch[..n]` was read just now, and
//! behind it stand the words of somebody else. `input` may hold half a line that
//! came earlier, so add to it.
//!
//! ## Hint 3
//!
//! You need `report` for nothing: read in any case. A client that says its last
//! word and closes is reported as readable and closed at once, and the last word is
//! still to be read. Ours is in `solutions/src/ex08_read_ready.rs`.

use std::io::Read;

/// What the poller said about a socket. All of it is a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// A `read` will probably not return `WouldBlock`.
    pub readable: bool,
    /// The client has closed its side, or the connection is broken. What it sent
    /// before that may still be there to be read.
    pub closed: bool,
}

/// What became of a socket that was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// At least one byte was added to `input`, and more may come.
    Progress,
    /// Nothing was added, and more may come.
    NothingYet,
    /// The client has ended its input. What it said before is in `input`.
    End,
    /// The connection is broken. What was read before is in `input`.
    Broken,
}

/// Reads from a non-blocking socket that the poller has reported, and adds what
/// was read to `input`. It never waits.
///
/// `scratch` is a buffer to read into, of at least one byte. It is the same one
/// for all clients, and what an earlier read has left in it is still there.
pub fn read_ready(
    socket: &mut impl Read,
    report: Report,
    scratch: &mut [u8],
    input: &mut Vec<u8>,
) -> Outcome {
    todo!("read, and tell five answers apart (exercises/src/ex08_read_ready.rs)")
}
