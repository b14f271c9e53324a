//! Ends a check that would never end.
//!
//! A thread cannot be ended from outside, so the only way out of a learner's
//! endless loop is to end the whole test process, after saying why.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::{Place, exit, rerun};
use crate::diagnosis::{Cause, Verdict, diagnose};
use crate::failure::report;
use crate::server::{end_all_servers, server_of};
use crate::timeline::Timeline;
use crate::waits::LONGEST;

/// What the test harness itself returns when a test failed.
pub(super) const FAILED: i32 = 101;

/// How often we look.
const PAUSE: Duration = Duration::from_millis(50);

/// While it lives, the check may go on.
#[derive(Debug)]
pub(super) struct Watch {
    /// Never sent on: that it is gone is the message.
    _alive: Option<Sender<()>>,
}

impl Watch {
    pub fn start(place: &Place, timeline: &Timeline) -> Self {
        if rerun::is_one() {
            // Whoever started this run ends it.
            rerun::mark_the_start();
            return Self { _alive: None };
        }
        let (alive, guarded) = mpsc::channel::<()>();
        let (place, timeline) = (place.clone(), timeline.clone());
        let mut look = Looks::new();
        let watch = move || {
            loop {
                match guarded.recv_timeout(PAUSE) {
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
                if let Some(cause) = look.verdict(&timeline) {
                    give_up(&place, &timeline, cause);
                }
            }
        };
        let watcher = thread::Builder::new().name("watcher".into());
        watcher.spawn(watch).expect("one more thread can be started");
        Self { _alive: Some(alive) }
    }
}

fn give_up(place: &Place, timeline: &Timeline, cause: Cause) -> ! {
    let verdict = match server_of(timeline) {
        Some(server) => diagnose(&server),
        None => Verdict { cause, printed: rerun::printed(place) },
    };
    let (check, exercise) = (place.check(), &place.exercise);
    let expected = format!("{check} comes to an end ({exercise})");
    let got = "it would go on for ever, so the test process was ended";
    let report = report(&expected, got, timeline, Some(verdict));
    let text = format!("\n---- {} stdout ----\n{report}", place.test);
    // The harness keeps back what `println!` prints; this goes straight out.
    let _ = std::io::stderr().write_all(text.as_bytes());
    exit::allow();
    // Nothing is dropped by `exit`, so the servers have to go first.
    end_all_servers();
    std::process::exit(FAILED)
}

/// What is seen of a check while it runs.
struct Looks {
    start: Instant,
    /// When something was last seen to happen, and how much had by then.
    last_sign: (Instant, usize),
    /// The name that its threads have.
    #[cfg(target_os = "linux")]
    threads: String,
    #[cfg(target_os = "linux")]
    busy: Option<crate::linux::busy::Busy>,
}

impl Looks {
    /// Called by the thread of the check itself.
    fn new() -> Self {
        Self {
            start: Instant::now(),
            last_sign: (Instant::now(), 0),
            #[cfg(target_os = "linux")]
            threads: crate::linux::busy::name_this_thread(),
            #[cfg(target_os = "linux")]
            busy: None,
        }
    }

    /// Why it will never end, as soon as that is certain.
    fn verdict(&mut self, timeline: &Timeline) -> Option<Cause> {
        if self.start.elapsed() > LONGEST {
            return Some(Cause::new("", "a loop that never ends", ""));
        }
        let (made, waits, patience) = {
            let story = timeline.story();
            let patience = story.exercise.as_ref().map(|exercise| exercise.patience);
            (story.made, story.somebody_waits, patience.unwrap_or(LONGEST))
        };
        if waits || made != self.last_sign.1 {
            self.last_sign = (Instant::now(), made);
            self.forget();
        }
        // The first second is for whoever is done in it.
        let early = patience.saturating_sub(Duration::from_millis(500));
        if self.last_sign.0.elapsed() < early {
            None
        } else {
            self.look_closer(timeline)
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn forget(&self) {}

    #[cfg(target_os = "linux")]
    fn forget(&mut self) {
        self.busy = None;
    }

    #[cfg(not(target_os = "linux"))]
    fn look_closer(&self, _: &Timeline) -> Option<Cause> {
        // More cannot be seen, and a slow machine must not be taken for a loop.
        let is_late = self.last_sign.0.elapsed() > crate::waits::PATIENCE;
        let said = "a loop that never ends, or a call that waits for ever";
        is_late.then(|| Cause::new("", said, ""))
    }

    #[cfg(target_os = "linux")]
    fn look_closer(&mut self, timeline: &Timeline) -> Option<Cause> {
        use crate::linux::busy::{Busy, Look};
        let busy = self.busy.get_or_insert_with(|| {
            let server = server_of(timeline).map(|server| server.id);
            Busy::watch(&self.threads, server.into_iter().collect())
        });
        let (seen, said) = match busy.look() {
            Look::Working => return None,
            Look::Asleep => (
                "every thread sleeps, and whatever wakes one changes nothing",
                "a call waits for what will never come: a read or an accept that \
                 blocks, a `recv` with nothing to receive, a lock that is held, a thread \
                 that does not end",
            ),
            Look::Spinning => (
                "your code is on the CPU all the time",
                "an endless loop, or one that is far too long: often a call is repeated \
                 although its answer stays the same (`WouldBlock`, `Ok(0)`, an error)",
            ),
        };
        Some(Cause::new(seen, said, ""))
    }
}
