//! `cargo learn run` and `check`: what the checks say, once.

use std::io::{self, Write};

use anyhow::{Context, Result};

use super::say;
use crate::catalogue::{ALL, Exercise};
use crate::judge::{Doing, judge};
use crate::memory::Memory;
use crate::place::Place;
use crate::process::Cancel;
use crate::report;
use crate::watch::list::checked;

/// The status of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

pub fn run(
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
        Doing::Compiling(name) if name != "exercises" => {
            format!("compiling {name}: the first time takes a while")
        }
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

pub fn check(place: &Place, mut memory: Memory) -> Result<bool> {
    let cancel = until_interrupted()?;
    let mut parked: Vec<_> =
        ALL.iter().filter(|one| memory.is_parked(one)).collect();
    let mut count = 0;
    for exercise in &ALL {
        let judgement = judge(place, exercise, &parked, &cancel, tell)?;
        judgement.remember(exercise, &mut memory)?;
        count += usize::from(judgement.verdict.is_solved());
        say(&[checked(place, exercise, &judgement.verdict)])?;
        parked = judgement.parked;
    }
    say(&[String::new(), format!("{count} of {} are solved", ALL.len())])?;
    Ok(count == ALL.len())
}
