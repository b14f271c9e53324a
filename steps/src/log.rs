//! Log lines on standard error, which never cost the server any time.
//!
//! A pipe that nobody reads is full after 64 KiB, and whoever writes to it then
//! waits. A chat must not stop because nobody reads its log: when standard
//! error takes no more, lines are lost.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};

/// One thread at a time: two that both saw room for a line may not both have it.
struct StandardError(Mutex<()>);

/// Starts the log, or leaves it silent.
pub fn start(verbose: bool) {
    static LOG: StandardError = StandardError(Mutex::new(()));
    if verbose && log::set_logger(&LOG).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

impl Log for StandardError {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= LevelFilter::Info
            && metadata.target().starts_with("step")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = format!("{}\n", record.args());
        let _alone = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if takes_a_line() {
            // A closed standard error is nobody's concern.
            let _ = io::stderr().write_all(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

/// Whether standard error takes a line at once. When `poll(2)` says that a pipe
/// is writable, it takes 4,096 bytes (`PIPE_BUF`, see pipe(7)).
#[cfg(unix)]
fn takes_a_line() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let stderr = io::stderr();
    let mut fds = [PollFd::new(&stderr, PollFlags::OUT)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    matches!(poll(&mut fds, Some(&at_once)), Ok(1))
}

/// Elsewhere there is no such question, and a full pipe makes the server wait.
#[cfg(not(unix))]
fn takes_a_line() -> bool {
    true
}
