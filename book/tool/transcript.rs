//! A recorded conversation: the script that asks for it, and what came of it.
//!
//! `book/transcripts/NAME.toml` says who types what. `cargo book record` plays it
//! with a real server and a real `nc` for each person, and writes
//! `book/transcripts/NAME.txt`, a line for each thing that somebody did.

use serde::Deserialize;
use std::fmt;

/// What is to be played.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The caption.
    pub title: String,
    /// `step1` to `step4`.
    pub server: String,
    /// What the server is started with, besides a free port.
    #[serde(default)]
    pub args: Vec<String>,
    /// One thing after the other.
    #[serde(rename = "do")]
    pub moves: Vec<Move>,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }
}

/// One thing that somebody does: exactly one of the options.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Move {
    /// Whose `nc` it is.
    pub who: String,
    /// Types this line.
    pub say: Option<String>,
    /// Types this, and no newline.
    pub bytes: Option<String>,
    /// Ends the input, as Ctrl-D does.
    pub close: bool,
    /// Ends `nc`.
    pub kill: bool,
    /// Reads what came.
    pub hears: bool,
    /// How many lines: waits until they are there. None at all if it is zero.
    pub lines: Option<usize>,
    /// Waits until the server has closed the connection.
    pub ends: bool,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whose `nc` it was.
    pub who: String,
    /// Such as `types` or `reads`.
    pub does: String,
    /// The text that was typed or read.
    pub text: Option<String>,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => write!(f, "{} {}: {text}", self.who, self.does),
            None => write!(f, "{} {}", self.who, self.does),
        }
    }
}

/// Everything that happened, as it is kept in a file.
#[must_use]
pub fn write(script: &str, events: &[Event]) -> String {
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    format!("# recorded from the script {:016x}\n{lines}", fingerprint(script))
}

/// Reads what [`write`] wrote.
///
/// # Errors
///
/// When the script has changed since, or a line is not one of ours.
pub fn read(script: &str, recorded: &str) -> Result<Vec<Event>, String> {
    let head = format!("# recorded from the script {:016x}", fingerprint(script));
    let mut lines = recorded.lines();
    if lines.next() != Some(&head) {
        return Err("the script has changed since it was recorded".into());
    }
    lines
        .map(|line| {
            let (who, rest) = line.split_once(' ').ok_or(line)?;
            let (does, text) = match rest.split_once(": ") {
                Some((does, text)) => (does, Some(text.to_owned())),
                None => (rest.trim_end_matches(':'), None),
            };
            let text = text.or(rest.ends_with(':').then(String::new));
            Ok(Event { who: who.into(), does: does.into(), text })
        })
        .collect::<Result<_, &str>>()
        .map_err(|line| format!("the line `{line}` was not recorded by this tool"))
}

/// Tells one script from another (FNV-1a, 64 bits), on every system alike.
fn fingerprint(script: &str) -> u64 {
    script.replace("\r\n", "\n").bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let event = |does: &str, text: Option<&str>| Event {
            who: "ann".into(),
            does: does.into(),
            text: text.map(Into::into),
        };
        let events = [
            event("types", Some("a: b")),
            event("types", Some("")),
            event("reads nothing", None),
        ];
        let file = write("script", &events);
        assert_eq!(read("script", &file).unwrap(), events);
        assert!(read("another script", &file).is_err());
    }
}
