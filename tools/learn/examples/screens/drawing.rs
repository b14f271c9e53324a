//! One screen as SVG.
//!
//! It brings its own background, and each piece of text is told its width, so it looks
//! the same on a light page, on a dark one and in any monospaced font.

use vt100::{Cell, Color, Screen};

/// Width and height of a character, in pixels.
const CELL: (u16, u16) = (8, 18);
const MARGIN: u16 = 12;

/// What a terminal shows where nobody asked for a colour.
const TEXT: &str = "#e6e6e6";

/// The eight colours of a terminal, and their bright ones.
const COLOURS: [&str; 16] = [
    "#000000", "#ff5555", "#50b050", "#c0a040", "#6090ff", "#c060c0", "#40b0b0",
    "#d0d0d0", "#808080", "#ff6e6e", "#69d069", "#e0c060", "#80a8ff", "#e080e0",
    "#60d0d0", "#ffffff",
];

/// Draws a screen. Whoever cannot see it is read its text.
pub fn svg(name: &str, title: &str, screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) =
        (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let words = escape(screen.contents().trim_end());
    let drawn: String =
        (0..rows).map(|row| draw_row(screen, row, columns)).collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}" aria-describedby="{name}-words" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13">
<title id="{name}">{title}</title>
<desc id="{name}-words">{words}</desc>
<rect x=".5" y=".5" width="{}" height="{}" rx="8" fill="#000" stroke="#808080"/>
{drawn}</svg>
"##,
        width - 1,
        height - 1,
    )
}

/// Draws neighbours that look alike in one piece.
fn draw_row(screen: &Screen, row: u16, columns: u16) -> String {
    let cells: Vec<(u16, &Cell)> = (0..columns)
        .filter_map(|column| Some((column, screen.cell(row, column)?)))
        .filter(|(_, cell)| cell.has_contents())
        .collect();
    let alike = |(left, a): &(u16, &Cell), (right, b): &(u16, &Cell)| {
        left + 1 == *right && look(a) == look(b)
    };
    cells.chunk_by(alike).map(|piece| draw_piece(piece, row)).collect()
}

fn draw_piece(piece: &[(u16, &Cell)], row: u16) -> String {
    let text: String = piece.iter().map(|(_, cell)| cell.contents()).collect();
    if text.trim().is_empty() {
        return String::new();
    }
    let (column, first) = piece[0];
    let (x, y) = (MARGIN + column * CELL.0, MARGIN + row * CELL.1);
    let (baseline, width) = (y + 13, piece.len() * usize::from(CELL.0));
    // A renderer may take several spaces for one, but not these.
    let (look, text) = (look(first), escape(&text).replace(' ', "\u{a0}"));
    let behind = if first.inverse() {
        let height = CELL.1;
        format!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{TEXT}"/>"#
        )
    } else {
        String::new()
    };
    format!(
        r#"{behind}<text x="{x}" y="{baseline}" textLength="{width}" {look}>{text}</text>"#
    ) + "\n"
}

fn look(cell: &Cell) -> String {
    let colour = match cell.fgcolor() {
        _ if cell.inverse() => COLOURS[0].to_owned(),
        Color::Idx(n @ 16..=231) => of_the_cube(n - 16),
        Color::Idx(n @ 0..16) => COLOURS[usize::from(n)].to_owned(),
        _ => TEXT.to_owned(),
    };
    let dim = if cell.dim() { r#" opacity=".66""# } else { "" };
    let bold = if cell.bold() { r#" font-weight="bold""# } else { "" };
    format!(r#"fill="{colour}"{dim}{bold}"#)
}

/// The colours 16 to 231 of a terminal: six levels of red, green and blue.
fn of_the_cube(n: u8) -> String {
    let [red, green, blue] = [n / 36, n / 6 % 6, n % 6]
        .map(|level| [0, 95, 135, 175, 215, 255][usize::from(level)]);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
