//! From what is seen of a server to what it means, in one sentence.
//!
//! A hang is never reported as a bare time-out. Black-box tests cannot see the
//! bug, but they see where the server stands: asleep or spinning, in which
//! call, with what left in the kernel's queues. That is nearly as good.

use std::process::ExitStatus;

use crate::server::Process;

/// What was seen of the server, what it most likely means, and the page of the
/// book that explains it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cause {
    pub seen: String,
    pub said: String,
    pub page: String,
}

impl Cause {
    pub fn new(seen: &str, said: &str, page: &str) -> Self {
        Self { seen: seen.into(), said: said.into(), page: page.into() }
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
    let cause = match process.status() {
        Some(status) => ended(&status),
        None if process.is_frozen() => Cause::new(
            "the server is frozen",
            "nothing can come before the test thaws it",
            "",
        ),
        None => alive(process),
    };
    Verdict { cause, printed: process.printed.last_words() }
}

/// No cause, for a server that did answer, only with something else.
pub(crate) fn printed_only(process: &Process) -> Verdict {
    Verdict { cause: Cause::default(), printed: process.printed.last_words() }
}

fn ended(status: &ExitStatus) -> Cause {
    let seen = format!("the server has ended ({})", ending(status));
    if status.success() {
        return Cause::new(&seen, "its loop came to an end", "");
    }
    let said = "one client's error ended the server for all";
    Cause::new(&seen, said, "bytes/one-bad-client.md")
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
