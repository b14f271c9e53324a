//! The rows of the screen: a head with the progress, the page, and the keys.

use crate::catalogue::ALL;
use crate::judge::{Doing, Verdict};
use crate::place::Place;
use crate::text::{BAD, BOLD, DIM, GOOD, NAME, PLAIN, paint, width};
use crate::watch::page::page;
use crate::watch::state::{State, View};
use crate::wrap::wrap;

/// Longer lines are hard to read.
const WIDEST_PROSE: usize = 100;

/// What may be pressed, the most needed first: what does not fit is left to `?`.
const KEYS: [&str; 10] = [
    "h hint",
    "t task",
    "n next",
    "s solution",
    "r run",
    "l list",
    "b book",
    "c all",
    "x reset",
    "p previous",
];

/// Draws all rows of a screen of that size, and brings `scroll` into its bounds.
pub fn frame(
    place: &Place,
    state: &mut State,
    columns: usize,
    height: usize,
) -> Vec<String> {
    let mut rows = head(state, columns);
    let said = said(state, columns);
    let room = height.saturating_sub(rows.len() + 1 + said.len().max(1)).max(1);
    let (page, kept) = wrapped(place, state, columns);
    if let Some(kept) = kept {
        // The chosen row is always to be seen.
        state.scroll = state.scroll.clamp((kept + 1).saturating_sub(room), kept);
    }
    let longest = page.len().saturating_sub(room);
    state.scroll = state.scroll.min(longest);
    let below = longest - state.scroll;
    let shown = page.into_iter().skip(state.scroll).take(room);
    rows.extend(shown);
    rows.resize(height.saturating_sub(1 + said.len().max(1)), String::new());
    if said.is_empty() {
        rows.push(spread(&status(state, &rows), &more(below), columns));
    }
    rows.extend(said);
    rows.push(keys(state, columns));
    rows.truncate(height);
    rows
}

/// The page in rows, and which one of them has to be seen.
fn wrapped(
    place: &Place,
    state: &State,
    columns: usize,
) -> (Vec<String>, Option<usize>) {
    let (lines, kept) = page(place, state, columns);
    let is_wide = matches!(state.view, View::Answer);
    let widest = if is_wide { columns } else { columns.min(WIDEST_PROSE) };
    if kept.is_some() {
        let cut = |line: &String| wrap(line, columns).swap_remove(0);
        return (lines.iter().map(cut).collect(), kept);
    }
    (lines.iter().flat_map(|line| wrap(line, widest)).collect(), None)
}

fn head(state: &State, columns: usize) -> Vec<String> {
    let solved = state.solved.iter().filter(|solved| **solved).count();
    let count = format!("{solved} of {} solved", ALL.len());
    vec![
        spread(&paint(BOLD, "Ten Thousand Sockets"), &count, columns),
        progress(state, columns),
        paint(DIM, &"─".repeat(columns)),
    ]
}

/// A square for each exercise, by step, and the current one in brackets.
fn progress(state: &State, columns: usize) -> String {
    let label = if columns < 56 { "" } else { "step " };
    let mut row = String::new();
    for step in 1..=4 {
        let gap = if step == 1 { "" } else { "  " };
        row.push_str(&format!("{gap}{DIM}{label}{step}{PLAIN} "));
        for exercise in ALL.iter().filter(|exercise| exercise.step == step) {
            let is_here = exercise.name == state.exercise.name;
            let solved = state.is_solved(exercise);
            let square = if solved { paint(GOOD, "■") } else { "□".to_owned() };
            let here = if is_here { format!("[{square}]") } else { square };
            row.push_str(&here);
        }
    }
    row
}

/// A question, or what became of a key: all of it has to be read.
fn said(state: &State, columns: usize) -> Vec<String> {
    match (state.question, &state.doing) {
        (Some(question), _) => {
            wrap(&paint(BOLD, &question.text(state.exercise.name)), columns)
        }
        (None, None) if !state.note.is_empty() => wrap(&state.note, columns),
        _ => Vec::new(),
    }
}

fn status(state: &State, shown: &[String]) -> String {
    let is_seen = shown.iter().any(|row| row.contains('✗'));
    match &state.doing {
        Some(Doing::Waiting) => paint(
            NAME,
            "… another cargo is busy in this folder (your editor, the book?)",
        ),
        Some(Doing::Compiling(name)) if name != "exercises" => {
            paint(NAME, &format!("… compiling {name}: the first time takes a while"))
        }
        Some(Doing::Compiling(_)) => paint(NAME, "… compiling"),
        Some(Doing::Checking) => paint(NAME, "… the checks are running"),
        None => match &state.verdict {
            // The task comes first, and may fill the screen.
            Some(Verdict::Fails { first, .. }) if !is_seen => {
                paint(BAD, &format!("✗ {} fails", first.name))
            }
            Some(Verdict::Solved { .. }) => paint(DIM, "n goes on"),
            _ => paint(DIM, &saved(state.times)),
        },
    }
}

fn saved(times: usize) -> String {
    match times {
        0 => "save the file, and it is checked".to_owned(),
        1 => "save the file, and it is checked again".to_owned(),
        _ => {
            format!("checked {times} times; save the file, and it is checked again")
        }
    }
}

fn more(below: usize) -> String {
    if below == 0 { String::new() } else { format!("↓ {below} more") }
}

fn keys(state: &State, columns: usize) -> String {
    let mut row = String::new();
    if matches!(state.view, View::List(_)) {
        row.push_str("↑ ↓ choose  Enter go there  Esc back");
        return paint(DIM, &row);
    }
    let always = if state.is_home() { "? help  q quit" } else { "? help  q back" };
    for key in KEYS {
        if row.len() + key.len() + always.len() + 4 <= columns {
            row.push_str(key);
            row.push_str("  ");
        }
    }
    paint(DIM, &(row + always))
}

/// One text at the left, one at the right. The left one is cut if need be.
fn spread(left: &str, right: &str, columns: usize) -> String {
    let room = columns.saturating_sub(width(right) + usize::from(!right.is_empty()));
    let left = wrap(left, room).swap_remove(0);
    let gap = " ".repeat(columns.saturating_sub(width(&left) + width(right)));
    format!("{left}{PLAIN}{gap}{right}")
}
