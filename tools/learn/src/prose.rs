//! The text of an exercise, for a screen of any width.
//!
//! It is written in Markdown with lines of its own. Paragraphs become one line each,
//! to be cut anew; what is indented or fenced stays as it is.

use crate::text::{NAME, PLAIN};

/// One line for each paragraph, item and line of code.
pub fn lines(markdown: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_code = false;
    let mut goes_on = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            goes_on = false;
        } else if is_code {
            lines.push(format!("    {line}"));
        } else if line.is_empty() {
            lines.push(String::new());
            goes_on = false;
        } else if goes_on && !is_item(line) {
            let last = lines.last_mut().expect("a line goes on");
            last.push(' ');
            last.push_str(line.trim_start());
        } else {
            lines.push(line.to_owned());
            goes_on = true;
        }
    }
    lines.iter().map(|line| highlight(line)).collect()
}

/// `- one`, or `1. one`.
fn is_item(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ") || number.len() < line.len() && number.starts_with(". ")
}

/// Gives what stands between backquotes a colour, which not everybody sees. `[`Name`]` is a
/// link in the docs and no more than a name here, and `*stress*` is left to the voice.
fn highlight(line: &str) -> String {
    if line.starts_with("    ") {
        return format!("{NAME}{line}{PLAIN}");
    }
    let line = line.replace("[`", "`").replace("`]", "`");
    let mut parts = line.split('`');
    let mut text = parts.next().unwrap_or_default().replace('*', "");
    while let Some(code) = parts.next() {
        let Some(after) = parts.next() else {
            // A backquote alone is one.
            return text + "`" + code;
        };
        text.push_str(&format!("{NAME}`{code}`{PLAIN}{}", after.replace('*', "")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain;

    #[test]
    fn a_paragraph_is_one_line_and_code_stays_as_it_is() {
        let text = "One\ntwo [`Three`].\n\n- an item\n  of two lines\n- one more\n\n```text\na  b\n```";
        let lines: Vec<_> = lines(text).iter().map(|line| plain(line)).collect();
        let expected = [
            "One two `Three`.",
            "",
            "- an item of two lines",
            "- one more",
            "",
            "    a  b",
        ];
        assert_eq!(lines, expected);
    }
}
