//! What is wrong, where, and what to do about it.

use std::fmt;

/// A mistake in a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, counted from the root of the repository.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, with the value, and what to do.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// All of them, as one message; `None` when there are none.
pub(crate) fn message(problems: &[Problem]) -> Option<String> {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let count = match lines.len() {
        0 => return None,
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    };
    Some(format!("{count} in the book:\n  {}", lines.join("\n  ")))
}
