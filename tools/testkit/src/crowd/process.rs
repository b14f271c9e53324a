//! A crowd in a process of its own, driven by lines: see `src/bin/crowd.rs`.
//!
//! The binary belongs to this package, and Cargo tells only a package's own
//! tests where its binaries are. To search for it beside the running test would
//! find an old one, or none after `cargo test -p steps`; so we ask Cargo, which
//! builds it when it has to and says where it is.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::spawn::spawn;
use crate::waits::LONGEST;

/// A crowd that lives elsewhere. See
/// [`Crowd::in_another_process`](crate::Crowd::in_another_process).
#[derive(Debug)]
pub struct CrowdProcess {
    child: Child,
    orders: ChildStdin,
    answers: Receiver<String>,
    count: usize,
}

impl CrowdProcess {
    #[track_caller]
    pub(crate) fn start(addr: SocketAddr, count: usize) -> Self {
        let binary = match binary() {
            Ok(binary) => binary,
            Err(error) => panic!("cannot build the crowd: {error}"),
        };
        let mut command = Command::new(binary);
        command
            .args([addr.to_string(), count.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = spawn(&mut command)
            .expect("a binary that Cargo has just built can be started");
        let answers = answers(&mut child);
        let orders = child.stdin.take().expect("its input is a pipe");
        let crowd = Self { child, orders, answers, count };
        crowd.await_answer(&format!("ready {count}"));
        crowd
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Waits until each of them has read `line`, whatever comes before it.
    ///
    /// # Panics
    /// When it does not reach one of them in time.
    #[track_caller]
    pub fn expect(&mut self, line: &str) {
        // An order that cannot be given gets no answer either.
        let _ = writeln!(self.orders, "expect {line}");
        self.await_answer(&format!("seen {}", self.count));
    }

    /// Lets one of them say a line.
    ///
    /// # Panics
    /// When there is no such member, or its connection is gone.
    #[track_caller]
    pub fn say(&mut self, member: usize, text: &str) {
        let _ = writeln!(self.orders, "say {member} {text}");
        self.await_answer("said");
    }

    #[track_caller]
    fn await_answer(&self, wanted: &str) {
        // Its own waits end first, and with a better message.
        let answer = self.answers.recv_timeout(LONGEST * 2);
        let answer = answer.unwrap_or_else(|_| "no answer".to_owned());
        assert!(
            answer == wanted,
            "crowd: expected: {wanted}\n            got: {answer}"
        );
    }
}

impl Drop for CrowdProcess {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Its lines, read by a thread, because a pipe cannot be waited for with a limit.
fn answers(child: &mut Child) -> Receiver<String> {
    let output = child.stdout.take().expect("its output is a pipe");
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Builds the crowd, once in each test process, and says where it is.
fn binary() -> Result<PathBuf, String> {
    static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    BINARY.get_or_init(build).clone()
}

fn build() -> Result<PathBuf, String> {
    // Cargo sets this for the tests it runs.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "testkit", "--bin", "crowd"])
        .args(["--message-format", "json", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let messages = String::from_utf8_lossy(&built.stdout);
    match messages.lines().rev().find_map(executable) {
        Some(path) if built.status.success() => Ok(path),
        _ => Err(String::from_utf8_lossy(&built.stderr).into_owned()),
    }
}

/// Takes the path out of Cargo's message about the binary.
fn executable(message: &str) -> Option<PathBuf> {
    let (_, path) = message.split_once("\"executable\":\"")?;
    let (path, _) = path.split_once('"')?;
    Some(PathBuf::from(path.replace("\\\\", "\\")))
}
