//! `cargo learn step N`: a step and a client, side by side where a terminal can be
//! divided. Elsewhere the two commands are said.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::commands::say;
use crate::compile::cargo;
use crate::place::Place;

/// Shows a step at work.
///
/// # Errors
/// When it cannot be built or started.
pub fn step(place: &Place, number: u8) -> Result<bool> {
    let step = format!("step{number}");
    if std::env::var_os("TMUX").is_none() {
        let lines = [
            "In this terminal:",
            &format!("    cargo run --bin {step}"),
            "and in another one, as soon as it listens:",
            "    cargo run --bin client",
            "(Inside tmux this command divides the terminal and starts both.)",
        ];
        say(&lines.map(str::to_owned))?;
        return Ok(true);
    }
    let mut build = cargo();
    build.args(["build", "--bin", &step, "--bin", "client"]);
    let built = build.current_dir(place.root()).status();
    ensure!(built.context("cannot start cargo")?.success(), "{step} was not built");
    side_by_side(place, &step)
}

/// The client comes when the server listens, and not a moment before.
fn side_by_side(place: &Place, step: &str) -> Result<bool> {
    let mut server = cargo()
        .args(["run", "--quiet", "--bin", step])
        .current_dir(place.root())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {step}"))?;
    let lines = BufReader::new(server.stdout.take().expect("it is a pipe")).lines();
    for line in lines.map_while(Result::ok) {
        writeln!(std::io::stdout(), "{line}")?;
        if let Some(addr) = line.strip_prefix("listening on ") {
            let client = format!("cargo run --quiet --bin client -- --addr {addr}");
            let mut split = Command::new("tmux");
            split.args(["split-window", "-h", &client]).current_dir(place.root());
            if !split.status().is_ok_and(|status| status.success()) {
                say(&[format!("tmux did not divide the terminal; run: {client}")])?;
            }
        }
    }
    Ok(server.wait()?.success())
}
