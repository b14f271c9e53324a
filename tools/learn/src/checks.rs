//! Runs the checks of an exercise, and finds in what they print what matters now: the
//! first one that failed, in full.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::harness::{failed, messages, passes, says_that_all_pass};
use crate::process::{self, Cancel, Ended};

/// Every check ends by itself long before. This is for those that cannot be watched.
const LONGEST: Duration = Duration::from_secs(120);

/// How long the others may take, once one has failed.
const ENOUGH: Duration = Duration::from_millis(700);

/// How many lines are shown of what a program said that died.
const LAST_WORDS: usize = 25;

/// What came of the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of them pass.
    Passed(usize),
    Failed {
        /// The first one, in the order of the file.
        first: Check,
        /// How many more failed.
        others: usize,
        passed: usize,
    },
    /// The program died and no check says why, or went on for too long.
    Died(String),
    Cancelled,
}

/// A check that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: String,
    pub message: String,
}

/// A program with checks.
pub struct Checks<'a> {
    pub program: &'a Path,
    /// Where it runs.
    pub folder: &'a Path,
    /// The file of the checks: what stands first in it is the first thing to be
    /// understood.
    pub source: &'a str,
}

impl Checks<'_> {
    /// Runs them, until all have ended or one has failed and some time has passed: a
    /// whole server that does nothing yet fails in thirty ways, each after a while.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn run(&self, cancel: &Cancel) -> Result<Outcome> {
        let shorten = |line: &str| failed(line).map(|_| ENOUGH);
        let ended = self.start(&[], cancel, shorten)?;
        let Some(status) = ended.status else {
            if cancel.is_cancelled() {
                return Ok(Outcome::Cancelled);
            }
            return self.cut_short(&ended, cancel);
        };
        let passed = ended.out.lines().filter(|line| passes(line)).count();
        // Whoever ends the process in the middle may say that all is well.
        if status.success() && ended.out.lines().any(says_that_all_pass) {
            return Ok(Outcome::Passed(passed));
        }
        let mut failed = messages(&(ended.out.clone() + "\n" + &ended.err));
        failed.sort_by(|a, b| self.place(&a.name).cmp(&self.place(&b.name)));
        let others = failed.len().saturating_sub(1);
        Ok(match failed.into_iter().next() {
            Some(first) => Outcome::Failed { first, others, passed },
            None => {
                let words = last_words(&ended);
                Outcome::Died(format!(
                    "your code ended the process of the checks ({status}).\n\n{words}"
                ))
            }
        })
    }

    /// The harness keeps all messages for its end. So the first check that has failed
    /// by now is run once more, alone.
    fn cut_short(&self, ended: &Ended, cancel: &Cancel) -> Result<Outcome> {
        let failed: Vec<&str> = ended.out.lines().filter_map(failed).collect();
        let Some(name) = failed.iter().min_by_key(|name| self.place(name)) else {
            let (words, seconds) = (last_words(ended), LONGEST.as_secs());
            let text = format!("after {seconds} s it was ended.\n\n{words}");
            return Ok(Outcome::Died(text));
        };
        let alone = self.start(&["--exact", name], cancel, |_| None)?;
        if cancel.is_cancelled() {
            return Ok(Outcome::Cancelled);
        }
        let said = messages(&(alone.out + "\n" + &alone.err)).into_iter().next();
        let first = said.unwrap_or_else(|| Check {
            name: (*name).to_owned(),
            message: "It failed beside the others, and passes alone.".to_owned(),
        });
        // How many of the others were heard of is chance, so nothing is said of them.
        Ok(Outcome::Failed { first, others: 0, passed: 0 })
    }

    fn start(
        &self,
        arguments: &[&str],
        cancel: &Cancel,
        on_line: impl FnMut(&str) -> Option<Duration>,
    ) -> Result<Ended> {
        let mut command = Command::new(self.program);
        command.args(arguments).args(["--color", "never"]);
        // As cargo does it. Backtraces would hide the message.
        command.current_dir(self.folder).env("CARGO_MANIFEST_DIR", self.folder);
        command.env("RUST_BACKTRACE", "0");
        process::run(&mut command, cancel, LONGEST, on_line)
            .with_context(|| format!("cannot start {}", self.program.display()))
    }

    /// Where a check stands: first those in the file itself, in its order. Those in
    /// other files follow by their names, which begin with the number of their stage.
    fn place<'a>(&self, name: &'a str) -> (bool, Option<usize>, &'a str) {
        let is_elsewhere = name.contains("::");
        (is_elsewhere, self.source.find(&format!("fn {name}(")), name)
    }
}

fn last_words(ended: &Ended) -> String {
    let lines: Vec<&str> = ended.out.lines().chain(ended.err.lines()).collect();
    lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_check_is_the_first_of_the_file() {
        let source = "fn b_comes_first() {}\nfn a_comes_second() {}";
        let path = Path::new("");
        let checks = Checks { program: path, folder: path, source };
        let mut names = ["a_comes_second", "b_comes_first", "stage_1::z"];
        names.sort_by_key(|name| checks.place(name));
        assert_eq!(names, ["b_comes_first", "a_comes_second", "stage_1::z"]);
    }
}
