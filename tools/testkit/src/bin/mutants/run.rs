//! Runs a test program and reads what it tells of its checks.

use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::Result;
use crate::scratch::Program;

/// No check may run longer than this.
pub const LONGEST: Duration = Duration::from_secs(10);
/// Nor all checks of an exercise, of which each may have to wait for a second and a
/// half until it is sure that nothing comes, in vain.
pub const LONGEST_TOGETHER: Duration = Duration::from_secs(40);
/// What does is ended after this.
const HANGS: Duration = Duration::from_secs(60);

/// Where the checks find the server, if it is not where cargo put it.
const SERVER: &str = "TESTKIT_SERVER";

/// What became of the checks.
#[derive(Default)]
pub struct Outcome {
    /// The whole message of each check that failed.
    pub failed: BTreeMap<String, String>,
    /// Not all checks were heard of, because the process was ended before.
    pub cut_short: bool,
    pub took: Duration,
}

impl Outcome {
    pub fn is_passed(&self) -> bool {
        self.failed.is_empty() && !self.cut_short
    }
}

/// Runs the checks, or only one of them.
pub fn run(program: &Program, check: Option<&str>) -> Result<Outcome> {
    let start = Instant::now();
    let mut command = Command::new(&program.path);
    // Whether a learner asks for backtraces is not our concern.
    command.env("RUST_BACKTRACE", "0").args(["--test-threads", "4"]);
    if let Some(server) = &program.server {
        command.env(SERVER, server);
    }
    if let Some(check) = check {
        command.args(["--exact", check]);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let out = collect(child.stdout.take().expect("it is a pipe"));
    let err = collect(child.stderr.take().expect("it is a pipe"));
    let ended = wait(&mut child, start)?;
    let mut text = out.join().expect("reading does not panic");
    let is_complete = text.contains("\ntest result: ");
    text.push_str(&err.join().expect("reading does not panic"));
    let mut failed = messages(&text);
    if !ended {
        let stuck = check.unwrap_or("some check").to_owned();
        failed.insert(stuck, "it went on, and no guard ended it".into());
    }
    Ok(Outcome { failed, cut_short: !is_complete, took: start.elapsed() })
}

/// The names of the checks in a program.
pub fn checks(program: &Program) -> Result<Vec<String>> {
    let output = Command::new(&program.path).arg("--list").output()?;
    let list = String::from_utf8_lossy(&output.stdout);
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(names.map(str::to_owned).collect())
}

fn collect(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is all there is.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Whether it ended by itself.
fn wait(child: &mut Child, start: Instant) -> Result<bool> {
    while child.try_wait()?.is_none() {
        if start.elapsed() > HANGS {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(true)
}

/// What stands below each `---- NAME stdout ----`.
fn messages(text: &str) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let mut current: Option<(String, Vec<&str>)> = None;
    let mut keep = |current: &mut Option<(String, Vec<&str>)>| {
        if let Some((name, lines)) = current.take() {
            messages.insert(name, tidy(&lines));
        }
    };
    for line in text.lines() {
        let head = line.strip_prefix("---- ");
        let name = head.and_then(|line| line.strip_suffix(" stdout ----"));
        if let Some(name) = name {
            keep(&mut current);
            current = Some((name.to_owned(), Vec::new()));
        } else if line == "failures:" || line.starts_with("test result: ") {
            keep(&mut current);
        } else if let Some((_, lines)) = &mut current {
            lines.push(line);
        }
    }
    keep(&mut current);
    messages
}

/// Without what the harness adds: a number that differs from run to run, the
/// place in the file of checks, and its advice.
fn tidy(lines: &[&str]) -> String {
    let added = |line: &&&str| {
        let head = line.starts_with("thread '") && line.contains(" panicked at ");
        !head && !line.starts_with("note: run with `RUST_BACKTRACE")
    };
    let kept: Vec<&str> = lines.iter().filter(added).copied().collect();
    kept.join("\n").trim().to_owned()
}
