//! Bytes in, lines out.
//!
//! TCP delivers a stream of bytes, not messages. One `read` may return half a
//! line, or three lines and the start of a fourth. [`LineBuffer`] keeps the
//! pieces until a whole line can be handed on. It performs no I/O, so every
//! awkward split can be tested without opening a socket.

/// The longest line in bytes, its ending (`\n` or `\r\n`) included: the limit
/// of IRC (RFC 2812, section 2.3).
pub const MAX_LINE: usize = 512;

/// What a client sent. A bad line is an item like any other: the client is
/// told, and its next line works again.
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
    bytes: Vec<u8>,
    /// Where the next line starts.
    start: usize,
    /// There is no newline between `start` and here, so that the search never
    /// looks at a byte twice, however small the pieces are.
    searched: usize,
    /// We are inside a line that is too long and wait for its newline.
    skipping: bool,
    /// The client will send nothing more.
    finished: bool,
}

impl LineBuffer {
    /// Adds what a `read` returned. Take every line out before the next one:
    /// then at most one unfinished line of [`MAX_LINE`] bytes stays here.
    pub fn receive(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The end of input was read: what is left counts as a line, even without
    /// a newline.
    pub fn finish(&mut self) {
        self.finished = true;
    }

    /// Takes the oldest complete line, or returns `None` as long as there is
    /// none. Whatever follows its newline stays: the start of the next line.
    pub fn next_line(&mut self) -> Option<Line<'_>> {
        if self.skipping && !self.skip_to_newline() {
            return None;
        }
        let start = self.start;
        let Some(newline) = self.find_newline() else {
            return self.next_unfinished();
        };
        self.start = newline + 1;
        self.searched = self.start;
        if self.start - start > MAX_LINE {
            return Some(Line::TooLong);
        }
        let line = &self.bytes[start..newline];
        // Telnet ends its lines with `\r\n`.
        Some(decode(line.strip_suffix(b"\r").unwrap_or(line)))
    }

    /// No newline has come yet. The line may be over all the same: because it
    /// is too long already, or because nothing more will come.
    fn next_unfinished(&mut self) -> Option<Line<'_>> {
        let start = self.start;
        let len = self.bytes.len() - start;
        if len >= MAX_LINE {
            self.skipping = true;
            self.give_back();
            return Some(Line::TooLong);
        }
        if self.finished && len > 0 {
            self.start = self.bytes.len();
            return Some(decode(&self.bytes[start..]));
        }
        self.give_back();
        None
    }

    fn find_newline(&self) -> Option<usize> {
        let unsearched = &self.bytes[self.searched..];
        let found = unsearched.iter().position(|&byte| byte == b'\n');
        found.map(|at| self.searched + at)
    }

    /// Drops what belongs to the line that is too long. Tells whether its end
    /// was among it.
    fn skip_to_newline(&mut self) -> bool {
        let newline = self.find_newline();
        self.start = newline.map_or(self.bytes.len(), |at| at + 1);
        self.searched = self.start;
        self.skipping = newline.is_none();
        if self.skipping {
            self.give_back();
        }
        !self.skipping
    }

    /// Gives the storage of lines that were taken back to the system: a client
    /// that is silent costs nothing here.
    fn give_back(&mut self) {
        if self.skipping {
            self.start = self.bytes.len();
        }
        self.bytes.drain(..self.start);
        self.bytes.shrink_to(if self.bytes.is_empty() { 0 } else { MAX_LINE });
        self.searched = self.bytes.len();
        self.start = 0;
    }
}

fn decode(line: &[u8]) -> Line<'_> {
    str::from_utf8(line).map_or(Line::NotUtf8, Line::Text)
}
