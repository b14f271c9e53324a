//! A story, drawn in lanes: one column for each participant, time runs down.

use crate::timeline::{Entry, Story};

/// Beyond this width, lanes no longer help and a plain list is printed.
const PAGE: usize = 110;

/// The last part of the story that fits in `lines` lines.
pub(crate) fn draw(story: &Story, lines: usize) -> String {
    let all = &story.entries;
    if all.is_empty() {
        return String::new();
    }
    let mut shown = all.len().min(lines.saturating_sub(1));
    let mut left_out = story.forgotten + all.len() - shown;
    if left_out > 0 {
        // The line that says so takes the place of one more.
        shown -= 1;
        left_out += 1;
    }
    let rows: Vec<(&str, String)> = all
        .range(all.len() - shown..)
        .map(|entry| (&*entry.who, say(entry)))
        .collect();

    let mut text = String::new();
    if left_out > 0 {
        text.push_str(&format!("  ({left_out} earlier left out)\n"));
    }
    text.push_str(&columns(&rows).unwrap_or_else(|| list(&rows)));
    text
}

fn say(entry: &Entry) -> String {
    match entry.times {
        1 => entry.what.clone(),
        // How often a loop goes round before it is ended is chance.
        1000.. => format!("{} (1000 times and more)", entry.what),
        times => format!("{} ({times} times)", entry.what),
    }
}

/// The lanes, or `None` when they would be too wide to read.
fn columns(rows: &[(&str, String)]) -> Option<String> {
    let mut lanes: Vec<(&str, usize)> = Vec::new();
    for (who, what) in rows {
        let width = length(what);
        match lanes.iter_mut().find(|(name, _)| name == who) {
            Some((_, widest)) => *widest = width.max(*widest),
            None => lanes.push((who, width.max(length(who)))),
        }
    }
    let page: usize = lanes.iter().map(|(_, width)| width + 2).sum();
    if page > PAGE {
        return None;
    }
    let heads = lanes.iter().map(|(who, _)| *who).collect::<Vec<_>>();
    let mut text = line(&lanes, &heads);
    for (who, what) in rows {
        let cells: Vec<&str> = lanes
            .iter()
            .map(|(name, _)| if name == who { what.as_str() } else { "|" })
            .collect();
        text.push_str(&line(&lanes, &cells));
    }
    Some(text)
}

fn line(lanes: &[(&str, usize)], cells: &[&str]) -> String {
    let mut text = String::new();
    for ((_, width), cell) in lanes.iter().zip(cells) {
        text.push_str("  ");
        text.push_str(cell);
        text.push_str(&" ".repeat(width.saturating_sub(length(cell))));
    }
    format!("{}\n", text.trim_end())
}

fn list(rows: &[(&str, String)]) -> String {
    let one = |(who, what): &(&str, String)| format!("  {who} {what}\n");
    rows.iter().map(one).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}
