//! `cargo book`: builds the book and serves it, to this machine alone; records what
//! it quotes, and checks that all of it is still true.
//!
//! `mdbook serve book` builds the same for whoever has mdBook installed. This tool
//! exists so that a reader with nothing but cargo misses nothing.

mod build;
mod options;
mod pdf;
mod record;
mod serve;
mod site;
mod tasks;
mod watch;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = options::command_line().get_matches();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match tasks::run(&arguments, root) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(io::stderr(), "cargo book: {error:#}");
            ExitCode::FAILURE
        }
    }
}
