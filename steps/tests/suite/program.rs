//! A server as whoever starts it sees it: what it prints, and how it ends.
//!
//! `testkit::Server` reads all that a server prints and drops none of it; here
//! the outputs are the subject, and may also be closed, or never read.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;

use testkit::{Guest, PATIENCE, Timeline};

use crate::probe::greeted;
use crate::servers::Step;

/// The arguments that most servers here are started with.
pub const ANY_PORT: [&str; 2] = ["--addr", "127.0.0.1:0"];

/// A running server. Dropping it ends the process.
pub struct Program {
    step: Step,
    child: Child,
    pub stdout: Output,
    pub stderr: Output,
}

impl Program {
    /// Starts a server whose outputs are pipes, which are read all the time.
    pub fn start(step: Step, args: &[&str]) -> Program {
        Program::with_outputs(step, args, Stdio::piped(), Stdio::piped())
    }

    /// Starts a server with these outputs. Those that are pipes are read.
    pub fn with_outputs(
        step: Step,
        args: &[&str],
        stdout: impl Into<Stdio>,
        stderr: impl Into<Stdio>,
    ) -> Program {
        let mut command = Command::new(step.binary);
        command.args(args).stdin(Stdio::null()).stdout(stdout).stderr(stderr);
        let mut child =
            command.spawn().expect("what Cargo has built can be started");
        let stdout = child.stdout.take().map_or(Output(None), Output::of);
        let stderr = child.stderr.take().map_or(Output(None), Output::of);
        Program { step, child, stdout, stderr }
    }

    /// Waits for the line that says where it listens.
    #[track_caller]
    pub fn addr(&self) -> SocketAddr {
        let line = self.stdout.line();
        let addr =
            line.strip_prefix("listening on ").and_then(|it| it.strip_suffix('\n'));
        let addr = addr.and_then(|addr| addr.parse().ok());
        addr.unwrap_or_else(|| panic!("where does it listen? it says {line:?}"))
    }

    /// A guest that has read its greeting, where there is one.
    #[track_caller]
    pub fn guest(&self, addr: SocketAddr) -> Guest {
        greeted(self.step, Guest::connect("ann", addr, &Timeline::new()))
    }

    /// Waits until it ends by itself: its status, and all that it printed.
    #[track_caller]
    pub fn end(mut self) -> (i32, String, String) {
        let printed = (self.stdout.rest(), self.stderr.rest());
        // It has closed both outputs, so this takes no time.
        let status = self.child.wait().expect("a child of ours can be waited for");
        (status.code().expect("no signal ended it"), printed.0, printed.1)
    }

    /// Ends it, after which nothing is printed any more.
    pub fn kill(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Whether it has not ended.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a child of ours can be asked").is_none()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What comes out of a pipe, read by a thread because it cannot be waited for
/// with a limit. `None` when somebody else has the pipe.
pub struct Output(Option<Receiver<String>>);

impl Output {
    fn of(pipe: impl Read + Send + 'static) -> Output {
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
                let text = String::from_utf8_lossy(&line).into_owned();
                if sender.send(text).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Output(Some(lines))
    }

    /// The next line, with its ending.
    #[track_caller]
    pub fn line(&self) -> String {
        self.try_line().expect("a line is printed before the end")
    }

    /// The next line, or `None` at the end of the program.
    #[track_caller]
    pub fn try_line(&self) -> Option<String> {
        let lines = self.0.as_ref().expect("this output is read");
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                panic!("it prints nothing, and runs on")
            }
        }
    }

    /// All that comes until the end of the program.
    #[track_caller]
    pub fn rest(&self) -> String {
        std::iter::from_fn(|| self.try_line()).collect()
    }
}
