//! The system calls of a server that runs, as strace writes them down.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

/// How long strace may take for anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// The calls of which an event loop on epoll is made.
const CALLS: &str = "trace=epoll_wait,epoll_ctl,accept4,recvfrom,sendto,writev";

/// A server that is listened in on. Dropping this ends strace, by its id.
#[derive(Debug)]
pub(crate) struct Strace {
    child: Child,
    file: NamedTempFile,
    /// How much of the file we have looked at.
    seen: usize,
}

/// One call that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub name: String,
    /// As strace writes them: `6, "hello\n", 16384, 0, NULL, NULL`.
    pub args: String,
    /// What it returned, or the name of its error.
    pub result: Result<u64, String>,
}

impl Call {
    /// The descriptor that the call is about.
    pub fn file(&self) -> Option<u64> {
        self.args.split(',').next()?.parse().ok()
    }

    /// The bytes that it is about, as strace escapes them: all that stands
    /// between quotes.
    pub fn texts(&self) -> Vec<&str> {
        self.args.split('"').skip(1).step_by(2).collect()
    }

    /// What follows `name`, up to the next sign that is no letter or digit.
    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.args.split_once(name)?;
        rest.split(|c: char| !c.is_ascii_alphanumeric()).next()
    }
}

impl Strace {
    /// Listens in on a process that sleeps.
    pub fn attach(process: u32) -> Result<Strace> {
        let file =
            NamedTempFile::new().context("cannot create a file for strace")?;
        let child = Command::new("strace")
            .args(["-f", "-q", "-s", "48", "-e", CALLS, "-p", &process.to_string()])
            .arg("-o")
            .arg(file.path())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start strace (is it installed?)")?;
        let mut strace = Strace { child, file, seen: 0 };
        strace.calls().context("strace does not say that the server waits")?;
        Ok(strace)
    }

    /// The calls since the last time, once the server waits for events again.
    pub fn calls(&mut self) -> Result<Vec<Call>> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = String::new();
        loop {
            let text = fs::read_to_string(self.file.path())?;
            let whole = text.rfind('\n').map_or(0, |at| at + 1);
            if text == last && is_waiting(&text[whole..]) {
                let new = text[self.seen..whole].lines().filter_map(call).collect();
                self.seen = whole;
                return Ok(new);
            }
            ensure!(Instant::now() < deadline, "strace wrote: {}", &text[whole..]);
            last = text;
            // What strace has in hand is in the file by then.
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Strace {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A call that has not come back yet is a line without an end.
fn is_waiting(unfinished: &str) -> bool {
    unfinished.contains(" epoll_wait(")
}

/// `5590  recvfrom(6, "hello\n", 16384, 0, NULL, NULL) = 6`. Other lines tell of
/// signals, and are left out.
fn call(line: &str) -> Option<Call> {
    let (_, rest) = line.split_once(' ')?;
    let (call, result) = rest.trim_start().rsplit_once(") = ")?;
    let (name, args) = call.split_once('(')?;
    let mut words = result.split(' ');
    let number: i64 = words.next()?.parse().ok()?;
    let error = words.next().unwrap_or_default();
    let result = u64::try_from(number).map_err(|_| error.to_owned());
    Some(Call { name: name.to_owned(), args: args.to_owned(), result })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_strace_is_a_call() {
        let line = r#"59  recvfrom(6, "hello\n", 16384, 0, NULL, NULL) = 6"#;
        let read = call(line).unwrap();
        assert_eq!((read.file(), read.texts()), (Some(6), vec![r"hello\n"]));
        assert_eq!((read.name.as_str(), read.result), ("recvfrom", Ok(6)));

        let line =
            "59  accept4(3, 0x7f, [128], SOCK_CLOEXEC) = -1 EAGAIN (Resource)";
        assert_eq!(call(line).unwrap().result, Err("EAGAIN".to_owned()));
    }

    #[test]
    fn a_line_about_a_signal_is_none() {
        assert_eq!(call("59  --- stopped by SIGSTOP ---"), None);
    }
}
