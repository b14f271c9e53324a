//! Whether what a guest waits for may still come.
//!
//! In an exercise nobody is kept waiting for ten seconds to be told that nothing
//! came: after a while the server is looked at, and if it sleeps, or is busy with
//! nothing, that is that.

use std::time::{Duration, Instant};

use crate::failure::Scene;
use crate::timeline::Timeline;
use crate::waits::Deadline;

/// How long is listened between two looks at the server.
const PAUSE: Duration = Duration::from_millis(20);

/// What a guest has while it waits.
pub(super) struct Hope {
    start: Instant,
    /// How long nobody looks. `None` where only the deadline counts.
    patience: Option<Duration>,
    timeline: Timeline,
    #[cfg(target_os = "linux")]
    server: Option<u32>,
    #[cfg(target_os = "linux")]
    busy: Option<crate::linux::busy::Busy>,
}

impl Hope {
    pub fn new(scene: &Scene) -> Self {
        let timeline = scene.timeline.clone();
        let mut story = timeline.story();
        let exercise = story.exercise.as_ref();
        let patience = exercise.map(|exercise| exercise.patience);
        let watched = patience.is_some() && scene.server.is_some();
        story.somebody_waits = watched;
        drop(story);
        Self {
            start: Instant::now(),
            patience: patience.filter(|_| watched),
            timeline,
            #[cfg(target_os = "linux")]
            server: scene.server.as_ref().map(|server| server.id),
            #[cfg(target_os = "linux")]
            busy: None,
        }
    }

    /// How long to listen before the next look.
    pub fn moment(&self, deadline: Deadline) -> Duration {
        let left = deadline.left().unwrap_or(PAUSE);
        let Some(patience) = self.patience else { return left };
        early(patience).saturating_sub(self.start.elapsed()).max(PAUSE).min(left)
    }

    /// Whether the server may still bring something about.
    #[cfg(target_os = "linux")]
    pub fn is_left(&mut self) -> bool {
        use crate::linux::busy::{Busy, Look};

        let (Some(patience), Some(server)) = (self.patience, self.server) else {
            return true;
        };
        if self.start.elapsed() < early(patience) {
            return true;
        }
        let busy = self.busy.get_or_insert_with(|| Busy::of_this_thread(server));
        let look = busy.look();
        look == Look::Working || self.start.elapsed() < patience
    }

    /// Elsewhere that cannot be seen: only the deadline counts.
    #[cfg(not(target_os = "linux"))]
    pub fn is_left(&mut self) -> bool {
        true
    }
}

/// When to begin to look: what is seen has to be seen for a while.
fn early(patience: Duration) -> Duration {
    patience.saturating_sub(Duration::from_millis(600))
}

impl Drop for Hope {
    fn drop(&mut self) {
        self.timeline.story().somebody_waits = false;
    }
}
