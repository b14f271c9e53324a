//! `cargo learn doctor`: what can go wrong on this machine, and what to do about it.

use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::{RecursiveMode, Watcher};

use crate::commands::say;
use crate::place::Place;
use crate::text::{BAD, GOOD, paint};

/// What was found: all is well, or what to do.
type Finding = std::result::Result<String, String>;

/// Two thousand clients, and what a server needs besides.
#[cfg(unix)]
const FILES: u64 = 2100;

/// Looks at everything. Returns whether all is well.
///
/// # Errors
/// When nobody reads what it says.
pub fn doctor(place: &Place) -> Result<bool> {
    let findings =
        [rust(place), open_files(), port(), netcat(), events(place), editor()];
    let row = |finding: &Finding| match finding {
        Ok(text) => format!("{} {text}", paint(GOOD, "✓")),
        Err(text) => format!("{} {text}", paint(BAD, "✗")),
    };
    say(&findings.iter().map(row).collect::<Vec<_>>())?;
    Ok(findings.iter().all(Finding::is_ok))
}

fn rust(place: &Place) -> Finding {
    let said = Command::new("rustc").arg("--version").output();
    let said = said.map_err(|error| format!("rustc does not start: {error}"))?;
    let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let manifest = fs::read_to_string(place.root().join("Cargo.toml"));
    let manifest = manifest.unwrap_or_default();
    let line =
        manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    let needed = line.unwrap_or_default().trim_matches('"').to_owned();
    let number = |text: &str| -> Vec<u32> {
        text.split('.').filter_map(|part| part.parse().ok()).collect()
    };
    let version = said.split(' ').nth(1).unwrap_or_default();
    if number(version) < number(&needed) {
        return Err(format!(
            "{said} is too old: `rustup update`, for {needed} or later"
        ));
    }
    Ok(format!("{said} ({needed} is needed)"))
}

#[cfg(unix)]
fn open_files() -> Finding {
    let limits = rlimit::getrlimit(rlimit::Resource::NOFILE);
    let (_, hard) =
        limits.map_err(|error| format!("no limit of open files: {error}"))?;
    if hard < FILES {
        return Err(format!(
            "one process may open {hard} files: enough for the exercises, not for the \
             lab (raise the hard limit, see `ulimit -Hn`)"
        ));
    }
    Ok(format!("one process may open {hard} files"))
}

#[cfg(not(unix))]
fn open_files() -> Finding {
    Ok("open files: this system sets no limit that matters here".to_owned())
}

fn port() -> Finding {
    match TcpListener::bind("127.0.0.1:7000") {
        Ok(_) => Ok("port 7000 is free".to_owned()),
        Err(error) => Err(format!(
            "port 7000: {error} (is a step still running? end it, or try \
             --addr 127.0.0.1:7001 with server and client)"
        )),
    }
}

fn netcat() -> Finding {
    let mut nc = Command::new("nc");
    nc.arg("-h").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(match nc.status() {
        Ok(_) => "nc is there, to talk to a server by hand".to_owned(),
        Err(_) => {
            "nc is missing; `cargo run --bin client` does all it would".to_owned()
        }
    })
}

/// Whether we are told when a file is saved.
fn events(place: &Place) -> Finding {
    let none = "no event comes when a file is saved (a network drive, a container?): \
                `cargo learn` looks twice a second instead, so a verdict comes half a \
                second later";
    let folder = place.own("doctor");
    let file = folder.join("event");
    let tried =
        fs::create_dir_all(&folder).and_then(|()| fs::write(&file, "before"));
    tried.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let (sender, events) = mpsc::channel();
    let listen = move |event| drop(sender.send(event));
    let watcher = notify::recommended_watcher(listen).and_then(|mut watcher| {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    });
    let start = Instant::now();
    let written = watcher.is_ok() && fs::write(&file, "after").is_ok();
    let came = written && events.recv_timeout(Duration::from_secs(2)).is_ok();
    let took = start.elapsed().as_millis();
    // It is ours, and worth nothing.
    let _ = fs::remove_dir_all(&folder);
    if came {
        Ok(format!("a saved file is noticed after {took} ms"))
    } else {
        Err(none.to_owned())
    }
}

/// An editor that compiles at every save makes our cargo wait for its own.
#[expect(clippy::unnecessary_wraps, reason = "one of several findings")]
fn editor() -> Finding {
    Ok("if your editor runs cargo at every save, give it a folder of its own \
        (rust-analyzer: \"rust-analyzer.cargo.targetDir\": true), or we wait for it"
        .to_owned())
}
