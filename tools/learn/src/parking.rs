//! Files that do not compile are left out, so that they are in nobody's way.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::catalogue::{self, Exercise};
use crate::compile::{CompileError, Compiled, compile};
use crate::judge::Doing;
use crate::place::Place;
use crate::process::Cancel;

/// Compiles until nothing of anybody else is in the way, and adds to `names` what was.
pub fn compile_alone(
    place: &Place,
    exercise: &Exercise,
    names: &mut BTreeSet<&'static str>,
    cancel: &Cancel,
    mut tell: impl FnMut(Doing),
) -> Result<Compiled> {
    if !place.file(exercise).exists() {
        let file = exercise.file();
        let text = format!(
            "{file} is not there: `cargo learn reset {}` puts its starter back (or the key x)",
            exercise.number()
        );
        return Ok(Compiled::Refused(text));
    }
    loop {
        let on_line = |line: &str| {
            if let Some(doing) = doing(line) {
                tell(doing);
            }
        };
        let compiled = compile(place, exercise, names, cancel, on_line)?;
        match &compiled {
            Compiled::Errors(errors) if park(errors, exercise, names) => {}
            _ => return Ok(compiled),
        }
    }
}

/// Without its file no exercise would compile.
pub fn missing(place: &Place) -> impl Iterator<Item = &'static str> {
    let is_missing = |exercise: &&Exercise| !place.file(exercise).exists();
    catalogue::ALL.iter().filter(is_missing).map(|exercise| exercise.name)
}

/// Parks those with errors, unless one of the errors is in our own file: then there is
/// something to be said first. Returns whether it is worth another try.
fn park(
    errors: &[CompileError],
    exercise: &Exercise,
    names: &mut BTreeSet<&'static str>,
) -> bool {
    let owners: Vec<_> = errors.iter().filter_map(|error| error.owner).collect();
    let before = names.len();
    if !owners.contains(&exercise.name) {
        names.extend(owners);
    }
    names.len() > before
}

fn doing(line: &str) -> Option<Doing> {
    let mut words = line.split_whitespace();
    match words.next()? {
        "Blocking" => Some(Doing::Waiting),
        "Compiling" => words.next().map(|name| Doing::Compiling(name.to_owned())),
        _ => None,
    }
}
