//! Ends the test process when the code under test loops for ever.
//!
//! A thread cannot be ended from outside, so the only way out of somebody
//! else's endless loop is to end the whole process, after saying why.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::diagnosis::{Cause, Verdict, diagnose};
use crate::failure::report;
use crate::server::{end_all_servers, server_of};
use crate::timeline::Timeline;
use crate::waits::{LONGEST, spoken};

/// What the test harness itself returns when a test failed.
const FAILED: i32 = 101;

/// Runs `body` and returns what it returns. If it takes longer than `limit`
/// (30 s at most), prints `name`, ends every [`Server`](crate::Server) of this
/// process, and exits with status 101.
///
/// ```
/// use std::time::Duration;
/// let lines = testkit::within(Duration::from_secs(5), "lines", || 1 + 1);
/// assert_eq!(lines, 2);
/// ```
pub fn within<T>(limit: Duration, name: &str, body: impl FnOnce() -> T) -> T {
    let _guard = Guard::start(limit, name, None);
    body()
}

/// A guard of 10 s for the current test, for as long as it is kept:
/// `let _guard = testkit::guard();`
#[must_use = "it guards for as long as it is kept"]
pub fn guard() -> Guard {
    // The test harness calls the thread of a test by the test's name.
    let name = thread::current().name().unwrap_or("this test").to_owned();
    Guard::start(crate::PATIENCE, &name, None)
}

/// While it lives, the process has only so long. Made by [`guard()`] or
/// [`Guard::start`]; dropping it calls the end off.
pub struct Guard {
    /// Never sent on: that it is gone is the message.
    _alive: Sender<()>,
}

impl Guard {
    /// Ends the process after `limit` (30 s at most), showing `timeline` and
    /// where its server stands.
    #[must_use = "it guards for as long as it is kept"]
    pub fn start(limit: Duration, name: &str, timeline: Option<&Timeline>) -> Self {
        let limit = limit.min(LONGEST);
        let name = name.to_owned();
        let timeline = timeline.cloned().unwrap_or_default();
        let (alive, guarded) = mpsc::channel();
        thread::spawn(move || {
            if guarded.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                give_up(limit, &name, &timeline);
            }
        });
        Self { _alive: alive }
    }
}

fn give_up(limit: Duration, name: &str, timeline: &Timeline) -> ! {
    let verdict = server_of(timeline).as_deref().map_or_else(endless, diagnose);
    let expected = format!("{name} ends within {}", spoken(limit));
    let got = "it still runs; the whole test process ends here";
    let text = format!("\n{}", report(&expected, got, timeline, Some(verdict)));
    // The harness keeps back what `println!` prints; this goes straight out.
    let _ = std::io::stderr().write_all(text.as_bytes());
    // Nothing is dropped by `exit`, so the servers have to go first.
    end_all_servers();
    std::process::exit(FAILED)
}

fn endless() -> Verdict {
    Cause::new("", "a loop that never ends, or a call that waits for ever", "")
        .into()
}
