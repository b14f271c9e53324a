//! The commands that do one thing and end.
//!
//! Each returns whether what was asked for is solved or done. While they run Ctrl-C
//! ends what they have started as well.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};
use clap::ArgMatches;
use serde_json::json;

use crate::catalogue::{ALL, Exercise};
use crate::judge::{Doing, judge};
use crate::memory::Memory;
use crate::place::Place;
use crate::process::Cancel;
use crate::task::code;
use crate::text::{plain, without_colours, wrap};
use crate::watch::list::row;
use crate::{closing, compare, doctor, report, serve, step, watch};

/// The status of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Does what the command line says.
///
/// # Errors
/// When something is missing or cannot be written.
pub fn carry_out(arguments: &ArgMatches) -> Result<bool> {
    let place = Place::find()?;
    let Some((name, arguments)) = arguments.subcommand() else {
        return watch::watch(&place).map(|()| true);
    };
    let memory = Memory::load(&place);
    let first = memory.first_unsolved();
    let named = || arguments.get_one::<&Exercise>("exercise").copied();
    let exercise = || named().or(first).unwrap_or(&ALL[ALL.len() - 1]);
    match name {
        "list" => list(&memory),
        "run" => run(&place, memory, exercise()),
        "hint" => {
            let number = arguments.get_one::<u8>("number").copied().unwrap_or(1);
            hint(exercise(), number.into())
        }
        "solution" => {
            solution(&place, &memory, exercise(), arguments.get_flag("yes"))
        }
        "reset" => reset(&place, exercise(), arguments.get_flag("yes")),
        "check" => check(&place, memory),
        "next" => next(&place, first),
        "status" => status(&memory, arguments.get_flag("json")),
        "book" => serve::book(&place),
        "step" => {
            let number = arguments.get_one::<u8>("step").copied().unwrap_or(4);
            step::step(&place, number)
        }
        _ => doctor::doctor(&place),
    }
}

/// Prints lines, for whoever reads them: a terminal has colours, a pipe has not.
///
/// # Errors
/// When nobody reads them.
pub fn say(lines: &[String]) -> Result<()> {
    let mut out = io::stdout().lock();
    let no_color =
        std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    for line in lines {
        if !out.is_terminal() {
            writeln!(out, "{}", plain(line))?;
            continue;
        }
        for row in wrap(line, columns()) {
            let row = if no_color { without_colours(&row) } else { row };
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}

fn columns() -> usize {
    crossterm::terminal::size().map_or(80, |(columns, _)| columns.max(20).into())
}

fn list(memory: &Memory) -> Result<bool> {
    let row = |exercise| row(exercise, memory.is_solved(exercise), "");
    say(&ALL.iter().map(row).collect::<Vec<_>>())?;
    Ok(true)
}

fn run(
    place: &Place,
    mut memory: Memory,
    exercise: &'static Exercise,
) -> Result<bool> {
    let cancel = until_interrupted()?;
    let parked: Vec<_> = ALL.iter().filter(|one| memory.is_parked(one)).collect();
    let judgement = judge(place, exercise, &parked, &cancel, tell)?;
    judgement.remember(exercise, &mut memory)?;
    let mut lines = report::head(place, exercise);
    lines.extend(report::verdict(place, exercise, &judgement.verdict));
    lines.extend(report::parked(place, &judgement.parked));
    say(&lines)?;
    Ok(judgement.verdict.is_solved())
}

/// Says what takes long, where nobody takes it for a result.
fn tell(doing: Doing) {
    let said = match doing {
        Doing::Compiling(name) if name != "exercises" => format!("compiling {name}"),
        Doing::Waiting => "another cargo is busy in this folder; waiting".to_owned(),
        Doing::Compiling(_) | Doing::Checking => return,
    };
    // Nobody may be reading.
    let _ = writeln!(io::stderr(), "{said}");
}

fn until_interrupted() -> Result<Cancel> {
    let cancel = Cancel::default();
    let handle = cancel.clone();
    let end = move || {
        handle.cancel();
        std::process::exit(INTERRUPTED);
    };
    ctrlc::set_handler(end).context("cannot listen for Ctrl-C")?;
    Ok(cancel)
}

fn hint(exercise: &'static Exercise, number: usize) -> Result<bool> {
    let hints = report::hints(exercise, number);
    let heading = plain(&hints.join("\n")).rfind(&format!("Hint {number}"));
    let text = plain(&hints.join("\n"));
    say(&[text[heading.unwrap_or(0)..].to_owned()])?;
    Ok(true)
}

fn solution(
    place: &Place,
    memory: &Memory,
    exercise: &Exercise,
    yes: bool,
) -> Result<bool> {
    let (ours, ours_is) = (code(exercise.answer), exercise.answer_file);
    if memory.is_solved(exercise) {
        let yours = code(&place.read(exercise)?);
        say(&compare::rows(&yours, &ours, ours_is, columns()))?;
        return Ok(true);
    }
    let name = exercise.name;
    if !yes && !agrees(&format!("{name} is not solved yet. Show our answer?"))? {
        return Ok(false);
    }
    say(&compare::alone(&ours, ours_is))?;
    Ok(true)
}

fn reset(place: &Place, exercise: &'static Exercise, yes: bool) -> Result<bool> {
    let name = exercise.name;
    let question =
        format!("Put the starter of {name} back, and keep a copy of yours?");
    if !yes && !agrees(&question)? {
        return Ok(false);
    }
    let seen = |path: &Path| path.display().to_string();
    let said = match place.reset(exercise)? {
        Some(copy) => format!("{name} is reset; your text is in {}", seen(&copy)),
        None => format!("{name} is as it was at first"),
    };
    say(&[said])?;
    Ok(true)
}

/// Asks. Where nobody can answer, the answer is no, and `--yes` is the way to say yes.
fn agrees(question: &str) -> Result<bool> {
    if !io::stdin().is_terminal() {
        say(&[format!("{question} Say --yes if so.")])?;
        return Ok(false);
    }
    write!(io::stdout(), "{question} y/n ")?;
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn check(place: &Place, mut memory: Memory) -> Result<bool> {
    let cancel = until_interrupted()?;
    let mut parked: Vec<_> =
        ALL.iter().filter(|one| memory.is_parked(one)).collect();
    let mut count = 0;
    for exercise in &ALL {
        let judgement = judge(place, exercise, &parked, &cancel, tell)?;
        judgement.remember(exercise, &mut memory)?;
        let is_solved = judgement.verdict.is_solved();
        count += usize::from(is_solved);
        let said = report::verdict(place, exercise, &judgement.verdict);
        let said = if is_solved { String::new() } else { said[0].clone() };
        say(&[format!("{}  {said}", row(exercise, is_solved, ""))])?;
        parked = judgement.parked;
    }
    say(&[String::new(), format!("{count} of {} are solved", ALL.len())])?;
    Ok(count == ALL.len())
}

fn next(place: &Place, first: Option<&'static Exercise>) -> Result<bool> {
    let Some(exercise) = first else {
        say(&closing::lines())?;
        return Ok(true);
    };
    let mut lines = report::head(place, exercise);
    lines.extend(report::story(exercise));
    say(&lines)?;
    Ok(true)
}

fn status(memory: &Memory, as_json: bool) -> Result<bool> {
    let count = ALL.iter().filter(|exercise| memory.is_solved(exercise)).count();
    let first = memory.first_unsolved();
    if !as_json {
        let next = first.map_or("nothing", |exercise| exercise.name);
        say(&[format!("{count} of {} are solved; next: {next}", ALL.len())])?;
        return Ok(true);
    }
    let exercises = ALL.iter().map(|exercise| {
        json!({
            "name": exercise.name,
            "step": exercise.step,
            "file": exercise.file(),
            "page": format!("book/src/{}", exercise.page),
            "solved": memory.is_solved(exercise),
            "compiles": !memory.is_parked(exercise),
        })
    });
    let status = json!({
        "solved": count,
        "next": first.map(|exercise| exercise.name),
        "exercises": exercises.collect::<Vec<_>>(),
    });
    say(&[status.to_string()])?;
    Ok(true)
}
