//! Round after round: each takes the next answer of every exercise and compiles
//! them together. They sit in different files, so they cannot disturb each other,
//! and the compiler is started once. Meanwhile the answers of the rounds before
//! are judged: most checks of a wrong answer wait until nothing more can come.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::Result;
use crate::answers::Exercise;
use crate::judge::{Verdict, judge};
use crate::mutant::Mutant;
use crate::scratch::{Built, Program, Scratch, Shelf};

/// Who takes part in a round, and with what.
type Players<'a> = Vec<(&'a Exercise, &'a Mutant)>;

/// One answer to be judged, compiled.
struct Case<'a> {
    exercise: &'a Exercise,
    mutant: &'a Mutant,
    program: Program,
    /// What its server is in, which is kept as long as somebody needs it.
    shelf: Arc<Shelf>,
}

/// So many answers wait to be judged, at most.
const QUEUE: usize = 20;

/// Compiles and judges all answers, also our own. The verdicts come in the order
/// of their names.
pub fn run_all(
    scratch: &Scratch,
    exercises: &[Exercise],
    root: &Path,
    bless: bool,
) -> Result<Vec<Verdict>> {
    let (cases, queue) = sync_channel(QUEUE);
    let queue = Mutex::new(queue);
    let work = || judge_all(&queue, root, bless);
    let mut verdicts = thread::scope(|scope| -> Result<Vec<_>> {
        let workers: Vec<_> = (0..workers()).map(|_| scope.spawn(work)).collect();
        let failed = compile_all(scratch, exercises, cases);
        let judged = workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker does not panic"));
        let judged = judged.collect::<Result<Vec<_>, _>>()?;
        Ok(judged.into_iter().chain(failed?).collect())
    })?;
    verdicts.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(verdicts)
}

/// They wait more than they compute.
fn workers() -> usize {
    2 * thread::available_parallelism().map_or(1, usize::from)
}

fn judge_all(
    queue: &Mutex<Receiver<Case<'_>>>,
    root: &Path,
    bless: bool,
) -> Vec<Result<Verdict, String>> {
    let mut verdicts = Vec::new();
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    while let Some(Case { exercise, mutant, program, shelf }) = next() {
        let verdict = judge(&program, root, &exercise.name, mutant, bless);
        verdicts.push(verdict.map_err(|error| error.to_string()));
        drop(shelf);
    }
    verdicts
}

/// Returns the verdicts on those that do not compile.
fn compile_all<'a>(
    scratch: &Scratch,
    exercises: &'a [Exercise],
    cases: SyncSender<Case<'a>>,
) -> Result<Vec<Verdict>> {
    let mut failed = Vec::new();
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
        let programs = build(scratch, &mut players, &mut failed)?;
        if players.is_empty() {
            continue;
        }
        let shelf = Arc::new(scratch.shelf(round)?);
        for (exercise, mutant) in players {
            let program = shelf.take(find(&programs, &exercise.name)?)?;
            let shelf = Arc::clone(&shelf);
            let case = Case { exercise, mutant, program, shelf };
            cases.send(case).map_err(|_| "nobody judges any more")?;
        }
    }
    Ok(failed)
}

/// Compiles all that can be compiled. What cannot is told, and takes part no more.
fn build(
    scratch: &Scratch,
    players: &mut Players<'_>,
    failed: &mut Vec<Verdict>,
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
            failed.push(Verdict::of_no_program(&exercise.name, &mutant.slug, &said));
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
