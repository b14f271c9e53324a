//! Proves that the checks catch what they are there to catch.
//!
//! Each file `exercises/mutants/exNN_name/SLUG.diff` makes a wrong answer out of
//! our solution, and says which check must fail and what it must say. This
//! applies them all, in a scratch copy below `target/`, runs the checks, and
//! prints who was caught by what. `ok-SLUG.diff` makes another right answer,
//! which every check must pass.
//!
//! ```text
//! cargo wrong                          # all
//! cargo wrong --exercise ex03_echo     # those of one exercise
//! cargo wrong --bless                  # writes the golden copies of messages
//! ```

mod answers;
mod golden;
mod judge;
mod matrix;
mod mutant;
mod rounds;
mod run;
mod scratch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use answers::Exercise;

/// What can go wrong here is told in a sentence.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const USAGE: &str = "usage: mutants [--exercise exNN_name]... [--bless]";

/// What the command line asks for.
struct Options {
    exercises: Vec<String>,
    bless: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| prove(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let mut options = Options { exercises: Vec::new(), bless: false };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bless" => options.bless = true,
            "--exercise" => options.exercises.push(args.next().ok_or(USAGE)?),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}

/// Whether all is as it should be. What is not, is printed.
fn prove(options: &Options) -> Result<bool> {
    let root = root();
    let all = options.exercises.is_empty();
    let mut exercises = answers::read(&root)?;
    exercises.retain(|exercise| {
        let asked = |name: &String| exercise.name.starts_with(name.as_str());
        all || options.exercises.iter().any(asked)
    });
    if exercises.is_empty() {
        return Err(format!("no such exercise; {USAGE}").into());
    }
    let scratch = scratch::prepare(&root)?;
    let verdicts = rounds::run_all(&scratch, &exercises, &root, options.bless)?;
    let mut problems = Vec::new();
    for exercise in &exercises {
        problems.extend(matrix::print(exercise, &verdicts)?);
    }
    if all {
        problems.extend(golden::too_few(&root)?);
    }
    // What scrolled away, once more.
    let mut out = io::stdout().lock();
    writeln!(out)?;
    for problem in &problems {
        writeln!(out, "PROBLEM {problem}")?;
    }
    writeln!(out, "{}", summary(&exercises, problems.len()))?;
    Ok(problems.is_empty())
}

fn summary(exercises: &[Exercise], problems: usize) -> String {
    let (right, wrong): (Vec<_>, Vec<_>) = exercises
        .iter()
        .flat_map(|exercise| &exercise.mutants)
        .partition(|mutant| mutant.is_right());
    format!(
        "{} exercises, {} wrong answers, {} more right ones, {problems} problems",
        exercises.len(),
        wrong.len(),
        right.len() - exercises.len(),
    )
}

/// The root of the workspace.
fn root() -> PathBuf {
    let testkit = Path::new(env!("CARGO_MANIFEST_DIR"));
    testkit.ancestors().nth(2).expect("tools/testkit is two deep").to_owned()
}
