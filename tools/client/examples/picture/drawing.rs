//! Two screens side by side, as one SVG.
//!
//! It brings its own background, and each piece of text is told its width, so
//! it looks the same on a light page, on a dark one and in any monospaced font.

use vt100::{Cell, Color, Screen};

use crate::chat::{COLUMNS, ROWS};

/// Width and height of a character, in pixels.
const CELL: (u16, u16) = (8, 18);
const MARGIN: u16 = 12;
const TITLE_BAR: u16 = 30;
const WIDTH: u16 = COLUMNS * CELL.0 + 2 * MARGIN;
const HEIGHT: u16 = TITLE_BAR + ROWS * CELL.1 + 2 * MARGIN;

/// What a terminal shows where nobody asked for a colour.
const TEXT: &str = "#e6e6e6";
const ERROR: &str = "#ff5555";

/// Draws ann's window on the left and bob's on the right.
pub fn svg(ann: &Screen, bob: &Screen) -> String {
    // A border is a pixel wide, and half of it lies outside of its window.
    let (width, height) = (2 * WIDTH + MARGIN + 2, HEIGHT + 2);
    let left = window(1, "ann", ann);
    let right = window(WIDTH + MARGIN + 1, "bob", bob);
    let (anns, bobs) = (in_words(ann), in_words(bob));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="two-terminals" aria-describedby="their-words" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" xml:space="preserve">
<title id="two-terminals">Two people chat in two terminals</title>
<desc id="their-words">Ann and bob meet in the room tea. The last line of ann arrives above the one that bob is still typing, and leaves it as it was.
Ann's terminal:
{anns}
Bob's terminal:
{bobs}</desc>
{left}{right}</svg>
"#
    )
}

fn in_words(screen: &Screen) -> String {
    escape(screen.contents().trim_end())
}

/// The title is what a reader would type: `--addr` is left out of it.
fn window(x: u16, name: &str, screen: &Screen) -> String {
    let middle = WIDTH / 2;
    let rows: String = (0..ROWS).map(|row| draw_row(screen, row)).collect();
    let (row, column) = screen.cursor_position();
    let (cursor_x, cursor_y) = place(row, column);
    let (width, height) = CELL;
    format!(
        r##"<g transform="translate({x} 1)">
<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#000" stroke="#808080"/>
<path d="M0 {TITLE_BAR}h{WIDTH}" stroke="#808080"/>
<text x="{middle}" y="20" fill="{TEXT}" text-anchor="middle">cargo run --bin client -- --name {name}</text>
{rows}<rect x="{cursor_x}" y="{cursor_y}" width="{width}" height="{height}" fill="{TEXT}"/>
</g>
"##
    )
}

/// The upper left corner of a character within its window.
fn place(row: u16, column: u16) -> (u16, u16) {
    (MARGIN + column * CELL.0, TITLE_BAR + MARGIN + row * CELL.1)
}

/// Draws neighbours that look alike in one piece.
fn draw_row(screen: &Screen, row: u16) -> String {
    let cells: Vec<(u16, &Cell)> = (0..COLUMNS)
        .filter_map(|column| Some((column, screen.cell(row, column)?)))
        .filter(|(_, cell)| cell.has_contents())
        .collect();
    cells
        .chunk_by(|(_, left), (_, right)| look(left) == look(right))
        .map(|piece| {
            let (column, first) = piece[0];
            let (x, y) = place(row, column);
            let (baseline, width) = (y + 13, piece.len() * usize::from(CELL.0));
            let look = look(first);
            let text: String = piece.iter().map(|(_, c)| c.contents()).collect();
            let text = escape(&text);
            format!(
                r#"<text x="{x}" y="{baseline}" textLength="{width}" {look}>{text}</text>"#
            ) + "\n"
        })
        .collect()
}

fn look(cell: &Cell) -> String {
    let colour = match cell.fgcolor() {
        Color::Idx(n @ 16..=231) => of_the_cube(n - 16),
        Color::Idx(_) => ERROR.to_owned(),
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
