//! `cargo learn`: the companion that sits beside the editor.
//!
//! Alone it watches: whenever a file is saved, it says what the checks of that
//! exercise say. With a command it does one thing and ends, for scripts.

mod book;
mod catalogue;
mod checks;
mod closing;
mod commands;
mod compare;
mod compile;
mod doctor;
mod harness;
mod judge;
mod memory;
mod options;
mod parking;
mod place;
mod print;
mod process;
mod prose;
mod report;
mod serve;
mod step;
mod task;
mod text;
mod watch;
mod why;
mod wrap;

use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::carry_out(&options::from_command_line()) {
        // 0 is for "solved" and "done" alone.
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if is_unheard(&error) => ExitCode::FAILURE,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(io::stderr(), "learn: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether whoever read what we say has left, as `head` does.
fn is_unheard(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
