//! The command line of `cargo lab`, and the plan that follows from it.

use crate::peers;
use crate::plan::Plan;
use crate::scenario::{self, Scenario};
use crate::server::Recipe;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::time::Duration;

/// Files that the load itself needs besides its sockets.
const OWN_FILES: u64 = 64;
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];

/// What `cargo lab --help` shows.
pub fn command_line() -> Command {
    let list = |name, value, help| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help(help)
    };
    let flag =
        |name, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let peers = "Only servers side by side: c, step2, step3, step4, tokio, poll.py";
    Command::new("cargo lab")
        .about("What each way of waiting costs, measured on this machine")
        .arg(flag("quick", "Under a minute: fewer clients, one round"))
        .arg(list("steps", "N,…", "Only these steps, for example 3,4"))
        .arg(list("clients", "N,…", "Only these numbers of clients"))
        .arg(
            list("peers", "NAME,…", peers)
                .num_args(0..=1)
                .default_missing_value("c,step2,step3,step4,tokio,poll.py"),
        )
        .arg(
            Arg::new("server")
                .long("server")
                .value_name("NAME=COMMAND")
                .action(ArgAction::Append)
                .help("One more server side by side; --addr HOST:0 is added"),
        )
        .arg(list("tests", "NAME,…", "Only these loads of the side by side"))
        .arg(Arg::new("rounds").long("rounds").value_name("N").help("Runs of each"))
        .arg(
            Arg::new("seconds")
                .long("seconds")
                .value_name("S")
                .help("How long each run counts"),
        )
        .arg(flag("json", "Write the results to standard output, not the table"))
}

/// Builds the servers and plans the runs. What cannot be done is told in `notes`.
///
/// # Errors
/// When an argument makes no sense, or a server that was asked for by name is not to
/// be had.
pub fn plan(
    arguments: &ArgMatches,
    open_files: u64,
    notes: &mut Vec<String>,
) -> Result<Plan> {
    let quick = arguments.get_flag("quick");
    let asked = asked_peers(arguments);
    let mut grown = Vec::new();
    if asked.is_empty() && arguments.get_one::<String>("server").is_none() {
        let steps = steps(arguments)?;
        let wanted = std::iter::once("processes".to_string()).chain(steps.clone());
        grown = build(wanted, true, notes)?;
    }
    let compared = match asked.is_empty() {
        true if grown.is_empty() => Vec::new(),
        true => {
            let steps = steps(arguments)?;
            build(std::iter::once("c".to_string()).chain(steps), true, notes)?
        }
        false => build(asked.into_iter(), false, notes)?,
    };
    let compared = [compared, own_servers(arguments)?].concat();
    let most = usize::try_from(open_files.saturating_sub(OWN_FILES))?;
    Ok(Plan {
        sizes: sizes(arguments, quick, most, notes)?,
        tests: tests(arguments, quick, most, notes)?,
        grow_rounds: number(arguments, "rounds", if quick { 1 } else { 3 })?,
        rounds: number(arguments, "rounds", if quick { 1 } else { 5 })?,
        measure: Duration::from_secs_f64(number(
            arguments,
            "seconds",
            if quick { 0.5 } else { 0.9 },
        )?),
        grown,
        compared,
    })
}

fn list(arguments: &ArgMatches, name: &str) -> Vec<String> {
    arguments.get_many::<String>(name).into_iter().flatten().cloned().collect()
}

fn asked_peers(arguments: &ArgMatches) -> Vec<String> {
    let split = |text: String| text.split(',').map(String::from).collect::<Vec<_>>();
    list(arguments, "peers").into_iter().flat_map(split).collect()
}

fn steps(arguments: &ArgMatches) -> Result<Vec<String>> {
    let mut asked = list(arguments, "steps");
    if asked.is_empty() {
        asked = ["2", "3", "4"].map(String::from).to_vec();
    }
    let name = |step: String| match step.trim_start_matches("step") {
        number @ ("2" | "3" | "4") => Ok(format!("step{number}")),
        _ => bail!("--steps takes 2, 3 and 4, not {step} (step 1 is no chat)"),
    };
    asked.into_iter().map(name).collect()
}

/// Builds servers; one that is not to be had is left out with a note if `optional`.
fn build(
    names: impl Iterator<Item = String>,
    optional: bool,
    notes: &mut Vec<String>,
) -> Result<Vec<Recipe>> {
    let mut recipes = Vec::new();
    for name in names {
        match peers::find(&name) {
            Ok(recipe) => recipes.push(recipe),
            Err(error) if optional && !name.starts_with("step") => {
                notes.push(format!("{name} was left out: {error:#}"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(recipes)
}

fn own_servers(arguments: &ArgMatches) -> Result<Vec<Recipe>> {
    let recipe = |text: String| {
        let (name, command) = text
            .split_once('=')
            .with_context(|| format!("--server {text} is not NAME=COMMAND"))?;
        let command = command.split_whitespace().map(String::from).collect();
        Ok(Recipe::chat(name, command))
    };
    list(arguments, "server").into_iter().map(recipe).collect()
}

fn sizes(
    arguments: &ArgMatches,
    quick: bool,
    most: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<usize>> {
    let mut sizes = Vec::new();
    for text in list(arguments, "clients") {
        let size: usize =
            text.parse().ok().filter(|size| *size >= 2).with_context(|| {
                format!("--clients {text}: a chat needs two or more")
            })?;
        sizes.push(size);
    }
    if sizes.is_empty() {
        sizes = SIZES[..if quick { 3 } else { 5 }].to_vec();
    }
    if sizes.iter().any(|size| *size > most) {
        notes.push(format!(
            "One process may open {} files here, so no server was asked to hold more \
             than {most} clients. To try more: `ulimit -n 20000` in this shell, or a \
             higher `nofile` in /etc/security/limits.conf (macOS: `launchctl limit \
             maxfiles`).",
            most as u64 + OWN_FILES
        ));
        sizes = sizes.into_iter().map(|size| size.min(most)).collect();
        sizes.dedup();
    }
    Ok(sizes)
}

fn tests(
    arguments: &ArgMatches,
    quick: bool,
    most: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<Scenario>> {
    let mut names = list(arguments, "tests");
    if names.is_empty() {
        let all = scenario::ALL.iter().map(|test| test.name.to_string());
        names = all.filter(|name| !quick || *name != "lone").collect();
    }
    let mut tests = Vec::new();
    for name in names {
        let found = scenario::ALL.iter().find(|test| test.name == name);
        let test = found.with_context(|| {
            let known = scenario::ALL.map(|test| test.name).join(", ");
            format!("no test is called {name} (there are: {known})")
        })?;
        if test.clients <= most {
            tests.push(test.clone());
        } else {
            notes.push(format!("`{name}` was left out: it needs more open files."));
        }
    }
    Ok(tests)
}

fn number<T: std::str::FromStr>(
    arguments: &ArgMatches,
    name: &str,
    default: T,
) -> Result<T> {
    match arguments.get_one::<String>(name) {
        None => Ok(default),
        Some(text) => text
            .parse()
            .ok()
            .with_context(|| format!("--{name} {text}: not a number")),
    }
}
