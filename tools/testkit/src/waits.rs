//! How long anything here may take. A deadline never decides whether a test
//! passes; it only keeps a broken server from hanging the test.

use std::time::{Duration, Instant};

/// How long a guest waits for what it expects, unless told otherwise.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The longest that anything waits, whatever it was told.
pub const LONGEST: Duration = Duration::from_secs(30);

/// The moment after which waiting ends.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience.min(LONGEST))
    }

    /// What is left, or `None` when nothing is: a socket refuses a time-out of
    /// zero, so zero must never come out of here.
    pub fn left(&self) -> Option<Duration> {
        Some(self.0.saturating_duration_since(Instant::now()))
            .filter(|left| !left.is_zero())
    }

    pub fn is_over(&self) -> bool {
        self.left().is_none()
    }
}

/// Says a duration the way a person does: `10 s`, `250 ms`.
pub(crate) fn spoken(duration: Duration) -> String {
    match duration.as_millis() {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

/// Looks every millisecond whether it is `done`; false when time ran out first.
pub(crate) fn wait_until(
    deadline: Deadline,
    mut done: impl FnMut() -> bool,
) -> bool {
    while !done() {
        if deadline.is_over() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}
