//! The command line of `cargo book`.

use clap::{Arg, ArgAction, Command};

/// What `cargo book` can be asked for.
pub fn command_line() -> Command {
    let flag = |name, help| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).global(true).help(help)
    };
    let name = Arg::new("name").help("Only book/transcripts/NAME.toml");
    Command::new("book")
        .bin_name("cargo book")
        .about("Builds the book, serves it on 127.0.0.1 and reloads what changes")
        .arg(flag("open", "Open the book in your browser"))
        .arg(flag(
            "anyway",
            "Build also pages with problems, and say which they are",
        ))
        .subcommand(Command::new("build").about("Build the book and serve nothing"))
        .subcommand(
            Command::new("check").about(
                "Build it elsewhere, and play every recorded conversation again",
            ),
        )
        .subcommand(
            Command::new("record")
                .about(
                    "Play the scripts of conversations and keep what came of them",
                )
                .arg(name),
        )
        .subcommand(
            Command::new("keep-lab").about(
                "Keep the results of the last `cargo lab` for the book to quote",
            ),
        )
        .subcommand(
            Command::new("keys").about("List what {{#measured KEY}} can quote"),
        )
        .subcommand(
            Command::new("pdf")
                .about("Print the book to target/book.pdf (needs Chromium)"),
        )
}
