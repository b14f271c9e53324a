//! Text for a terminal: colours and links.
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
pub enum Piece<'a> {
    Char(char),
    /// Colours: `ESC [ … m`.
    Style(&'a str),
    /// The begin or the end of a link.
    Link(&'a str),
}

/// Splits a line. What else a terminal would obey is left out, because some of this
/// was printed by programs that nobody has read.
pub fn pieces(mut rest: &str) -> impl Iterator<Item = Piece<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_move_the_cursor_is_left_out() {
        let wild = "a\x1b[2Jb\x07c\x1b[31md\r";
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
