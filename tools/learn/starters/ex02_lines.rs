//! # Exercise 2: a line buffer
//!
//! TCP carries bytes and keeps no message boundaries: ann sends `hello` and a
//! newline, and the server may read `hel` now and `lo\n` later, or all of it
//! together with the next two lines. So every server that speaks in lines keeps
//! the pieces until a whole line is there. And since it keeps what strangers
//! send, it has to say how much of it: a client that never sends a newline must
//! not fill the memory. You write this buffer: bytes in, lines out. There is no
//! I/O in it, so no socket is needed to try it.
//!
//! The rules, from the protocol of the chat:
//!
//! - A line ends with `\n`. A `\r` right before the `\n` is dropped (telnet sends
//!   it), and nothing else: spaces, other `\r` and empty lines are the client's.
//! - A line has at most [`MAX_LINE`] bytes, its ending included. One without an
//!   ending is too long from its 512th byte on, and that is said at once:
//!   [`Line::TooLong`], a single time. Then everything is skipped up to the next
//!   `\n`, and the line after that works again.
//! - A line that is not UTF-8 is [`Line::NotUtf8`], and the next one works again.
//! - Once the client will send nothing more ([`LineBuffer::finish`]), what is left
//!   counts as a line, even without a newline. If nothing is left, there is none.
//! - What was taken out is not kept, and costs no work any more: a line is neither
//!   moved nor searched again for each line or each byte that comes after it.
//!
//! ## What the checks do
//!
//! They do what a server does: hand over what was read, take out lines until
//! there are none, and so on. They cut the same bytes in every possible way and
//! want the same lines each time. They send lines just within the limit and just
//! beyond it, a megabyte without a newline, and characters cut in two. They count
//! what you keep in memory, and compare how long you compute for much and little.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex02_lines
//! ```
//!
//! ## Hint 1
//!
//! Start with a `Vec<u8>` to which `receive` adds. `next_line` looks for the first
//! `\n` in it. Bytes become text only once the line is whole: half a character is
//! not UTF-8.
//!
//! ## Hint 2
//!
//! Keep two positions besides the bytes: where the next line starts, and how far
//! you have searched already. Remove what was taken from the `Vec` only when no
//! whole line is left in it. For a line that is too long you need one `bool` more:
//! "we are skipping".
//!
//! ## Hint 3
//!
//! Find the positions first and borrow the text last, in the very `return`: then
//! the borrow checker has nothing to object to. Ours does it that way; it is the
//! one that all our servers use, `src/lines.rs`, by way of
//! `solutions/src/ex02_lines.rs`.

/// The longest line in bytes, its ending (`\n` or `\r\n`) included.
pub const MAX_LINE: usize = 512;

/// What a client sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line without its ending.
    Text(&'a str),
    /// A line of more than [`MAX_LINE`] bytes. Nothing of it was kept.
    TooLong,
    /// A line that is not UTF-8.
    NotUtf8,
}

/// What one client has sent and nobody has looked at yet.
#[derive(Debug, Default)]
pub struct LineBuffer {
    // Your fields. `LineBuffer::default()` makes an empty one.
}

impl LineBuffer {
    /// Adds what a `read` returned: any number of bytes, cut anywhere.
    pub fn receive(&mut self, bytes: &[u8]) {
        todo!("keep these bytes (your file: exercises/src/ex02_lines.rs)")
    }

    /// The client has ended its input: what is left counts as a line, even without
    /// a newline. It comes out of `next_line`, behind the complete ones.
    pub fn finish(&mut self) {
        todo!("remember that nothing more comes (exercises/src/ex02_lines.rs)")
    }

    /// Takes out the oldest complete line, or returns `None` as long as there is
    /// none. Whatever follows its newline stays: the start of the next line.
    pub fn next_line(&mut self) -> Option<Line<'_>> {
        todo!("take everything up to the first b'\\n' (exercises/src/ex02_lines.rs)")
    }
}
