//! What the learner's code printed before it went on for ever.
//!
//! The test harness keeps what a test prints and shows it when the test has
//! failed. A process that is ended takes it along. So the check is run once
//! more, for a moment, with nothing kept back.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::Place;
use crate::spawn::spawn;

/// Set in the process that only prints.
const VARIABLE: &str = "TESTKIT_ONLY_PRINT";
const MARK: &str = "--- here the check begins ---";
const MOMENT: Duration = Duration::from_millis(400);
/// The first ones, because a loop is not always ended after the same one.
const LINES: usize = 4;

pub(super) fn is_one() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

pub(super) fn mark_the_start() {
    // Whoever started this run may end while it goes on for ever. The pipe from
    // there is closed then.
    thread::spawn(|| {
        let _ = io::stdin().read(&mut [0]);
        std::process::exit(1);
    });
    let _ = writeln!(io::stdout(), "\n{MARK}");
}

/// The first lines that the check's code prints.
pub(super) fn printed(place: &Place) -> Vec<String> {
    let Some(mut child) = run_again(place) else { return Vec::new() };
    let lines = lines_of(&mut child);
    let end = Instant::now() + MOMENT;
    let mut printed = Vec::new();
    let left = || end.saturating_duration_since(Instant::now());
    while printed.len() < LINES
        && let Ok(line) = lines.recv_timeout(left())
    {
        printed.push(line);
    }
    // It may have ended by itself after all.
    let _ = child.kill();
    let _ = child.wait();
    printed
}

fn run_again(place: &Place) -> Option<Child> {
    let mut command = Command::new(std::env::current_exe().ok()?);
    command
        .args(["--exact", &place.test, "--include-ignored"])
        .args(["--nocapture", "--test-threads", "1"])
        .env(VARIABLE, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    spawn(&mut command).ok()
}

/// What comes after the mark, line by line, from a thread of its own.
fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    let pipe = child.stdout.take().expect("its output is a pipe");
    thread::spawn(move || {
        let lines = BufReader::new(pipe).lines().map_while(Result::ok);
        for line in lines.skip_while(|line| line != MARK).skip(1).take(LINES) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
