//! `cargo learn list`, `next`, `hint` and `status`: what we know already.

use anyhow::Result;
use serde_json::json;

use super::say;
use crate::catalogue::{ALL, Exercise};
use crate::memory::Memory;
use crate::place::Place;
use crate::text::plain;
use crate::watch::list::{Mark, row};
use crate::{closing, report};

pub fn list(place: &Place, memory: &Memory) -> Result<bool> {
    let row = |exercise| {
        let mark = if memory.is_parked(exercise) {
            Mark::Parked(report::why_parked(place, exercise))
        } else if memory.is_solved(exercise) {
            Mark::Solved
        } else {
            Mark::Open
        };
        row(exercise, mark, "")
    };
    say(&ALL.iter().map(row).collect::<Vec<_>>())?;
    Ok(true)
}

pub fn next(place: &Place, first: Option<&'static Exercise>) -> Result<bool> {
    let Some(exercise) = first else {
        say(&closing::lines())?;
        return Ok(true);
    };
    let mut lines = report::head(place, exercise);
    lines.extend(report::story(exercise));
    say(&lines)?;
    Ok(true)
}

pub fn status(memory: &Memory, as_json: bool) -> Result<bool> {
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

pub fn hint(exercise: &'static Exercise, number: usize) -> Result<bool> {
    let hints = report::hints(exercise, number);
    let heading = plain(&hints.join("\n")).rfind(&format!("Hint {number}"));
    let text = plain(&hints.join("\n"));
    say(&[text[heading.unwrap_or(0)..].to_owned()])?;
    Ok(true)
}
