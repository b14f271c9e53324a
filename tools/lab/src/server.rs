//! A server under test: our child, on a port of its own, ended when dropped.

use crate::meter::Meter;
use crate::pin;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a server may take to say where it listens.
const START: Duration = Duration::from_secs(10);

/// What a server makes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everybody else hears it.
    Chat,
    /// It comes back.
    Echo,
}

/// How to start a server.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What the tables call it.
    pub name: String,
    /// The program and its arguments; `--addr 127.0.0.1:0` is added.
    pub command: Vec<String>,
    /// What it makes of a line.
    pub level: Level,
    /// It starts a process for each client, which must be counted too.
    pub forks: bool,
}

impl Recipe {
    /// A chat server in one process.
    pub fn chat(name: &str, command: Vec<String>) -> Self {
        Self { name: name.into(), command, level: Level::Chat, forks: false }
    }

    /// Adds arguments to the command line.
    #[must_use]
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.command.extend(arguments.iter().map(ToString::to_string));
        self
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it spends.
    pub meter: Meter,
}

impl Server {
    /// Starts a server and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started, or does not say `listening on HOST:PORT`.
    pub fn start(recipe: &Recipe) -> Result<Self> {
        let cores = pin::cores();
        if let Some((server, _)) = cores {
            pin::pin_to(server);
        }
        let started = spawn(recipe);
        if let Some((_, load)) = cores {
            pin::pin_to(load);
        }
        let mut child = started?;
        match listening(&mut child) {
            Ok(address) => {
                let meter = Meter::new(child.id(), recipe.forks);
                Ok(Self { child, address, meter })
            }
            Err(error) => {
                stop(&mut child);
                Err(error.context(format!("{} did not start", recipe.name)))
            }
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// From now on it may have at most so many files open. Linux only.
    pub fn limit_open_files(&self, most: u64) {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Pid, Resource, Rlimit, prlimit};
            let limit = Rlimit { current: Some(most), maximum: Some(most) };
            let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
            // Where it is not allowed, the attack is weaker.
            let _ = prlimit(pid, Resource::Nofile, limit);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = most;
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

fn spawn(recipe: &Recipe) -> Result<Child> {
    let (program, arguments) =
        recipe.command.split_first().context("a server needs a command")?;
    Command::new(program)
        .args(arguments)
        .args(["--addr", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program} (is it built?)"))
}

/// Reads the first line; what the server prints later is read and forgotten, or a
/// full pipe would stop it.
fn listening(child: &mut Child) -> Result<SocketAddr> {
    let stdout = child.stdout.take().context("standard output is a pipe")?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        let read = stdout.read_line(&mut line);
        // The other end is gone only when we gave up waiting.
        let _ = tell.send(read.map(|_| line));
        let mut rest = [0; 4096];
        while matches!(stdout.read(&mut rest), Ok(1..)) {}
    });
    let line = told.recv_timeout(START).context("it says nothing")??;
    let Some(address) = line.trim_end().strip_prefix("listening on ") else {
        bail!("its first line is {line:?}, not `listening on HOST:PORT`");
    };
    address.parse().with_context(|| format!("not an address: {address}"))
}

fn stop(child: &mut Child) {
    // Both fail only when it has already ended.
    let _ = child.kill();
    let _ = child.wait();
}
