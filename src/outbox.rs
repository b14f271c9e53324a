//! What a client is owed.
//!
//! A socket takes as many bytes as fit into the kernel's buffer at the moment,
//! which may be half a line, or none. So whatever is owed to a client waits
//! here, in order, until the kernel has taken all of it.
//!
//! A room of a thousand people hears one line a thousand times. The bytes are
//! written down once and shared: an outbox holds ranges of them.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

/// The default limit, in bytes, for what may wait between two turns.
pub const MAX_OUTBOX: usize = 256 * 1024;

/// How many pieces an empty outbox keeps room for. Enough for the usual turn,
/// so that a delivery allocates nothing; few enough for ten thousand idle ones.
const SPARE_PIECES: usize = 2;

/// A range of bytes that others may share.
///
/// Room for two is kept for each of ten thousand clients, so the range makes do
/// with half the bits.
#[derive(Debug, Clone)]
pub struct Piece {
    bytes: Arc<[u8]>,
    start: u32,
    end: u32,
}

impl Piece {
    /// A range of what a whole room hears.
    ///
    /// # Panics
    /// If the range does not lie within the bytes, or there are 4 GiB of them.
    pub fn new(bytes: &Arc<[u8]>, range: Range<usize>) -> Piece {
        assert!(range.start <= range.end && range.end <= bytes.len());
        let bits = |at| u32::try_from(at).expect("a turn is far below 4 GiB");
        let (start, end) = (bits(range.start), bits(range.end));
        Piece { bytes: Arc::clone(bytes), start, end }
    }

    /// The bytes themselves.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start as usize..self.end as usize]
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
    pieces: VecDeque<Piece>,
    len: usize,
}

impl Outbox {
    /// Adds a piece behind all that is owed already.
    ///
    /// There is no limit here: a turn may say much at once, and the kernel is
    /// offered all of it before anybody judges the client by
    /// [`exceeds`](Outbox::exceeds).
    pub fn push(&mut self, piece: Piece) {
        let len = piece.as_bytes().len();
        if len > 0 {
            self.len += len;
            self.pieces.push_back(piece);
        }
    }

    /// What to write next: all that is owed, in order, as slices for one
    /// vectored write (`writev(2)`).
    pub fn slices(&self) -> impl Iterator<Item = &[u8]> {
        self.pieces.iter().map(Piece::as_bytes)
    }

    /// The kernel took the next `written` bytes; they may end anywhere.
    ///
    /// # Panics
    /// If more was taken than was owed.
    pub fn consume(&mut self, mut written: usize) {
        assert!(written <= self.len, "a socket took more than it was offered");
        self.len -= written;
        while let Some(first) = self.pieces.front_mut() {
            let len = first.as_bytes().len();
            if written < len {
                let rest = first.start as usize + written..first.end as usize;
                *first = Piece::new(&first.bytes, rest);
                return;
            }
            written -= len;
            self.pieces.pop_front();
        }
        // All is written: a client that is up to date costs next to nothing.
        self.pieces.shrink_to(SPARE_PIECES);
    }

    /// How many bytes are owed.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether more than `limit` bytes are owed. Asked after the kernel was
    /// offered all of it: then this client reads too slowly.
    pub fn exceeds(&self, limit: usize) -> bool {
        self.len > limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owing(lines: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        lines.iter().for_each(|l| outbox.push(Piece::from(l.as_bytes().to_vec())));
        outbox
    }

    fn owed(outbox: &Outbox) -> String {
        outbox.slices().map(|s| str::from_utf8(s).unwrap()).collect()
    }

    #[test]
    fn a_slow_socket_takes_it_in_pieces_that_end_anywhere() {
        let mut outbox = owing(&["one\n", "two\n", "three\n"]);
        outbox.consume(2);
        assert_eq!(owed(&outbox), "e\ntwo\nthree\n");
        outbox.consume(7);
        assert_eq!((owed(&outbox).as_str(), outbox.len()), ("hree\n", 5));
        outbox.consume(5);
        assert!(outbox.is_empty());
    }

    #[test]
    fn taking_nothing_changes_nothing() {
        let mut outbox = owing(&["one\n"]);
        outbox.consume(0);
        assert_eq!(owed(&outbox), "one\n");
        outbox.push(Piece::from(Vec::new()));
        assert_eq!(outbox.slices().count(), 1, "an empty piece is no piece");
    }

    #[test]
    fn two_readers_share_one_copy_and_are_served_apart() {
        let news: Arc<[u8]> = b"ann: hello\nbob: hi\n"[..].into();
        let (mut ann, mut bob) = (Outbox::default(), Outbox::default());
        ann.push(Piece::new(&news, 11..19));
        bob.push(Piece::new(&news, 0..11));
        bob.consume(5);
        assert_eq!(
            (owed(&ann).as_str(), owed(&bob).as_str()),
            ("bob: hi\n", "hello\n")
        );
        assert_eq!(Arc::strong_count(&news), 3);
    }

    #[test]
    fn the_limit_counts_what_is_left_and_is_not_exceeded_by_reaching_it() {
        let mut outbox = owing(&["12345678"]);
        assert!(outbox.exceeds(7) && !outbox.exceeds(8));
        outbox.consume(1);
        assert!(!outbox.exceeds(7));
    }

    #[test]
    fn an_outbox_that_empties_gives_its_storage_back() {
        let mut outbox = owing(&["x"; 1000]);
        outbox.consume(1000);
        assert!(outbox.pieces.capacity() <= SPARE_PIECES);
    }

    #[test]
    #[should_panic(expected = "a socket took more than it was offered")]
    fn nobody_takes_what_is_not_there() {
        owing(&["one\n"]).consume(5);
    }
}
