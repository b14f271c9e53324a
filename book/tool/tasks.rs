//! What each of the commands does, in a few lines.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use book_tool::{Measured, Repo, expand, orphans};
use clap::ArgMatches;

use crate::{build, pdf, record, serve, watch};

/// Does what the command line asks for.
///
/// # Errors
///
/// Whatever stands in the way.
pub fn run(arguments: &ArgMatches, root: &Path) -> Result<()> {
    let pages = root.join("book");
    match arguments.subcommand() {
        Some(("build", _)) => {
            build_loudly(arguments, root, &pages)?;
            let first = pages.join("index.html");
            announce(arguments, &first.display().to_string())
        }
        Some(("check", _)) => check(root),
        Some(("record", options)) => {
            record::all(root, options.get_one::<String>("name").map(String::as_str))
        }
        Some(("keep-lab", _)) => keep_lab(root),
        Some(("keys", _)) => keys(root),
        Some(("pdf", _)) => {
            build_loudly(arguments, root, &pages)?;
            let file = target().join("book.pdf");
            pdf::print(&pages, &file)?;
            announce(arguments, &file.display().to_string())
        }
        _ => {
            build_loudly(arguments, root, &pages)?;
            let listener = serve::listen()?;
            let place = format!("http://{}", listener.local_addr()?);
            announce(arguments, &place)?;
            writeln!(io::stdout(), "Ctrl-C ends the server")?;
            let (root, anyway) = (root.to_owned(), arguments.get_flag("anyway"));
            let into = pages.clone();
            let edition = watch::start(&root.clone(), move || {
                build::build(&root, &into, anyway)
            });
            serve::serve(&listener, &pages.canonicalize()?, &edition)
        }
    }
}

/// Builds; if problems may pass, says what they are.
fn build_loudly(arguments: &ArgMatches, root: &Path, pages: &Path) -> Result<()> {
    let anyway = arguments.get_flag("anyway");
    build::build(root, pages, anyway)?;
    if anyway {
        let mut book = build::load(root)?;
        let source = book.config.book.src.to_string_lossy().into_owned();
        for problem in expand(root, &source, &mut book.book) {
            writeln!(io::stderr(), "{problem}")?;
        }
    }
    Ok(())
}

/// Builds the book in a folder of its own, and compares every recording.
fn check(root: &Path) -> Result<()> {
    let pages = target().join("book-check");
    build::build(root, &pages, false)?;
    fs::remove_dir_all(&pages)?;
    let book = build::load(root)?;
    let forgotten = orphans(&book.book, &book.source_dir())?;
    ensure!(
        forgotten.is_empty(),
        "SUMMARY.md does not name these pages: {}",
        forgotten.join(", ")
    );
    record::compare(root)?;
    Ok(writeln!(
        io::stdout(),
        "the book is whole, and what it recorded still holds"
    )?)
}

/// Copies the lab's results to where the book looks for them.
fn keep_lab(root: &Path) -> Result<()> {
    let (from, to) = (target().join("lab"), root.join("measured"));
    fs::create_dir_all(&to)?;
    let results = from.join("results.json");
    fs::copy(&results, to.join("results.json")).with_context(|| {
        format!("no {} (`cargo lab` writes it)", results.display())
    })?;
    for entry in fs::read_dir(&from)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "svg") {
            fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
        }
    }
    keys(root)
}

fn keys(root: &Path) -> Result<()> {
    let measured =
        Measured::load(&Repo::around(root)).map_err(anyhow::Error::msg)?;
    let mut out = io::stdout().lock();
    for (key, value) in measured.all() {
        writeln!(out, "{key}  {}", value.shown)?;
    }
    Ok(())
}

/// Cargo's target folder: where this program lies, one folder up.
pub fn target() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    program.ancestors().nth(2).unwrap_or(Path::new("target")).to_owned()
}

/// Says where the book is and, if asked to, opens it there.
fn announce(arguments: &ArgMatches, place: &str) -> Result<()> {
    writeln!(io::stdout(), "the book is at {place}")?;
    if arguments.get_flag("open") {
        open::that(place)?;
    }
    Ok(())
}
