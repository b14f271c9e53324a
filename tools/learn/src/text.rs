//! Text for a terminal: colours, links, and rows that are not too wide.
//!
//! A text carries its colours with it, as escape sequences. Whoever puts it out takes
//! away what nobody can see there.

use unicode_width::UnicodeWidthChar;

/// Colours of the 256-colour palette that are readable on black and on white.
pub const GOOD: &str = "\x1b[1;38;5;64m";
pub const BAD: &str = "\x1b[1;31m";
pub const NAME: &str = "\x1b[38;5;31m";
pub const BOLD: &str = "\x1b[1m";
pub const DIM: &str = "\x1b[2m";
pub const CHOSEN: &str = "\x1b[7m";
pub const PLAIN: &str = "\x1b[0m";

const LINK: &str = "\x1b]8;;";
const END: &str = "\x1b\\";

/// In a colour.
pub fn paint(colour: &str, text: &str) -> String {
    format!("{colour}{text}{PLAIN}")
}

/// As a link that a terminal opens on a click (OSC 8).
pub fn link(target: &str, text: &str) -> String {
    format!("{LINK}{target}{END}{text}{LINK}{END}")
}

/// A piece of text: a character, or a sequence that moves nothing.
enum Piece<'a> {
    Char(char),
    /// Colours: `ESC [ … m`.
    Style(&'a str),
    /// The begin or the end of a link.
    Link(&'a str),
}

/// Splits a line. What else a terminal would obey is left out, because some of this
/// was printed by programs that nobody has read.
fn pieces(mut rest: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if rest.starts_with("\x1b[") {
                let end = rest[2..].find(|c: char| ('@'..='~').contains(&c));
                let (sequence, after) =
                    rest.split_at(end.map_or(rest.len(), |end| end + 3));
                rest = after;
                if sequence.ends_with('m') {
                    return Some(Piece::Style(sequence));
                }
            } else if rest.starts_with(LINK) {
                let end = rest.find(END).map_or(rest.len(), |end| end + END.len());
                let (sequence, after) = rest.split_at(end);
                rest = after;
                return Some(Piece::Link(sequence));
            } else {
                rest = &rest[first.len_utf8()..];
                if !first.is_control() {
                    return Some(Piece::Char(first));
                }
            }
        }
    })
}

/// How many columns it takes.
pub fn width(text: &str) -> usize {
    let columns = |piece| match piece {
        Piece::Char(c) => c.width().unwrap_or(0),
        Piece::Style(_) | Piece::Link(_) => 0,
    };
    pieces(text).map(columns).sum()
}

/// Without colours and links, for a file or a pipe.
pub fn plain(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let char = |piece| match piece {
            Piece::Char(c) => Some(c),
            Piece::Style(_) | Piece::Link(_) => None,
        };
        pieces(&line.replace('\t', "    ")).filter_map(char).collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Without colours, but bold, dim and reverse stay (<https://no-color.org>).
pub fn without_colours(line: &str) -> String {
    let keep = |piece| match piece {
        Piece::Char(c) => c.to_string(),
        Piece::Link(link) => link.to_owned(),
        Piece::Style(style) => {
            let codes = style[2..style.len() - 1].split(';');
            let codes: Vec<_> = codes
                .take_while(|code| code.len() < 2)
                .filter(|code| !code.is_empty())
                .collect();
            if codes.is_empty() && style.len() > 3 {
                String::new()
            } else {
                format!("\x1b[{}m", codes.join(";"))
            }
        }
    };
    pieces(line).map(keep).collect()
}

/// Cuts a line into rows of at most `columns`, at spaces where there are some. The
/// rows that follow are indented like the first, and go on in its colour.
pub fn wrap(line: &str, columns: usize) -> Vec<String> {
    let line = line.replace('\t', "    ");
    let indent = plain(&line).chars().take_while(|c| *c == ' ').count();
    let indent = if indent * 2 > columns { 0 } else { indent };
    let mut rows = Rows { columns: columns.max(2), indent, ..Rows::default() };
    for piece in pieces(&line) {
        rows.add(&piece);
    }
    rows.done.push(rows.row);
    rows.done
}

#[derive(Default)]
struct Rows {
    columns: usize,
    indent: usize,
    done: Vec<String>,
    row: String,
    width: usize,
    /// The styles that are on.
    style: String,
    /// Behind the last space: the place in the row, its column, and the styles there.
    space: Option<(usize, usize, String)>,
}

impl Rows {
    fn add(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Link(link) => self.row.push_str(link),
            Piece::Style(style) => {
                self.row.push_str(style);
                if matches!(*style, PLAIN | "\x1b[m") {
                    self.style.clear();
                } else {
                    self.style.push_str(style);
                }
            }
            Piece::Char(c) => {
                let width = c.width().unwrap_or(0);
                if self.width + width > self.columns {
                    self.start_row();
                }
                self.row.push(*c);
                self.width += width;
                if *c == ' ' && self.width > self.indent {
                    self.space =
                        Some((self.row.len(), self.width, self.style.clone()));
                }
            }
        }
    }

    fn start_row(&mut self) {
        // A word that takes half of the row is cut, or rows would be empty.
        let space =
            self.space.take().filter(|(_, column, _)| column * 2 > self.columns);
        let (place, column, style) =
            space.unwrap_or((self.row.len(), self.width, self.style.clone()));
        let rest = self.row.split_off(place);
        let mut row = std::mem::take(&mut self.row);
        if !style.is_empty() {
            row.push_str(PLAIN);
        }
        self.done.push(row);
        self.row = " ".repeat(self.indent) + &style + &rest;
        self.width = self.indent + self.width - column;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_at_spaces_and_keep_indent_and_colour() {
        assert_eq!(wrap("one two three", 8), ["one two ", "three"]);
        assert_eq!(wrap("  one two", 7), ["  one ", "  two"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        let red = format!("a {BAD}red word{PLAIN} b");
        let rows = [format!("a {BAD}red {PLAIN}"), format!("{BAD}word{PLAIN} b")];
        assert_eq!(wrap(&red, 7), rows);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn what_would_move_the_cursor_is_left_out() {
        let wild = "a\x1b[2Jb\x07c\x1b[31md\r";
        assert_eq!(wrap(wild, 80), ["abc\x1b[31md"]);
        assert_eq!((plain(wild), width(wild)), ("abcd".to_owned(), 4));
    }

    #[test]
    fn no_colour_still_allows_bold() {
        assert_eq!(without_colours(&paint(GOOD, "yes")), "\x1b[1myes\x1b[0m");
        assert_eq!(without_colours(&paint(NAME, "x")), "x\x1b[0m");
    }

    #[test]
    fn a_link_takes_no_room() {
        let text = link("file:///tmp/x", "x.rs");
        assert_eq!(width(&text), 4);
        assert_eq!(plain(&text), "x.rs");
    }
}
