//! `cargo attack`: what hostile and broken clients do to a server, and what that does
//! to an honest one.

use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use lab::attack::verdict::{self, Verdict};
use lab::attack::{ALL, Attack, Target, loopback, owner};
use lab::meter::Meter;
use lab::peers;
use lab::server::{Recipe, Server};
use lab::table::Table;
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;
use std::time::Duration;

/// A server that we start ourselves may open so few files while `many` connect.
const FILES: u64 = 256;
const MANY: &str = "300";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(stderr(), "attack: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments = command_line().get_matches();
    rlimit::increase_nofile_limit(u64::MAX)
        .context("cannot raise the limit of open files")?;
    let attacks = attacks(&arguments)?;
    match arguments.get_one::<String>("address") {
        Some(address) => on_running(&arguments, address, &attacks),
        None => on_ours(&arguments, &attacks),
    }
}

fn command_line() -> Command {
    let attacks =
        ALL.map(|attack| format!("  {:<13} {}\n", attack.name, attack.does));
    let option =
        |name, value, help| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("cargo attack")
        .about("What hostile and broken clients do to a chat server on this machine")
        .after_help(format!("Attacks:\n  all\n{}", attacks.concat()))
        .arg(Arg::new("attack").required(true).help("One of those below, or all"))
        .arg(
            Arg::new("address").help("HOST:PORT of a running server, loopback only"),
        )
        .arg(
            option(
                "servers",
                "NAME,…",
                "Without an address: start these, one by one",
            )
            .value_delimiter(',')
            .default_value("step2,step3,step4,poll.py,mio_example,threads_lock"),
        )
        .arg(option("hello", "LINE", "What every client says first, such as a name"))
        .arg(
            option("connections", "N", "How many connect in `many`")
                .default_value(MANY),
        )
        .arg(
            option("seconds", "N", "How long `slowloris` goes on")
                .value_parser(clap::value_parser!(u64).range(1..=3600))
                .default_value("1"),
        )
}

fn attacks(arguments: &ArgMatches) -> Result<Vec<Attack>> {
    let name = arguments.get_one::<String>("attack").context("it is required")?;
    if name == "all" {
        return Ok(ALL.to_vec());
    }
    match ALL.iter().find(|attack| attack.name == name) {
        Some(attack) => Ok(vec![*attack]),
        None => bail!(
            "no attack is called {name} (there are: all, {})",
            ALL.map(|attack| attack.name).join(", ")
        ),
    }
}

fn target(arguments: &ArgMatches, address: &str) -> Result<Target> {
    let many =
        arguments.get_one::<String>("connections").context("it has a default")?;
    let seconds = arguments.get_one::<u64>("seconds").context("it has a default")?;
    Ok(Target {
        address: loopback(address)?,
        meter: None,
        hello: arguments.get_one::<String>("hello").cloned(),
        many: many.parse().with_context(|| format!("--connections {many}"))?,
        patient: Duration::from_secs(*seconds),
    })
}

/// A server that somebody else has started.
fn on_running(
    arguments: &ArgMatches,
    address: &str,
    attacks: &[Attack],
) -> Result<()> {
    let mut target = target(arguments, address)?;
    target.meter = owner::of(target.address).map(|pid| Meter::new(pid, false));
    for attack in attacks {
        let verdict = verdict::attack(attack, &target);
        tell(address, attack, &verdict.unwrap_or_else(|error| closed(&error)))?;
    }
    Ok(())
}

/// Servers that we start, anew for each attack.
fn on_ours(arguments: &ArgMatches, attacks: &[Attack]) -> Result<()> {
    let names =
        arguments.get_many::<String>("servers").context("it has a default")?;
    let recipes: Vec<Recipe> =
        names.map(|name| peers::find(name)).collect::<Result<_>>()?;
    let heads = recipes.iter().map(|recipe| recipe.name.as_str());
    let mut table = Table::new(std::iter::once("").chain(heads));
    for attack in attacks {
        let mut row = vec![attack.name.to_string()];
        for recipe in &recipes {
            let mut server = Server::start(recipe)?;
            let mut target = target(arguments, &server.address.to_string())?;
            target.meter = Some(server.meter);
            if attack.name == "many" {
                server.limit_open_files(FILES);
            }
            let mut verdict = verdict::attack(attack, &target)
                .unwrap_or_else(|error| closed(&error));
            if !server.is_alive() {
                verdict.falls.insert(0, "the whole server ended".into());
            }
            row.push(
                if verdict.falls.is_empty() { "holds" } else { "FALLS" }.into(),
            );
            tell(&recipe.name, attack, &verdict)?;
        }
        table.rows.push(row);
    }
    Ok(writeln!(stdout(), "\n{}", table.plain())?)
}

/// Not even the honest pair could enter.
fn closed(error: &anyhow::Error) -> Verdict {
    Verdict {
        falls: vec![format!("it serves nobody: {error:#}")],
        words: Vec::new(),
    }
}

fn tell(server: &str, attack: &Attack, verdict: &Verdict) -> Result<()> {
    let mut out = stdout();
    let result = if verdict.falls.is_empty() { "holds" } else { "FALLS" };
    writeln!(out, "\n{server}, {}: {result}", attack.name)?;
    writeln!(out, "  The attacker {}.", attack.does)?;
    for why in &verdict.falls {
        writeln!(out, "  ! {why}")?;
    }
    for words in &verdict.words {
        writeln!(out, "  - {words}")?;
    }
    Ok(out.flush()?)
}
