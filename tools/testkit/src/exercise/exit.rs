//! Says so when the learner's code ends the whole process.
//!
//! The harness dies with it and can tell nothing, and for cargo a status of 0 is a
//! success. So whoever leaves in the middle of a check is met at the door. (Not on
//! Windows, where `exit` of std asks none of C's handlers.)

use std::ffi::c_int;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use super::Place;
use super::watch::FAILED;
use crate::diagnosis::Cause;
use crate::failure::report;
use crate::server::end_all_servers;
use crate::timeline::Timeline;

/// The checks that run.
static RUNNING: Mutex<Vec<(Place, Timeline)>> = Mutex::new(Vec::new());

#[expect(unsafe_code, reason = "std has neither of the two")]
// SAFETY: these are their declarations in the C standard, and in POSIX.
unsafe extern "C" {
    safe fn atexit(call: extern "C" fn()) -> c_int;
    safe fn _exit(status: c_int) -> !;
}

pub(super) fn enter(place: &Place, timeline: &Timeline) {
    static ONCE: Once = Once::new();
    // Without it a process that ends early is taken for one that is done.
    ONCE.call_once(|| {
        let _ = atexit(met_at_the_door);
    });
    running().push((place.clone(), timeline.clone()));
}

pub(super) fn leave(place: &Place) {
    running().retain(|(other, _)| other.test != place.test);
}

/// What was to be said was said.
pub(super) fn allow() {
    running().clear();
}

fn running() -> MutexGuard<'static, Vec<(Place, Timeline)>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs in the thread that has called `exit`. The harness calls its threads by their
/// tests; of a thread of the learner's nobody knows to which check it belongs.
extern "C" fn met_at_the_door() {
    let checks = std::mem::take(&mut *running());
    let this = std::thread::current();
    let is_this =
        |(place, _): &&(Place, Timeline)| Some(&*place.test) == this.name();
    let Some((place, timeline)) = checks.iter().find(is_this).or(checks.first())
    else {
        return;
    };
    let expected = format!("{} comes to an end ({})", place.check(), place.exercise);
    let said = "your code ended the process, and with it a server and all its clients: \
                return, and let the caller decide";
    let cause = Cause::new("", said, "").certain();
    let got = "the whole test process was ended";
    let report = report(&expected, got, timeline, Some(cause.into()));
    let text = format!("\n---- {} stdout ----\n{report}", place.test);
    // Nobody may be reading.
    let _ = std::io::stderr().write_all(text.as_bytes());
    end_all_servers();
    _exit(FAILED)
}
