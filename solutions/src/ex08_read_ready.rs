//! Exercise 8: reading from a socket that is ready.
//!
//! The report is not even looked at: it says that reading is worth a try, and that
//! is why this function was called. What is true is what `read` returns.

use std::io::{ErrorKind, Read};

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
    _report: Report,
    scratch: &mut [u8],
    input: &mut Vec<u8>,
) -> Outcome {
    loop {
        return match socket.read(scratch) {
            Ok(0) => Outcome::End,
            Ok(n) => {
                input.extend_from_slice(&scratch[..n]);
                Outcome::Progress
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Outcome::NothingYet,
                ErrorKind::Interrupted => continue,
                _ => Outcome::Broken,
            },
        };
    }
}
