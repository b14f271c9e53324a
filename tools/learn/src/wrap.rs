//! Rows that are not too wide, whatever colours and links are in them.

use unicode_width::UnicodeWidthChar;

use crate::text::{PLAIN, Piece, pieces, plain};

/// Cuts a line into rows of at most `columns`, at spaces where there are some. The
/// rows that follow are indented like the first, and go on in its colour.
pub fn wrap(line: &str, columns: usize) -> Vec<String> {
    let line = line.replace('\t', "    ");
    let text = plain(&line);
    let spaces = text.chars().take_while(|c| *c == ' ').count();
    let indent = spaces + sign(&text[spaces..]);
    let indent = if indent * 2 > columns { 0 } else { indent };
    let mut rows = Rows { columns: columns.max(2), indent, ..Rows::default() };
    for piece in pieces(&line) {
        rows.add(&piece);
    }
    rows.done.push(rows.row);
    rows.done
}

/// How wide the sign of an item, or of a line that differs, is: `- `, `+ `, `2. `.
fn sign(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let is_number = digits > 0 && text[digits..].starts_with(". ");
    match text.get(..2) {
        Some("- " | "+ ") => 2,
        _ if is_number => digits + 2,
        _ => 0,
    }
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
        // A word that takes most of the row is cut, or rows would be empty.
        let space =
            self.space.take().filter(|(_, column, _)| column * 3 > self.columns);
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
    use crate::text::BAD;

    #[test]
    fn rows_end_at_spaces_and_keep_indent_and_colour() {
        assert_eq!(wrap("one two three", 8), ["one two ", "three"]);
        assert_eq!(wrap("  one two", 7), ["  one ", "  two"]);
        assert_eq!(wrap("- one two", 7), ["- one ", "  two"]);
        assert_eq!(wrap("2. one two", 8), ["2. one ", "   two"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        let red = format!("a {BAD}red word{PLAIN} b");
        let rows = [format!("a {BAD}red {PLAIN}"), format!("{BAD}word{PLAIN} b")];
        assert_eq!(wrap(&red, 7), rows);
        assert_eq!(wrap("", 9), [""]);
    }
}
