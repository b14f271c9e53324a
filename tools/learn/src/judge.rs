//! From a file to a verdict: compile, park what is in the way, run the checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::catalogue::{self, Exercise};
use crate::checks::{Check, Checks, Outcome};
use crate::compile::{CompileError, Compiled};
use crate::memory::Memory;
use crate::parking::{compile_alone, missing};
use crate::place::Place;
use crate::print::fingerprint;
use crate::process::Cancel;

/// What is to be said of an exercise.
#[derive(Clone, Debug)]
pub enum Verdict {
    Solved {
        checks: usize,
    },
    Fails {
        first: Check,
        others: usize,
        passed: usize,
    },
    DoesNotCompile(Vec<CompileError>),
    /// It could not be judged, and this is all we know.
    Broken(String),
    Cancelled,
}

impl Verdict {
    pub fn is_solved(&self) -> bool {
        matches!(self, Verdict::Solved { .. })
    }

    /// Whether it says anything of the learner's answer. What is broken elsewhere does
    /// not unsolve it.
    fn is_about(&self, exercise: &Exercise) -> bool {
        match self {
            Verdict::Solved { .. } | Verdict::Fails { .. } => true,
            Verdict::DoesNotCompile(errors) => {
                errors.iter().any(|error| error.owner == Some(exercise.name))
            }
            Verdict::Broken(_) | Verdict::Cancelled => false,
        }
    }
}

/// A verdict, and what else was found.
pub struct Judgement {
    pub verdict: Verdict,
    /// The ones whose files do not compile, apart from this one.
    pub parked: Vec<&'static Exercise>,
    /// Of the files that were judged.
    print: u64,
    /// Somebody wrote while we judged, so it is about neither text.
    is_stale: bool,
}

impl Judgement {
    /// Writes down what is worth remembering.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remember(&self, exercise: &Exercise, memory: &mut Memory) -> Result<()> {
        if self.is_stale || matches!(self.verdict, Verdict::Cancelled) {
            return Ok(());
        }
        memory.park(&self.parked)?;
        if !self.verdict.is_about(exercise) {
            return Ok(());
        }
        memory.note(exercise, self.print, self.verdict.is_solved())
    }
}

/// What is being done, for whoever waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Another cargo holds the build folder, an editor's as a rule.
    Waiting,
    Compiling(String),
    Checking,
}

/// Judges one exercise.
///
/// # Errors
/// When cargo or the checks cannot be started.
pub fn judge(
    place: &Place,
    exercise: &'static Exercise,
    parked: &[&'static Exercise],
    cancel: &Cancel,
    mut tell: impl FnMut(Doing),
) -> Result<Judgement> {
    let print = fingerprint(place, exercise);
    let mut names: BTreeSet<_> = parked.iter().map(|other| other.name).collect();
    names.extend(missing(place));
    names.remove(exercise.name);
    let verdict =
        match compile_alone(place, exercise, &mut names, cancel, &mut tell)? {
            Compiled::Program(program) => {
                tell(Doing::Checking);
                run_checks(place, exercise, &program, cancel)?
            }
            Compiled::Errors(errors) => {
                Verdict::DoesNotCompile(ours_first(errors, exercise))
            }
            Compiled::Refused(text) => Verdict::Broken(text),
            Compiled::Cancelled => Verdict::Cancelled,
        };
    let parked = names.iter().filter_map(|name| catalogue::find(name)).collect();
    let is_stale = print != fingerprint(place, exercise);
    Ok(Judgement { verdict, parked, print, is_stale })
}

fn run_checks(
    place: &Place,
    exercise: &Exercise,
    program: &Path,
    cancel: &Cancel,
) -> Result<Verdict> {
    let folder = place.root().join("exercises");
    let source = folder.join(format!("tests/{}.rs", exercise.name));
    // Without it the first one is the first by name.
    let source = fs::read_to_string(source).unwrap_or_default();
    let checks = Checks { program, folder: &folder, source: &source };
    Ok(checks.run(cancel)?.into())
}

fn ours_first(
    mut errors: Vec<CompileError>,
    exercise: &Exercise,
) -> Vec<CompileError> {
    errors.sort_by_key(|error| error.owner != Some(exercise.name));
    errors
}

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Passed(checks) => Verdict::Solved { checks },
            Outcome::Failed { first, others, passed } => {
                Verdict::Fails { first, others, passed }
            }
            Outcome::Died(text) => Verdict::Broken(text),
            Outcome::Cancelled => Verdict::Cancelled,
        }
    }
}
