//! Our answer and the learner's, and what differs.

use similar::{ChangeTag, DiffOp, TextDiff};

use crate::text::{BOLD, DIM, GOOD, NAME, PLAIN, paint, width};
use crate::wrap::wrap;

/// The narrowest screen on which two columns are readable.
const TWO_COLUMNS: usize = 100;

/// Shows them side by side where there is room, and else one below the other.
pub fn rows(yours: &str, ours: &str, ours_is: &str, columns: usize) -> Vec<String> {
    let diff = TextDiff::from_lines(yours, ours);
    let mut rows = if columns >= TWO_COLUMNS {
        let half = (columns - 3) / 2;
        let mut rows = vec![pair(
            half,
            &paint(BOLD, "your answer"),
            &paint(BOLD, &format!("ours, in {ours_is}")),
        )];
        rows.push(String::new());
        for op in diff.ops() {
            rows.extend(beside(&diff, op, half));
        }
        rows
    } else {
        let head = format!("- your answer, {GOOD}+{PLAIN} ours ({ours_is})");
        let mut rows = vec![paint(BOLD, "What differs: ") + &head, String::new()];
        for change in diff.iter_all_changes() {
            rows.push(match change.tag() {
                ChangeTag::Equal => format!("  {}", change.value().trim_end()),
                ChangeTag::Delete => format!("- {}", change.value().trim_end()),
                ChangeTag::Insert => {
                    paint(GOOD, &format!("+ {}", change.value().trim_end()))
                }
            });
        }
        rows
    };
    if yours == ours {
        rows.insert(0, "They are the same.".to_owned());
    }
    rows
}

/// The code alone, for whoever has written nothing to compare it with.
pub fn alone(ours: &str, ours_is: &str) -> Vec<String> {
    let mut rows =
        vec![paint(BOLD, &format!("Our answer, in {ours_is}")), String::new()];
    rows.extend(ours.lines().map(str::to_owned));
    rows
}

fn beside<'a>(
    diff: &TextDiff<'a, 'a, str>,
    op: &DiffOp,
    half: usize,
) -> Vec<String> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for change in diff.iter_changes(op) {
        let rows = wrap(change.value().trim_end(), half.saturating_sub(2));
        match change.tag() {
            ChangeTag::Equal => {
                left.extend(rows.iter().map(|row| format!("  {row}")));
                right.extend(rows.iter().map(|row| format!("  {row}")));
            }
            ChangeTag::Delete => {
                left.extend(rows.iter().map(|row| paint(NAME, &format!("- {row}"))));
            }
            ChangeTag::Insert => {
                right
                    .extend(rows.iter().map(|row| paint(GOOD, &format!("+ {row}"))));
            }
        }
    }
    let row = |rows: &[String], at: usize| rows.get(at).cloned().unwrap_or_default();
    (0..left.len().max(right.len()))
        .map(|at| pair(half, &row(&left, at), &row(&right, at)))
        .collect()
}

fn pair(half: usize, left: &str, right: &str) -> String {
    let gap = " ".repeat(half.saturating_sub(width(left)));
    format!("{left}{gap} {DIM}│{PLAIN} {right}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain;

    #[test]
    fn what_differs_stands_side_by_side() {
        let rows = rows("a\nmine\nz\n", "a\nours\nmore\nz\n", "x.rs", 100);
        let rows: Vec<_> = rows.iter().map(|row| plain(row)).collect();
        let half = |left: &str, right: &str| format!("{left:<48} │ {right}");
        assert_eq!(rows[2], half("  a", "  a"));
        assert_eq!(rows[3], half("- mine", "+ ours"));
        assert_eq!(rows[4], half("", "+ more"));
        assert_eq!(rows[5], half("  z", "  z"));
    }

    #[test]
    fn on_a_narrow_screen_they_stand_below_each_other() {
        let rows = rows("a\nmine\n", "a\nours\n", "x.rs", 80);
        let rows: Vec<_> = rows.iter().map(|row| plain(row)).collect();
        assert_eq!(rows[2..], ["  a", "- mine", "+ ours"]);
    }
}
