//! Whether a wrong answer was caught as it should be.

use std::path::Path;
use std::time::Duration;

use crate::mutant::{Expected, Mutant};
use crate::run::{LONGEST, LONGEST_TOGETHER, Outcome, checks, run};
use crate::scratch::Program;
use crate::{Result, golden};

/// The most lines that a learner is asked to read.
const MOST_LINES: usize = 25;

/// What became of one answer.
pub struct Verdict {
    pub exercise: String,
    pub slug: String,
    /// The checks that there are.
    pub checks: Vec<String>,
    /// The checks that failed.
    pub caught_by: Vec<String>,
    /// What is not as it should be; nothing if all is well.
    pub problems: Vec<String>,
    pub seconds: f32,
}

impl Verdict {
    /// On an answer that does not compile.
    pub fn of_no_program(exercise: &str, slug: &str, said: &str) -> Self {
        Self {
            exercise: exercise.to_owned(),
            slug: slug.to_owned(),
            checks: Vec::new(),
            caught_by: Vec::new(),
            problems: vec![format!("it does not compile:\n{said}")],
            seconds: 0.0,
        }
    }
}

/// Runs the checks of one exercise on the answer that `program` was made of.
pub fn judge(
    program: &Program,
    root: &Path,
    exercise: &str,
    mutant: &Mutant,
    bless: bool,
) -> Result<Verdict> {
    let whole = in_time(LONGEST_TOGETHER, || run(program, None))?;
    let mut problems = Vec::new();
    if whole.took > LONGEST_TOGETHER {
        problems.push(format!("its checks took {} s", whole.took.as_secs()));
    }
    let mut caught_by: Vec<String> = whole.failed.keys().cloned().collect();
    if let Some(expected) = &mutant.expected {
        let message = message(program, &whole, expected, &mut problems)?;
        if let Some(message) = message {
            if !caught_by.contains(&expected.check) {
                caught_by.push(expected.check.clone());
            }
            let file = format!("exercises/golden/{exercise}/{}.txt", mutant.slug);
            problems.extend(golden::compare(&root.join(file), &message, bless)?);
        }
    } else if !whole.is_passed() {
        let checks = caught_by.join(", ");
        problems.push(format!("a right answer does not pass: {checks}"));
        problems.extend(whole.failed.values().next().cloned());
    }
    Ok(Verdict {
        exercise: exercise.to_owned(),
        slug: mutant.slug.clone(),
        checks: checks(program)?,
        caught_by,
        problems,
        seconds: whole.took.as_secs_f32(),
    })
}

/// What the check says that must fail; it is run once more, alone.
fn message(
    program: &Program,
    whole: &Outcome,
    expected: &Expected,
    problems: &mut Vec<String>,
) -> Result<Option<String>> {
    let Expected { check, says } = expected;
    let alone = in_time(LONGEST, || run(program, Some(check)))?;
    let Some(message) = alone.failed.get(check) else {
        problems.push(format!("{check} does not fail"));
        return Ok(None);
    };
    if alone.took > LONGEST {
        problems.push(format!("{check} took {} s", alone.took.as_secs()));
    }
    let other = match whole.failed.get(check) {
        Some(message) => Some(message.clone()),
        // Another check ended the process before this one was heard.
        None => run(program, Some(check))?.failed.remove(check),
    };
    if other.as_ref() != Some(message) {
        let other = other.unwrap_or_default();
        let both = format!("first:\n{message}\nthen:\n{other}");
        problems.push(format!("{check} says something else each time; {both}"));
    }
    let lines = message.lines().count();
    if lines > MOST_LINES {
        problems.push(format!("the message has {lines} lines:\n{message}"));
    }
    for words in [says.as_str(), "likely cause: ", "your file: ", "book: "] {
        if !message.contains(words) {
            problems.push(format!("{check} does not say {words:?}:\n{message}"));
        }
    }
    Ok(Some(message.clone()))
}

/// Once more if it took too long: somebody else may have needed the machine.
fn in_time(longest: Duration, run: impl Fn() -> Result<Outcome>) -> Result<Outcome> {
    let first = run()?;
    if first.took > longest { run() } else { Ok(first) }
}
