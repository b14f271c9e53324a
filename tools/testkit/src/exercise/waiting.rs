//! Waiting for what the learner's threads bring about.

use std::thread;
use std::time::{Duration, Instant};

use super::{Check, PATIENCE};

/// How long nobody asks whether it may still come to be so.
const UNASKED: Duration = PATIENCE.saturating_sub(Duration::from_millis(500));
const PAUSE: Duration = Duration::from_millis(1);

impl Check {
    /// Waits until it is `so`. Returns false as soon as it never will be: all
    /// threads of this check sleep, or compute and get nowhere. However loaded
    /// the machine is, a thread that only waits for its turn is waited for.
    ///
    /// (On other systems than Linux: false after ten seconds.)
    pub fn comes_true(&self, mut so: impl FnMut() -> bool) -> bool {
        // Meanwhile nobody else needs to watch.
        self.timeline.story().somebody_waits = true;
        let start = Instant::now();
        let mut hope = Hope::default();
        let mut is_so = so();
        while !is_so && (start.elapsed() < UNASKED || hope.is_left(start)) {
            thread::sleep(PAUSE);
            is_so = so();
        }
        self.timeline.story().somebody_waits = false;
        is_so
    }
}

#[derive(Default)]
struct Hope {
    #[cfg(target_os = "linux")]
    busy: Option<crate::linux::busy::Busy>,
}

impl Hope {
    #[cfg(target_os = "linux")]
    fn is_left(&mut self, start: Instant) -> bool {
        use crate::linux::busy::{Busy, Look};
        let busy = self.busy.get_or_insert_with(Busy::of_these_threads);
        busy.look() == Look::Working && start.elapsed() < crate::waits::LONGEST
    }

    #[cfg(not(target_os = "linux"))]
    fn is_left(&mut self, start: Instant) -> bool {
        start.elapsed() < crate::waits::PATIENCE
    }
}
