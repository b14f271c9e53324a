//! The commands that do one thing and end.
//!
//! Each returns whether what was asked for is solved or done. While they run Ctrl-C
//! ends what they have started as well.

mod asking;
mod judging;
mod telling;

use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use clap::ArgMatches;

use crate::catalogue::{ALL, Exercise};
use crate::memory::Memory;
use crate::place::Place;
use crate::text::{plain, without_colours};
use crate::wrap::wrap;
use crate::{doctor, serve, step, watch};

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
        "list" => telling::list(&place, &memory),
        "run" => judging::run(&place, memory, exercise()),
        "hint" => {
            let number = arguments.get_one::<u8>("number").copied().unwrap_or(1);
            telling::hint(exercise(), number.into())
        }
        "solution" => {
            asking::solution(&place, &memory, exercise(), arguments.get_flag("yes"))
        }
        "reset" => asking::reset(&place, exercise(), arguments.get_flag("yes")),
        "check" => judging::check(&place, memory),
        "next" => telling::next(&place, first),
        "status" => telling::status(&memory, arguments.get_flag("json")),
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

/// How wide the terminal is.
pub fn columns() -> usize {
    match crossterm::terminal::size() {
        // Some terminals do not know their size.
        Ok((0, _)) | Err(_) => 80,
        Ok((columns, _)) => columns.max(20).into(),
    }
}
