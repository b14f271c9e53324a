//! # Exercise 19: leave properly
//!
//! Somebody types `printf '/who\n' | nc -N` and gets no answer, though it works in
//! every terminal: the question and the end of input came together, and the server
//! took the end for a farewell. Ann says `/quit` and never reads `* goodbye`: she was
//! still typing, the server closed on her unread words, and the kernel answered them
//! with a reset that overtook its own last bytes. And when the server itself stops,
//! one reader in a tunnel must not keep it from ending. A connection has two halves,
//! and both are ended with care.
//!
//! `chat::LineBuffer` and `chat::Outbox` are here to be used. Write `Client`.
//!
//! ## What the checks do
//!
//! They are the loop, the kernel and the clock around one client. Ann sends lines and
//! the end in one piece; she ends her input and is owed an answer; she leaves with
//! much unsent, with words unread, while she goes on talking, and by a reset. The
//! clock jumps: to the last millisecond of a drain, and an hour into a slow read. The
//! server stops, while she chats and while she is leaving already.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex19_farewell
//! ```
//!
//! ## Hint 1
//!
//! Draw the stages on paper: she chats, she leaves (and is owed something), she is
//! drained (she got everything, and we wait for her to close), she is gone. What ends
//! each of them? An `enum` and a `match` do the rest.
//!
//! ## Hint 2
//!
//! `Ok(0)` says that her half of the connection is ended, `end_output` ends ours.
//! Ours comes after the last byte. If hers came before, nothing is left to wait for;
//! if not, read and discard until it does, for two seconds at most.
//!
//! ## Hint 3
//!
//! A deadline only ever comes closer: `leave` sets none, the last byte sets one two
//! seconds from then, `stop` one two seconds from then, and the earlier one holds. It
//! is all in `solutions/src/ex19_farewell.rs`.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use chat::{Line, LineBuffer, Outbox};

/// How long a client may take to close after it got everything, and how long a
/// server that stops waits for anybody.
pub const MAX_DRAIN: Duration = Duration::from_secs(2);

/// What everybody reads when the server stops.
pub const LAST_WORD: &str = "* server is shutting down\n";

/// A connection that does not block. In a server: a `TcpStream` of mio.
pub trait Connection: Read + Write {
    /// Says that nothing more will come (a FIN), and still reads. See shutdown(2).
    fn end_output(&mut self) -> io::Result<()>;
}

impl Connection for mio::net::TcpStream {
    fn end_output(&mut self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

/// What a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line, without its ending.
    Line(String),
    /// It will say nothing more. The loop takes it out of the chat and calls
    /// [`Client::leave`].
    End,
}

/// One client, from its first line to its last byte.
///
/// The loop calls `read` when something can be read, `tell` for what is said to the
/// client, and `write` at the end of each turn in which something happened, and when
/// the kernel has room again. It is told of each change once.
pub struct Client<C> {
    // Your fields. This one stands for them.
    connection: C,
}

impl<C: Connection> Client<C> {
    /// Somebody who has just come in.
    pub fn new(connection: C) -> Client<C> {
        todo!(
            "a client that chats.
  What to do: open exercises/src/ex19_farewell.rs and write the functions of `Client`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex19_farewell"
        )
    }

    /// It is owed this. Who has left is owed nothing new.
    pub fn tell(&mut self, text: &str) {
        todo!("put {text:?} behind what it is owed")
    }

    /// It takes no part in the chat any more, by its own `/quit` or because its input
    /// has ended. What it is owed is still written, without a deadline.
    pub fn leave(&mut self) {
        todo!("from here on it is owed nothing new, and not listened to")
    }

    /// The server stops. Who chats is told [`LAST_WORD`] and leaves. Everybody has at
    /// most [`MAX_DRAIN`] from now, whatever it is owed.
    pub fn stop(&mut self, now: Instant) {
        todo!("the last word, and a deadline")
    }

    /// There is something to read, or may be. Reads until the kernel has no more, and
    /// returns each line of text, whole ones only, and at last [`Heard::End`] when
    /// the input has ended; then what is left counts as a line. After a reset the
    /// unfinished line is dropped, and the client is gone.
    ///
    /// Who has left is not heard any more: there this returns nothing.
    pub fn read(&mut self) -> Vec<Heard> {
        todo!("read until `WouldBlock`, `Ok(0)` or an error")
    }

    /// The end of a turn: writes as much as the kernel takes. When a client that
    /// leaves has got everything, ends the output, once, and reads and discards until
    /// the client closes too, for at most [`MAX_DRAIN`] from then. If the input has
    /// ended before, or the connection is broken, the client is gone at once.
    pub fn write(&mut self, now: Instant) {
        todo!("write; and after the last byte of one who leaves, end the output")
    }

    /// When to call [`expire`](Client::expire), if nothing happens before.
    pub fn deadline(&self) -> Option<Instant> {
        todo!("the moment until which it may stay, if there is one")
    }

    /// Time has passed. Who is out of time is gone.
    pub fn expire(&mut self, now: Instant) {
        todo!("is the deadline over?")
    }

    /// Whether the loop is to drop it now, which closes the connection.
    pub fn is_gone(&self) -> bool {
        todo!("is anything left to wait for?")
    }
}
