//! What mdBook calls for `mdbook serve book`: a book comes in on standard input,
//! and goes out on standard output with its directives filled in.

use book_tool::Filler;
use mdbook_preprocessor::{Preprocessor, parse_input};
use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(status) => status,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    // mdBook starts its commands in the folder that holds `book.toml`.
    let filler = Filler::new(&env::current_dir()?, false);
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() == Some("supports") {
        let renderer = arguments.next().unwrap_or_default();
        let supported = filler.supports_renderer(&renderer)?;
        return Ok(if supported { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let (context, book) = parse_input(io::stdin().lock())?;
    let book = filler.run(&context, book)?;
    serde_json::to_writer(io::stdout().lock(), &book)?;
    Ok(ExitCode::SUCCESS)
}
