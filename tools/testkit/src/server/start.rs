//! How a server comes up: on a port that is free, and not before it says so.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::printed::Printed;
use super::{LANE, Process, Server};
use crate::exercise::BY_A_CHECK;
use crate::spawn::spawn;
use crate::timeline::Timeline;
use crate::waits::{LONGEST, PATIENCE};

/// What is special about a server. See [`Server::builder`].
#[derive(Clone, Debug)]
pub struct ServerBuilder {
    binary: PathBuf,
    args: Vec<OsString>,
    open_files: Option<u32>,
    timeline: Timeline,
    patience: Duration,
}

impl ServerBuilder {
    pub(super) fn new(binary: &Path) -> Self {
        Self {
            binary: binary.to_owned(),
            args: Vec::new(),
            open_files: None,
            timeline: Timeline::new(),
            patience: PATIENCE,
        }
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds arguments.
    pub fn args<S: Into<OsString>>(
        mut self,
        args: impl IntoIterator<Item = S>,
    ) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Lets the server, and nobody else, open so many files at most, sockets
    /// included. It cannot raise this itself. What our own caller left open in us
    /// and so in the server is not counted.
    #[cfg(unix)]
    pub fn open_files(mut self, limit: u32) -> Self {
        self.open_files = Some(limit);
        self
    }

    /// Writes into this timeline instead of a new one.
    pub fn timeline(mut self, timeline: &Timeline) -> Self {
        self.timeline = timeline.clone();
        self
    }

    /// How long it may take until it says where it listens, 30 s at most.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience.min(LONGEST);
        self
    }

    /// Starts it and waits for its first line, `listening on HOST:PORT`.
    ///
    /// # Panics
    /// When it cannot be started or says something else.
    #[track_caller]
    pub fn start(self) -> Server {
        let binary = self.binary.display();
        let mut child = match self.spawn() {
            Ok(child) => child,
            Err(error) => panic!("cannot start {binary}: {error} (was it built?)"),
        };
        let printed = Printed::default();
        printed.keep(child.stderr.take().expect("its standard error is a pipe"));
        let first = printed
            .keep_after_first(child.stdout.take().expect("its output is a pipe"))
            .recv_timeout(self.patience);
        let addr = first.as_deref().ok().and_then(address);
        let Some(addr) = addr else {
            // Not a `Server` yet, so nobody else will end it.
            let _ = child.kill();
            let _ = child.wait();
            let got = match first {
                Ok(line) => format!("{line:?}"),
                Err(_) => "no line".to_owned(),
            };
            let printed = printed.last_words().join("\n  ");
            panic!(
                "expected: the server's first line is \"listening on HOST:PORT\"\n     \
                 got: {got}\nthe server printed:\n  {printed}"
            )
        };
        self.timeline.note(LANE, "listens");
        let process = Process::new(child, addr, self.timeline, printed);
        Server { process }
    }

    fn spawn(&self) -> io::Result<Child> {
        let mut command = match self.open_files {
            None => Command::new(&self.binary),
            Some(limit) => limited(&self.binary, limit),
        };
        if !self.args.iter().any(|arg| arg == "--addr") {
            command.args(["--addr", "127.0.0.1:0"]);
        }
        command
            .args(&self.args)
            // A failure shows the last few lines, and these would be all of them.
            .env("RUST_BACKTRACE", "0")
            .env(BY_A_CHECK, "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        spawn(&mut command)
    }
}

/// A shell lowers its own limit and then becomes the server, which keeps the
/// id. (To do it between `fork` and `exec` ourselves would need `unsafe`.)
fn limited(binary: &Path, open_files: u32) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", LIMITED, "sh"]).arg(open_files.to_string()).arg(binary);
    command
}

/// The limit is about a descriptor's number, see getrlimit(2), so a place that is
/// taken before the server starts is made up for.
const LIMITED: &str = r#"
    limit=$1
    shift
    for fd in /dev/fd/*; do
        number=${fd##*/}
        if [ -e "$fd" ] && [ "$number" -gt 2 ] && [ "$number" -lt "$limit" ]; then
            limit=$((limit + 1))
        fi
    done
    ulimit -n "$limit"
    exec "$@"
"#;

fn address(line: &str) -> Option<SocketAddr> {
    line.strip_prefix("listening on ")?.parse().ok()
}
