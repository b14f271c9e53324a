//! # Exercise 9: the outbox
//!
//! Ann's terminal hangs, and the room goes on talking. The kernel keeps a little
//! for her, then it takes half a line, then nothing at all (`WouldBlock`). A
//! server that waits for her now keeps everybody waiting; one that drops the rest
//! sends her broken lines when she is back. So whatever she is owed waits in her
//! outbox, in order, until the kernel has taken the last byte of it. A room of a
//! thousand people fills a thousand outboxes at once, so the bytes are written
//! down once, and an outbox holds only ranges of them: [`Piece`]s.
//!
//! `Piece` is finished. Write `Outbox`.
//!
//! ## What the checks do
//!
//! They push pieces and hand `slices` to a socket that takes a few bytes at a
//! time, in every possible cut; then they tell `consume` how many it took, as a
//! server does. They count the writes, look whether a thousand outboxes share one
//! copy, and ask how much is owed after each step.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex09_outbox
//! ```
//!
//! ## Hint 1
//!
//! Pieces go in at one end and out at the other: a `VecDeque<Piece>`. Beside it,
//! keep the number of bytes that are owed; then `len`, `is_empty` and `exceeds`
//! need no loop.
//!
//! ## Hint 2
//!
//! One write may take several pieces and half of the next. So `consume` is a loop
//! over the first piece: if all of it was taken, it goes and the loop continues
//! with what remains of `written`; if not, the piece is cut. To cut without copying:
//! `Piece::new(&first.bytes, start..end)`.
//!
//! ## Hint 3
//!
//! `slices` is `self.pieces.iter().map(Piece::as_bytes)`. Ours is the `Outbox` of
//! the real servers, in `src/outbox.rs`; `solutions/src/ex09_outbox.rs` leads there.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes that others may share. To clone it copies no bytes.
#[derive(Debug, Clone)]
pub struct Piece {
    bytes: Arc<[u8]>,
    start: usize,
    end: usize,
}

impl Piece {
    /// A range of what a whole room hears.
    pub fn new(bytes: &Arc<[u8]>, range: Range<usize>) -> Piece {
        assert!(range.start <= range.end && range.end <= bytes.len());
        Piece { bytes: Arc::clone(bytes), start: range.start, end: range.end }
    }

    /// The bytes themselves.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }
}

/// A piece for one client alone.
impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Piece {
        let bytes: Arc<[u8]> = bytes.into();
        Piece::new(&bytes, 0..bytes.len())
    }
}

/// The bytes that one client is owed, oldest first.
#[derive(Debug, Default)]
pub struct Outbox {
    // Your fields. A new outbox owes nothing.
}

impl Outbox {
    /// Adds a piece behind all that is owed already. An empty piece is nothing
    /// to write, and leaves no trace.
    ///
    /// There is no limit here: the kernel is offered all that was said in a turn
    /// before anybody judges the client by [`exceeds`](Outbox::exceeds).
    pub fn push(&mut self, piece: Piece) {
        todo!(
            "keep the piece behind the others.
  What to do: open exercises/src/ex09_outbox.rs and write the functions of `Outbox`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex09_outbox"
        )
    }

    /// What to write next: *all* that is owed, in order, as slices for one
    /// vectored write (`writev(2)`). They point into the pieces that were pushed.
    pub fn slices(&self) -> impl Iterator<Item = &[u8]> {
        todo!("the bytes of each piece");
        // Replace this too: it only says that something is iterated over.
        std::iter::empty()
    }

    /// The kernel took the next `written` bytes; they may end anywhere. A piece
    /// that was written is let go, and an outbox that is empty gives its storage
    /// back: ten thousand clients who are up to date cost next to nothing.
    ///
    /// # Panics
    /// If more was taken than was owed.
    pub fn consume(&mut self, written: usize) {
        todo!("take {written} bytes off the front")
    }

    /// How many bytes are owed.
    pub fn len(&self) -> usize {
        todo!("count the bytes that are owed")
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        todo!("is anything owed?")
    }

    /// Whether more than `limit` bytes are owed. Asked after the kernel was
    /// offered all of it: then this client reads too slowly.
    pub fn exceeds(&self, limit: usize) -> bool {
        todo!("are more than {limit} bytes owed?")
    }
}
