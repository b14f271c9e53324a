//! Round after round: each takes the next answer of every exercise, compiles
//! them together, and runs their checks. They sit in different files, so they
//! cannot disturb each other, and linking is paid for once.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use crate::Result;
use crate::answers::Exercise;
use crate::judge::{Verdict, judge};
use crate::mutant::Mutant;
use crate::run::{checks, run};
use crate::scratch::{Built, Program, Scratch};

/// All that was found out.
pub struct Verdicts {
    /// The checks of each exercise.
    pub checks: BTreeMap<String, Vec<String>>,
    /// In the order of the mutants.
    pub answers: Vec<Verdict>,
    /// Checks that our own solution does not pass.
    pub unsolved: BTreeMap<String, String>,
}

/// Who takes part in a round, and with what.
type Players<'a> = Vec<(&'a Exercise, &'a Mutant)>;

pub fn run_all(
    scratch: &Scratch,
    exercises: &[Exercise],
    root: &Path,
    bless: bool,
) -> Result<Verdicts> {
    let mut verdicts = solutions(scratch, exercises)?;
    let rounds = exercises.iter().map(|exercise| exercise.mutants.len()).max();
    let rounds = rounds.unwrap_or(0);
    for round in 0..rounds {
        let mut players: Players = Vec::new();
        for exercise in exercises {
            let mutant = exercise.mutants.get(round);
            scratch.put(
                &exercise.name,
                mutant.map_or(&exercise.solution, |mutant| &mutant.answer),
            )?;
            players.extend(mutant.map(|mutant| (exercise, mutant)));
        }
        let (number, answers) = (round + 1, players.len());
        let mut out = io::stdout();
        writeln!(out, "round {number} of {rounds}: {answers} answers")?;
        let programs = build(scratch, &mut players, &mut verdicts.answers)?;
        verdicts.answers.extend(in_parallel(&players, |(exercise, mutant)| {
            let program = find(&programs, &exercise.name)?;
            judge(&program.path, root, &exercise.name, mutant, bless)
        })?);
    }
    Ok(verdicts)
}

/// Round 0: our solutions, over the learner's stubs.
fn solutions(scratch: &Scratch, exercises: &[Exercise]) -> Result<Verdicts> {
    writeln!(io::stdout(), "our own answers in the place of the learner's")?;
    for exercise in exercises {
        scratch.put(&exercise.name, &exercise.solution)?;
    }
    let names: Vec<&str> = exercises.iter().map(|e| e.name.as_str()).collect();
    let programs = match scratch.build(&names)? {
        Built::All(programs) => programs,
        Built::Failed(said) => return Err(said.into()),
    };
    let outcomes = in_parallel(&programs, |program| {
        let outcome = run(&program.path, None)?;
        Ok((program.exercise.clone(), checks(&program.path)?, outcome))
    })?;
    let mut verdicts = Verdicts {
        checks: BTreeMap::new(),
        answers: Vec::new(),
        unsolved: BTreeMap::new(),
    };
    for (exercise, checks, outcome) in outcomes {
        if !outcome.is_passed() {
            let messages = outcome.failed.into_values().collect::<Vec<_>>();
            verdicts.unsolved.insert(exercise.clone(), messages.join("\n"));
        }
        verdicts.checks.insert(exercise, checks);
    }
    Ok(verdicts)
}

/// Compiles all that can be compiled. What cannot is told, and takes part no more.
fn build(
    scratch: &Scratch,
    players: &mut Players<'_>,
    verdicts: &mut Vec<Verdict>,
) -> Result<Vec<Program>> {
    loop {
        let names: Vec<_> = players.iter().map(|(e, _)| e.name.as_str()).collect();
        let said = match scratch.build(&names)? {
            Built::All(programs) => return Ok(programs),
            Built::Failed(said) => said,
        };
        let is_guilty = |(exercise, _): &(&Exercise, &Mutant)| {
            said.contains(&format!("exercises/src/{}.rs:", exercise.name))
        };
        let (guilty, others): (Players, _) =
            std::mem::take(players).into_iter().partition(is_guilty);
        if guilty.is_empty() {
            return Err(said.into());
        }
        for (exercise, mutant) in guilty {
            scratch.put(&exercise.name, &exercise.solution)?;
            verdicts.push(Verdict {
                exercise: exercise.name.clone(),
                slug: mutant.slug.clone(),
                caught_by: Vec::new(),
                problems: vec![format!("it does not compile:\n{said}")],
                seconds: 0.0,
            });
        }
        *players = others;
        if players.is_empty() {
            return Ok(Vec::new());
        }
    }
}

fn find<'a>(programs: &'a [Program], name: &str) -> Result<&'a Program> {
    let found = programs.iter().find(|program| program.exercise == name);
    found.ok_or_else(|| format!("cargo built no test for {name}").into())
}

/// Does this for each item, on as many threads as there are cores; the results
/// come in the order of the items.
fn in_parallel<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let next = Mutex::new(items.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let item = next.lock().expect("nobody panics").next();
                    let Some((number, item)) = item else { return };
                    let result = work(item).map_err(|error| error.to_string());
                    done.lock().expect("nobody panics").push((number, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("nobody panics");
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| Ok(result?)).collect()
}
