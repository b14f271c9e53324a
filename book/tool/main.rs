//! `cargo book`: builds the book and serves it, to this machine alone.
//!
//! `mdbook serve book` does the same for whoever has mdBook installed. This tool
//! exists so that a reader with nothing but cargo misses nothing.

mod build;
mod serve;
mod site;

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command};

fn main() -> Result<()> {
    let args = command_line().get_matches();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = root.join("book");
    build::build(root, &pages)?;

    if args.subcommand_name() == Some("build") {
        let first = pages.join("index.html");
        return announce(&args, &first.display().to_string());
    }
    let listener = serve::listen()?;
    announce(&args, &format!("http://{}", listener.local_addr()?))?;
    writeln!(io::stdout(), "Ctrl-C ends the server")?;
    serve::serve(&listener, &pages.canonicalize()?)
}

fn command_line() -> Command {
    let open = Arg::new("open")
        .long("open")
        .action(ArgAction::SetTrue)
        .global(true)
        .help("Open the book in your browser");
    Command::new("book")
        .bin_name("cargo book")
        .about("Builds the book and serves it on 127.0.0.1")
        .arg(open)
        .subcommand(Command::new("build").about("Build the book and serve nothing"))
}

/// Says where the book is and, if asked to, opens it there.
fn announce(args: &ArgMatches, place: &str) -> Result<()> {
    writeln!(io::stdout(), "the book is at {place}")?;
    if args.get_flag("open") {
        open::that(place)?;
    }
    Ok(())
}
