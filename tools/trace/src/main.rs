//! `cargo trace [NAME…] [--check]`: records what the book's figures show.

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command};
use trace::check;
use trace::figures::{ALL, Figure, ON_LINUX};

fn main() -> Result<()> {
    let args = command_line().get_matches();
    let names: Vec<&String> = args.get_many("NAME").unwrap_or_default().collect();
    let mut out = io::stdout();
    for figure in chosen(&names)? {
        if args.get_flag("check") {
            check::check(figure)?;
            writeln!(out, "{} tells what the code does", figure.name)?;
        } else {
            check::write(figure)?;
            writeln!(out, "{} is recorded", check::path(figure.name).display())?;
        }
    }
    if !cfg!(target_os = "linux") && names.is_empty() {
        let left_out = ON_LINUX.join(", ");
        let system = std::env::consts::OS;
        writeln!(out, "left out on {system}: {left_out} (they need Linux)")?;
    }
    Ok(())
}

fn command_line() -> Command {
    let names = Arg::new("NAME")
        .num_args(0..)
        .help("The figures to record [default: all of them]");
    let check = Arg::new("check")
        .long("check")
        .action(ArgAction::SetTrue)
        .help("Record nothing, and compare with what is recorded");
    Command::new("trace")
        .bin_name("cargo trace")
        .about("Records what the figures of the book show, from the code that runs")
        .args([names, check])
}

fn chosen(names: &[&String]) -> Result<Vec<&'static Figure>> {
    if names.is_empty() {
        return Ok(ALL.iter().collect());
    }
    let find = |name: &&String| {
        let found = ALL.iter().find(|figure| figure.name == **name);
        let Some(figure) = found else {
            let known: Vec<&str> = ALL.iter().map(|figure| figure.name).collect();
            let known = known.join(", ");
            bail!("there is no figure `{name}` on this system; there are {known}")
        };
        Ok(figure)
    };
    names.iter().map(find).collect()
}
