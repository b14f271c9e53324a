//! Conversations with a real server, played by real `nc`s and written down.
//!
//! Nothing in a recording depends on how fast the machine is: after each move the
//! player waits until the server and every `nc` sleep again, see [`asleep`].

mod asleep;
mod person;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use book_tool::transcript::{self, Event, Move, Script};

use crate::tasks::target;
use person::Person;
use server::Server;

/// Plays every script, or the one that is named, and writes what came of it.
///
/// # Errors
///
/// When a script cannot be played.
pub fn all(root: &Path, only: Option<&str>) -> Result<()> {
    let scripts = scripts(root, only)?;
    for (name, script) in &scripts {
        let text = transcript::write(script, &play(name, script)?);
        let path = root.join(format!("transcripts/{name}.txt"));
        fs::write(&path, text)
            .with_context(|| format!("cannot write {}", path.display()))?;
        writeln!(io::stdout(), "recorded {name}")?;
    }
    Ok(())
}

/// Plays every script again and compares what comes of it with what was kept.
///
/// # Errors
///
/// When anything came out differently.
pub fn compare(root: &Path) -> Result<()> {
    let mut differ = Vec::new();
    for (name, script) in scripts(root, None)? {
        let now = transcript::write(&script, &play(&name, &script)?);
        let path = root.join(format!("transcripts/{name}.txt"));
        let kept = fs::read_to_string(&path).unwrap_or_default();
        if kept.replace("\r\n", "\n") != now {
            differ.push(format!(
                "book/transcripts/{name}.txt; now it would be:\n{now}"
            ));
        }
    }
    let differ = differ.join("\n");
    ensure!(
        differ.is_empty(),
        "`cargo book record` changes what the book says: {differ}"
    );
    Ok(())
}

/// The scripts by their names, and the servers built for them.
fn scripts(root: &Path, only: Option<&str>) -> Result<BTreeMap<String, String>> {
    let mut scripts = BTreeMap::new();
    // A book without recordings has no such folder.
    for entry in fs::read_dir(root.join("transcripts")).into_iter().flatten() {
        let path = entry?.path();
        let name =
            path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_script =
            path.extension().is_some_and(|extension| extension == "toml");
        if is_script && only.is_none_or(|only| only == name) {
            scripts.insert(name, fs::read_to_string(&path)?.replace("\r\n", "\n"));
        }
    }
    if let (Some(name), true) = (only, scripts.is_empty()) {
        bail!("there is no script book/transcripts/{name}.toml");
    }
    if !scripts.is_empty() {
        let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--quiet", "--package", "steps", "--bins"])
            .arg("--manifest-path")
            .arg(root.join("Cargo.toml"))
            .status()
            .context("cannot start cargo")?;
        ensure!(status.success(), "the steps do not build");
    }
    Ok(scripts)
}

/// Plays one script.
fn play(name: &str, text: &str) -> Result<Vec<Event>> {
    let script = Script::parse(text)
        .map_err(|error| anyhow::anyhow!("{name}.toml: {error}"))?;
    let known = ["step1", "step2", "step3", "step4"];
    let server = &script.server;
    ensure!(
        known.contains(&&**server),
        "{name}.toml: no server is called {server} (there are: {})",
        known.join(", ")
    );
    let program = target().join("debug").join(server);
    let server = Server::start(&program, &script.args)?;
    let mut people: BTreeMap<&str, Person> = BTreeMap::new();
    let mut events = Vec::new();
    for (number, act) in script.moves.iter().enumerate() {
        if !people.contains_key(&*act.who) {
            let closes =
                script.moves.iter().any(|other| other.who == act.who && other.close);
            people
                .insert(&act.who, Person::start(&act.who, server.address, closes)?);
            settle(&server, &people)?;
        }
        let person = people.get_mut(&*act.who).context("whoever acts has come")?;
        let done = perform(person, act);
        events.extend(done.with_context(|| {
            format!("{name}.toml, number {} of what is to be done", number + 1)
        })?);
        settle(&server, &people)?;
    }
    Ok(events)
}

fn perform(person: &mut Person, act: &Move) -> Result<Vec<Event>> {
    let event = |does: &str, text: Option<&str>| Event {
        who: act.who.clone(),
        does: does.into(),
        text: text.map(visible),
    };
    if let Some(line) = &act.say {
        person.types(&format!("{line}\n"))?;
        return Ok(vec![event("types", Some(line))]);
    }
    if let Some(bytes) = &act.bytes {
        person.types(bytes)?;
        return Ok(vec![event("types, without Enter", Some(bytes))]);
    }
    if act.hears && act.lines == Some(0) {
        person.hears_nothing()?;
        return Ok(vec![event("reads nothing", None)]);
    }
    if act.hears {
        let lines = (0..act.lines.unwrap_or(1)).map(|_| person.hears());
        let lines = lines.collect::<Result<Vec<_>>>()?;
        return Ok(lines.iter().map(|line| event("reads", Some(line))).collect());
    }
    if act.close {
        person.closes();
        return Ok(vec![event("ends the input", None)]);
    }
    if act.kill {
        person.leaves()?;
        return Ok(vec![event("ends nc", None)]);
    }
    ensure!(act.ends, "it needs say, bytes, hears, close, kill or ends");
    person.is_left()?;
    Ok(vec![event("reads the end", None)])
}

fn settle(server: &Server, people: &BTreeMap<&str, Person>) -> Result<()> {
    let people = people.values().map(|person| person.nc.id());
    let all: Vec<u32> = std::iter::once(server.process.id()).chain(people).collect();
    asleep::wait(&all)
}

/// What a terminal would not show, or obey, spelled out.
fn visible(text: &str) -> String {
    let spell = |character: char| match character.is_control() {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(spell).collect()
}
