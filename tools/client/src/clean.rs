//! Bytes in, harmless text out.
//!
//! The server may be anybody's, and a terminal obeys what it is shown: an
//! escape sequence can move the cursor, rename the window or forge a line. So
//! everything that is not plain text is replaced before it reaches the screen.

/// Of a line longer than this many bytes only the beginning is shown, or a
/// server that never ends its line could fill our memory.
pub const LONGEST_LINE: usize = 64 * 1024;

/// The line that is still arriving.
#[derive(Default)]
pub struct Lines {
    unfinished: Vec<u8>,
    too_long: bool,
}

impl Lines {
    /// Takes what arrived and returns the lines that it completes, cleaned.
    pub fn receive(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.keep(piece.strip_suffix(b"\n").unwrap_or(piece));
            if piece.ends_with(b"\n") {
                lines.push(self.take());
            }
        }
        lines
    }

    /// At the end of the stream: what is left, if anything is.
    pub fn finish(&mut self) -> Option<String> {
        (!self.unfinished.is_empty()).then(|| self.take())
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = LONGEST_LINE - self.unfinished.len();
        self.too_long |= piece.len() > room;
        self.unfinished.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    fn take(&mut self) -> String {
        let line = self.unfinished.strip_suffix(b"\r").unwrap_or(&self.unfinished);
        let mut text = clean(line);
        if self.too_long {
            text.push_str(&format!(" [cut after {LONGEST_LINE} bytes]"));
        }
        *self = Lines::default();
        text
    }
}

/// Replaces whatever is not plain text by U+FFFD.
fn clean(line: &[u8]) -> String {
    String::from_utf8_lossy(line)
        .chars()
        .map(|c| if is_plain(c) { c } else { char::REPLACEMENT_CHARACTER })
        .collect()
}

/// Not plain are control characters (a tab does no harm), the separators that
/// some terminals take for a line end, and the characters that reverse text.
fn is_plain(c: char) -> bool {
    c == '\t'
        || !(c.is_control()
            || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut lines = Lines::default();
        let mut shown = lines.receive(bytes);
        shown.extend(lines.finish());
        shown
    }

    #[test]
    fn a_line_may_arrive_in_any_pieces() {
        let sent = "bob: héllo\r\n\n* pong\nrest".as_bytes();
        for split in 0..=sent.len() {
            let mut lines = Lines::default();
            let mut shown = lines.receive(&sent[..split]);
            shown.extend(lines.receive(&sent[split..]));
            shown.extend(lines.finish());
            assert_eq!(shown, ["bob: héllo", "", "* pong", "rest"], "at {split}");
        }
    }

    #[test]
    fn what_could_move_the_cursor_is_replaced() {
        assert_eq!(lines(b"\x1b[2J\x07\x08\n"), ["\u{FFFD}[2J\u{FFFD}\u{FFFD}"]);
        assert_eq!(lines(b"hi\rbob: forged\n"), ["hi\u{FFFD}bob: forged"]);
        assert_eq!(
            lines("\u{9b}2J\u{7f}\0".as_bytes()),
            ["\u{FFFD}2J\u{FFFD}\u{FFFD}"]
        );
        for c in "\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}".chars() {
            assert_eq!(lines(format!("a{c}b").as_bytes()), ["a\u{FFFD}b"], "{c:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_replaced() {
        assert_eq!(
            lines(b"\x9b2J \xff \xe2\x82\n"),
            ["\u{FFFD}2J \u{FFFD} \u{FFFD}"]
        );
    }

    #[test]
    fn plain_text_passes_unchanged() {
        let plain =
            "tab\there, 日本語, e\u{301}, 🙂, \u{2027}\u{202f}\u{2065}\u{206a}";
        assert_eq!(lines(plain.as_bytes()), [plain]);
    }

    #[test]
    fn a_line_without_an_end_costs_a_bounded_buffer() {
        let mut lines = Lines::default();
        for _ in 0..100 {
            assert!(lines.receive(&[b'x'; 10_000]).is_empty());
        }
        assert_eq!(lines.unfinished.len(), LONGEST_LINE);

        let shown = lines.receive(b"\nnext\n");
        assert!(shown[0].ends_with("xx [cut after 65536 bytes]"));
        assert_eq!(shown[1..], ["next"], "the next line is shown as ever");
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_whole() {
        let sent = [b'x'; LONGEST_LINE];
        assert_eq!(lines(&sent)[0].len(), LONGEST_LINE);
    }
}
