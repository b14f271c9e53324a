//! Runs the checks of an exercise, and finds in what they print what matters now: the
//! first one that failed, in full.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::{self, Cancel};

/// Every check ends by itself long before. This is for those that cannot be watched.
const LONGEST: Duration = Duration::from_secs(120);

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

/// Runs them. `source` is the file of the checks: what stands first in it is the
/// first thing to be understood.
///
/// # Errors
/// When the program cannot be started.
pub fn run(
    program: &Path,
    folder: &Path,
    source: &str,
    cancel: &Cancel,
) -> Result<Outcome> {
    let mut command = Command::new(program);
    // As cargo does it. Backtraces would hide the message.
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder);
    command.env("RUST_BACKTRACE", "0").args(["--color", "never"]);
    let ended = process::run(&mut command, cancel, LONGEST, |_| {})
        .with_context(|| format!("cannot start {}", program.display()))?;
    let Some(status) = ended.status else {
        return Ok(if cancel.is_cancelled() {
            Outcome::Cancelled
        } else {
            let text = last_words(&ended.out, &ended.err);
            let seconds = LONGEST.as_secs();
            Outcome::Died(format!("after {seconds} s it was ended.\n\n{text}"))
        });
    };
    let text = ended.out.clone() + "\n" + &ended.err;
    let passed = ended.out.lines().filter(|line| passes(line)).count();
    if status.success() {
        return Ok(Outcome::Passed(passed));
    }
    let mut failed = messages(&text);
    failed.sort_by(|a, b| place(source, &a.name).cmp(&place(source, &b.name)));
    let others = failed.len().saturating_sub(1);
    Ok(match failed.into_iter().next() {
        Some(first) => Outcome::Failed { first, others, passed },
        None => {
            let words = last_words(&ended.out, &ended.err);
            Outcome::Died(format!("the checks ended with {status}.\n\n{words}"))
        }
    })
}

fn passes(line: &str) -> bool {
    line.starts_with("test ") && line.ends_with(" ... ok")
}

/// Where a check stands: first those in the file itself, in its order. Those in other
/// files follow by their names, which begin with the number of their stage.
fn place<'a>(source: &str, name: &'a str) -> (bool, Option<usize>, &'a str) {
    let is_elsewhere = name.contains("::");
    (is_elsewhere, source.find(&format!("fn {name}(")), name)
}

/// What stands below each `---- NAME stdout ----`.
fn messages(text: &str) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let head = line.strip_prefix("---- ");
        if let Some(name) = head.and_then(|line| line.strip_suffix(" stdout ----")) {
            checks.push(Check { name: name.to_owned(), message: String::new() });
            is_inside = true;
        } else if line == "failures:" || line.starts_with("test result: ") {
            is_inside = false;
        } else if let Some(check) = checks.last_mut().filter(|_| is_inside)
            && !is_added(line)
        {
            check.message.push_str(without_thread(line));
            check.message.push('\n');
        }
    }
    for check in &mut checks {
        check.message = check.message.trim().to_owned();
    }
    checks
}

/// What the test harness adds to a message: a number that differs from run to run,
/// and advice.
fn is_added(line: &str) -> bool {
    line.starts_with("thread '") && line.contains(" panicked at exercises/tests/")
        || line.starts_with("note: run with `RUST_BACKTRACE")
}

/// Which thread panicked is a number that says nothing.
fn without_thread(line: &str) -> &str {
    match line.find(" panicked at ") {
        Some(place) if line.starts_with("thread '") => &line[place + 1..],
        _ => line,
    }
}

fn last_words(out: &str, err: &str) -> String {
    let lines: Vec<&str> = out.lines().chain(err.lines()).collect();
    lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
running 2 tests
test b_comes_first ... FAILED
test a_is_fine ... ok

failures:

---- a_comes_second stdout ----

thread 'a_comes_second' (7) panicked at exercises/tests/ex01_welcome.rs:66:11:
expected: \"tea\"
     got: nothing
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- b_comes_first stdout ----
thread 'b' (8) panicked at exercises/src/ex01_welcome.rs:9:5:
no tea

failures:
    b_comes_first

test result: FAILED. 0 passed; 2 failed;
";

    #[test]
    fn a_message_is_what_the_check_said_and_nothing_around_it() {
        let checks = messages(PRINTED);
        assert_eq!(checks[0].message, "expected: \"tea\"\n     got: nothing");
        let panic = "panicked at exercises/src/ex01_welcome.rs:9:5:";
        assert_eq!(checks[1].message, format!("{panic}\nno tea"));
        assert_eq!(checks.len(), 2);
    }

    #[test]
    fn the_first_check_is_the_first_of_the_file() {
        let source = "fn b_comes_first() {}\nfn a_comes_second() {}";
        let mut names = ["a_comes_second", "b_comes_first", "stage_1::z"];
        names.sort_by_key(|name| place(source, name));
        assert_eq!(names, ["b_comes_first", "a_comes_second", "stage_1::z"]);
    }
}
