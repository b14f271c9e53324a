//! What every check of an exercise begins with.
//!
//! Its learner sees one thing only: the message of the check that failed. So
//! each says, in at most 25 lines and always in the same words, what was
//! expected, what came, the story so far, the likely cause, and where to read
//! on. A loop that never ends, a panic and a `todo!` are told just as well.

mod exit;
mod panics;
mod rerun;
mod run;
mod waiting;
mod watch;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use panics::{Panic, take_panic};
pub(crate) use run::BY_A_CHECK;
pub use run::run_server;

use crate::server::{Server, ServerBuilder};
use crate::timeline::Timeline;
use crate::{diagnosis, failure, quote};

/// A check that is in good health is over long before; one that is not has
/// about half a second more, in which it is looked at.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What a story knows about the exercise that it is told for.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Its name and that of its file, `ex03_echo`.
    pub(crate) name: String,
    /// How long nothing may happen before we ask whether anything still will.
    pub(crate) patience: Duration,
}

impl Exercise {
    /// The learner's file, seen from the root of the workspace.
    pub(crate) fn file(&self) -> String {
        format!("exercises/src/{}.rs", self.name)
    }
}

/// One check of an exercise, from its first line to its end: see
/// [`check!`](crate::check). While it lives, whatever would never end is ended.
#[derive(Debug)]
pub struct Check {
    place: Place,
    timeline: Timeline,
    binary: Option<&'static str>,
    _watch: watch::Watch,
}

/// Where a check stands.
#[derive(Clone, Debug)]
struct Place {
    exercise: String,
    /// What the test harness calls it.
    test: String,
}

impl Place {
    /// From the path of an item in the test: `ex03_echo::a_check::here`, or
    /// `exercises::ex03_echo::a_check::here` when the solutions are checked.
    fn new(path: &str) -> Self {
        let path = path.trim_end_matches("::here").replace("::{{closure}}", "");
        let is_exercise = |part: &&str| {
            let number = part.strip_prefix("ex").and_then(|rest| rest.get(..2));
            number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
        };
        let exercise = path.split("::").find(is_exercise).unwrap_or("this exercise");
        let test = path.split_once("::").map_or(&*path, |(_, rest)| rest);
        Self { exercise: exercise.to_owned(), test: test.to_owned() }
    }

    fn check(&self) -> &str {
        self.test.rsplit("::").next().unwrap_or(&self.test)
    }
}

impl Check {
    /// What [`check!`](crate::check) calls.
    #[doc(hidden)]
    pub fn start(path: &str, page: &str, binary: Option<&'static str>) -> Self {
        panics::remember();
        let place = Place::new(path);
        let timeline = Timeline::new();
        timeline.explained_in(page);
        let exercise = Exercise { name: place.exercise.clone(), patience: PATIENCE };
        timeline.story().exercise = Some(exercise);
        let _watch = watch::Watch::start(&place, &timeline);
        if !rerun::is_one() {
            exit::enter(&place, &timeline);
        }
        Self { place, timeline, binary, _watch }
    }

    /// Gives a check with timers in it more than its second and a half, before
    /// it is asked whether anything still happens; 20 s at most.
    pub fn may_take(self, patience: Duration) -> Self {
        if let Some(exercise) = &mut self.timeline.story().exercise {
            exercise.patience = patience.min(Duration::from_secs(20));
        }
        self
    }

    /// The story, for scripted sockets and for what else happens.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// [`Timeline::note`]: who did what.
    pub fn note(&self, who: &str, what: impl Into<String>) {
        self.timeline.note(who, what);
    }

    /// [`Timeline::likely`]: what whatever fails from here on most likely means.
    pub fn likely(&self, cause: &str) {
        self.timeline.likely(cause);
    }

    /// Fails, with the likely cause in one sentence.
    ///
    /// # Panics
    /// Always.
    #[track_caller]
    pub fn fail(&self, expected: &str, came: &str, cause: &str) -> ! {
        self.timeline.fail_because(expected, came, cause)
    }

    /// Fails if these are not the same bytes; says which, and where they differ.
    ///
    /// # Panics
    /// When they differ.
    #[track_caller]
    pub fn same_bytes(&self, expected: &[u8], came: &[u8], cause: &str) {
        if expected != came {
            let came = failure::differs(expected, came);
            self.fail(&quote(expected, 80), &came, cause);
        }
    }

    /// Starts the learner's server in a process of its own, which ends with the
    /// [`Server`]. Its guests explain what goes wrong.
    ///
    /// # Panics
    /// When it does not start.
    #[track_caller]
    pub fn server(&self) -> Server {
        self.server_builder().start()
    }

    /// [`server`](Self::server), for one with further arguments or limits.
    /// With `--tiny` its sockets have the buffers of
    /// [`tiny_listener`](crate::tiny_listener).
    ///
    /// # Panics
    /// When this is called outside the checks of an exercise.
    #[track_caller]
    pub fn server_builder(&self) -> ServerBuilder {
        let binary = self.binary.expect("only the checks know the binary");
        // `cargo wrong` keeps the servers of many answers beside each other.
        let moved = std::env::var_os("TESTKIT_SERVER").map(PathBuf::from);
        let builder = Server::builder(&moved.unwrap_or_else(|| binary.into()));
        builder.arg(&self.place.exercise).timeline(&self.timeline)
    }
}

impl Drop for Check {
    /// A panic that is not ours came out of the learner's code: so far nothing
    /// but its message was printed.
    fn drop(&mut self) {
        exit::leave(&self.place);
        let foreign = std::thread::panicking().then(panics::foreign).flatten();
        if let Some(panic) = foreign {
            failure::print_after_panic(&self.timeline, diagnosis::panicked(&panic));
        }
    }
}

/// Begins a check of an exercise: says where the book explains what is checked,
/// and guards. Keep what it returns until the end of the check.
///
/// ```no_run
/// // In exercises/tests/ex03_echo.rs; the page is below book/src.
/// const PAGE: &str = "bytes/one-client-at-a-time.md";
///
/// # /*
/// #[test]
/// # */
/// fn a_line_comes_back() {
///     let check = testkit::check!(PAGE);
///     let server = check.server();
///     let mut ann = server.guest("ann");
///     check.likely("the answer stays in a buffer that nobody flushes");
///     ann.say("hello");
///     ann.expect("hello");
/// }
/// ```
#[macro_export]
macro_rules! check {
    ($page:expr) => {{
        fn here() {}
        $crate::Check::start(
            ::std::any::type_name_of_val(&here),
            $page,
            // The same file is compiled for the learner's code and for ours.
            option_env!("CARGO_BIN_EXE_exercises")
                .or(option_env!("CARGO_BIN_EXE_solutions")),
        )
    }};
}
