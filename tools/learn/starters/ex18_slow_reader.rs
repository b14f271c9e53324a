//! # Exercise 18: past a reader that does not read
//!
//! Bob's train goes into a tunnel. He is still connected and reads nothing, and the
//! kernel keeps what the server writes to him until its buffer is full. From then on
//! every choice is a trap: wait for bob, and the whole room waits; keep everything,
//! and his silence fills the memory; leave lines out, and what he reads has holes.
//! A chat has one honest answer: keep a limited amount for him, and disconnect him
//! when it is more. Meanwhile nobody else notices anything.
//!
//! `chat::LineBuffer` and `chat::Outbox`, which you know from exercises 2 and 9, are
//! here to be used. Write `Room`.
//!
//! ## What the checks do
//!
//! They play the kernel: sockets that take all, a few bytes, or nothing. Ann talks,
//! bob stops reading and goes on, or does not. Each one's bytes are compared with
//! what was said, in order and without holes. Some are owed exactly the limit, and
//! some a byte more; two are slow in the same turn; sockets break; reports come late
//! about somebody who is gone; and bob, who does not read, speaks.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex18_slow_reader
//! ```
//!
//! ## Hint 1
//!
//! A turn has two halves. In the first one you read, and what is said is only put
//! into the outboxes of the others. In the second one you write, to each client that
//! is owed something.
//!
//! ## Hint 2
//!
//! `WouldBlock` from a write is no error and no reason to try again: leave the rest
//! where it is and go to the next client. `Outbox::slices` and `write_vectored` write
//! everything at once, and `Outbox::consume` takes what went.
//!
//! ## Hint 3
//!
//! Judge last: after the kernel was offered all of it, `outbox.exceeds(limit)`. Those
//! who have to go are collected first and removed afterwards, or taken out with
//! `retain` or `extract_if`. It is all in `solutions/src/ex18_slow_reader.rs`.

use std::io::{Read, Write};

use chat::{Line, LineBuffer, Outbox, Piece};

/// What the kernel reports of a client, once for each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// There is something to read from this one.
    Readable(&'a str),
    /// The kernel has room again for what this one is owed.
    Writable(&'a str),
}

/// A room, and the connections of those who are in it. Their names differ.
pub struct Room<S> {
    // Your fields. This one stands for them; take it away.
    streams: Vec<S>,
}

impl<S: Read + Write> Room<S> {
    /// An empty room. Between two turns at most `limit` bytes wait for a client.
    pub fn new(limit: usize) -> Room<S> {
        todo!(
            "an empty room with a limit of {limit} bytes.
  What to do: open exercises/src/ex18_slow_reader.rs and write the three functions.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex18_slow_reader"
        )
    }

    /// Somebody comes in, over a socket that does not block.
    pub fn enter(&mut self, name: &str, stream: S) {
        todo!("{name} is here from now on")
    }

    /// One turn of the loop. Returns the names of those who are gone now, in any
    /// order; their sockets are dropped.
    ///
    /// - Whoever is readable is read from until `WouldBlock`. The kernel will not
    ///   tell again of what is left. Each line of its text becomes `NAME: TEXT` and
    ///   a newline for everybody else; other lines ([`Line::TooLong`]) for nobody.
    /// - At the end of the turn everybody is offered all that it is owed, in order
    ///   and in few writes, until nothing is left or the kernel takes no more. (One
    ///   write takes 1024 slices at most, whatever room there is.) The rest waits
    ///   until the kernel reports that there is room again.
    /// - Whoever is then owed more than the limit is gone. So is whoever has ended
    ///   its input (exercise 19 does that more politely), and whose socket is broken:
    ///   any error but `WouldBlock` and `Interrupted`, and a write that takes nothing.
    /// - An event may be about somebody who is gone already.
    pub fn turn(&mut self, events: &[Event<'_>]) -> Vec<String> {
        todo!("read, hand out, write, and see who has to go")
    }
}
