//! Compiles the checks of one exercise, and says whose fault it is if that fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::catalogue::{self, Exercise};
use crate::place::Place;
use crate::print::owner;
use crate::process::{self, Cancel};

/// The first time it compiles everything below the exercises.
const LONGEST: Duration = Duration::from_secs(900);

/// What came of it.
pub enum Compiled {
    /// The program with the checks.
    Program(PathBuf),
    Errors(Vec<CompileError>),
    /// Something that no file of ours is to blame for, in cargo's own words.
    Refused(String),
    Cancelled,
}

/// One error of the compiler.
#[derive(Clone, Debug)]
pub struct CompileError {
    /// In whose file it is.
    pub owner: Option<&'static str>,
    /// Its text, with colours.
    pub text: String,
}

/// Compiles the checks of `exercise`, without those that are `parked`. What cargo says
/// while it works goes to `on_line`.
///
/// # Errors
/// When cargo cannot be started.
pub fn compile(
    place: &Place,
    exercise: &Exercise,
    parked: &BTreeSet<&'static str>,
    cancel: &Cancel,
    mut on_line: impl FnMut(&str),
) -> Result<Compiled> {
    let mut cargo = cargo();
    cargo.args(["test", "--package", "exercises", "--no-run", "--color", "never"]);
    cargo.args(["--test", exercise.name]);
    cargo.args(["--message-format", "json-diagnostic-rendered-ansi"]);
    if !parked.is_empty() {
        cargo.args(["--no-default-features", "--features", &all_but(parked)]);
    }
    cargo.current_dir(place.root());
    let on_line = |line: &str| {
        on_line(line);
        None
    };
    let ended = process::run(&mut cargo, cancel, LONGEST, on_line)
        .context("cannot start cargo (is it on the PATH?)")?;
    let Some(status) = ended.status else { return Ok(Compiled::Cancelled) };
    let messages: Vec<Value> = ended
        .out
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if status.success() {
        let program = messages.iter().find_map(|message| program(message, exercise));
        return Ok(
            program.map_or_else(|| Compiled::Refused(ended.err), Compiled::Program)
        );
    }
    let errors: Vec<_> =
        messages.iter().filter_map(|message| error(message, place)).collect();
    Ok(if errors.is_empty() {
        Compiled::Refused(ended.err)
    } else {
        Compiled::Errors(errors)
    })
}

/// The very cargo that has started us, if one has.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Parking is a matter of features: the learner's file stays where and as it is, and
/// nothing below the exercises is compiled again.
fn all_but(parked: &BTreeSet<&'static str>) -> String {
    let names = catalogue::ALL.iter().map(|exercise| exercise.name);
    let kept: Vec<_> = names.filter(|name| !parked.contains(name)).collect();
    kept.join(",")
}

fn program(message: &Value, exercise: &Exercise) -> Option<PathBuf> {
    let is_it = message["reason"] == "compiler-artifact"
        && message["target"]["name"] == exercise.name;
    let path = message["executable"].as_str().filter(|_| is_it);
    path.map(PathBuf::from)
}

fn error(message: &Value, place: &Place) -> Option<CompileError> {
    let error = &message["message"];
    if message["reason"] != "compiler-message" || error["level"] != "error" {
        return None;
    }
    let spans = error["spans"].as_array()?;
    // "Aborting due to 2 previous errors" is about no place, and says nothing new.
    let span = spans.iter().find(|span| span["is_primary"] == true)?;
    let file = Path::new(span["file_name"].as_str()?);
    let owner = owner(&place.root().join(file), place);
    Some(CompileError { owner, text: error["rendered"].as_str()?.to_owned() })
}
