//! `cargo learn solution` and `reset`: what is better asked before it is done.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::Result;

use super::{columns, say};
use crate::catalogue::Exercise;
use crate::compare;
use crate::memory::Memory;
use crate::place::Place;
use crate::task::code;

pub fn solution(
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

pub fn reset(place: &Place, exercise: &'static Exercise, yes: bool) -> Result<bool> {
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
