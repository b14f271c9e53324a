//! From what is seen of a server to what it means, in one sentence.
//!
//! A hang is never reported as a bare time-out. Black-box tests cannot see the
//! bug, but they see where the server stands: asleep or spinning, in which
//! call, with what left in the kernel's queues. That is nearly as good.

use std::process::ExitStatus;
use std::time::Duration;

use crate::exercise::{Exercise, Panic, take_panic};
use crate::server::Process;
use crate::waits::{Deadline, wait_until};

/// What was seen of the server, what it most likely means, and the page of the
/// book that explains it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cause {
    pub seen: String,
    pub said: String,
    pub page: String,
    /// Said by the server itself, not concluded from where it stands.
    pub certain: bool,
}

impl Cause {
    pub fn new(seen: &str, said: &str, page: &str) -> Self {
        Self {
            seen: seen.into(),
            said: said.into(),
            page: page.into(),
            certain: false,
        }
    }

    /// Not to be replaced by what the check holds for likely.
    pub fn certain(self) -> Self {
        Self { certain: true, ..self }
    }
}

/// A cause, and the last lines that the server printed. Either may be empty.
#[derive(Default)]
pub(crate) struct Verdict {
    pub cause: Cause,
    pub printed: Vec<String>,
}

impl From<Cause> for Verdict {
    fn from(cause: Cause) -> Self {
        Self { cause, printed: Vec::new() }
    }
}

/// Looks at a server that did not do what was expected.
pub(crate) fn diagnose(process: &Process) -> Verdict {
    look(process, alive)
}

/// Looks at a server that closed a connection from which more was expected.
pub(crate) fn closed_early(process: &Process) -> Verdict {
    look(process, |_| {
        Cause::new(
            "the server still runs",
            "it closed this connection too early: before everything was written that \
             the client is owed, or for an error that is none, like `WouldBlock`",
            "events/farewells.md",
        )
    })
}

fn look(process: &Process, alive: impl Fn(&Process) -> Cause) -> Verdict {
    let mut cause = match status(process) {
        Some(status) => ended(&status),
        None if process.is_frozen() => Cause::new(
            "the server is frozen",
            "nothing can come before the test thaws it",
            "",
        ),
        None => alive(process),
    };
    let Verdict { cause: panic, printed } = printed_only(process);
    if panic.certain {
        let ended = process.status().is_some();
        let moral = ": one client's misfortune ended the server for all";
        let moral = if ended { moral } else { "" };
        cause.said = format!("{}{moral}", panic.said);
        cause.certain = true;
    }
    Verdict { cause, printed }
}

/// No cause but what it said itself, for a server that did answer, only with
/// something else.
pub(crate) fn printed_only(process: &Process) -> Verdict {
    let mut printed = process.printed.last_words();
    let cause = take_panic(&mut printed).map(|panic| {
        let Panic { message, place } = panic;
        let said = format!("it panicked in {place}: {}", short(&message));
        Cause::new("", &said, "").certain()
    });
    Verdict { cause: cause.unwrap_or_default(), printed }
}

/// What a server has left to be written, if that is why it failed. It is told
/// as it stands, with where to write it.
pub(crate) fn todo(process: &Process) -> Option<String> {
    let panic = take_panic(&mut process.printed.last_words())?;
    let file = process.timeline.story().exercise.as_ref().map(Exercise::file);
    let file = file.map_or(String::new(), |file| format!("\nyour file: {file}"));
    panic.is_todo().then(|| format!("{}{file}", panic.message))
}

/// What a panic in the code under test means, which runs in this process.
pub(crate) fn panicked(panic: &Panic) -> Verdict {
    let seen = format!("a panic in {}", panic.place);
    let said = "a panic ends the thread, and often the server, for everybody: whatever \
                a client does is an ordinary case, or an error of that client alone";
    Cause::new(&seen, said, "").into()
}

/// A message that may have many lines, in one.
fn short(message: &str) -> String {
    let mut words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(160) {
        words.truncate(end);
        words.push_str("...");
    }
    words
}

/// How it ended. One that listens no more is given a moment to be gone.
fn status(process: &Process) -> Option<ExitStatus> {
    let moment = Deadline::after(Duration::from_millis(50));
    wait_until(moment, || process.status().is_some());
    process.status()
}

pub(crate) fn ended(status: &ExitStatus) -> Cause {
    let seen = format!("the server has ended ({})", ending(status));
    if status.success() {
        return Cause::new(&seen, "its loop came to an end", "").certain();
    }
    let said = "an error ended the server for all: one of a client may end that client \
                alone, and one of `accept` nobody";
    Cause::new(&seen, said, "bytes/one-bad-client.md").certain()
}

/// How a process ended, in the same words on every system.
pub(crate) fn ending(status: &ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("status {code}"),
        None => status.to_string(),
    }
}

#[cfg(not(target_os = "linux"))]
fn alive(_: &Process) -> Cause {
    Cause::new("the server still runs", "more can be seen on Linux only", "")
}

#[cfg(target_os = "linux")]
fn alive(process: &Process) -> Cause {
    crate::linux::causes::of(process)
}
