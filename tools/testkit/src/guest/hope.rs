//! Whether what a guest waits for may still come.
//!
//! In an exercise nobody is kept waiting for ten seconds to be told that nothing
//! came: after a while the server is looked at, and if it sleeps, or is busy with
//! nothing, that is that.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::failure::Scene;
use crate::server::Process;
use crate::timeline::Timeline;
use crate::waits::Deadline;

/// How long is listened between two close looks at the server, and between two
/// glances whether it is there at all.
const PAUSE: Duration = Duration::from_millis(20);
const GLANCE: Duration = Duration::from_millis(200);

/// What a guest has while it waits.
pub(super) struct Hope {
    start: Instant,
    /// How long nobody looks. `None` where only the deadline counts.
    patience: Option<Duration>,
    timeline: Timeline,
    server: Option<Arc<Process>>,
    /// It was gone when we last glanced at it.
    has_ended: bool,
    #[cfg(target_os = "linux")]
    busy: Option<crate::linux::busy::Busy>,
    #[cfg(target_os = "linux")]
    naps: crate::linux::busy::Naps,
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
            server: scene.server.clone().filter(|_| watched),
            has_ended: false,
            #[cfg(target_os = "linux")]
            busy: None,
            #[cfg(target_os = "linux")]
            naps: crate::linux::busy::Naps::default(),
        }
    }

    /// How long to listen before the next look.
    pub fn moment(&self, deadline: Deadline) -> Duration {
        let left = deadline.left().unwrap_or(PAUSE);
        let Some(patience) = self.patience else { return left };
        let next = early(patience).saturating_sub(self.start.elapsed());
        next.clamp(PAUSE, GLANCE).min(left)
    }

    /// Whether the server may still bring something about. What one that has ended
    /// had sent before is here already, so it is listened for once more.
    pub fn is_left(&mut self) -> bool {
        if self.has_ended {
            return false;
        }
        let ended = |server: &Arc<Process>| server.status().is_some();
        self.has_ended = self.server.as_ref().is_some_and(ended);
        self.has_ended || self.may_act()
    }

    #[cfg(target_os = "linux")]
    fn may_act(&mut self) -> bool {
        use crate::linux::busy::{Busy, Look};

        let (Some(patience), Some(server)) = (self.patience, &self.server) else {
            return true;
        };
        if self.start.elapsed() < early(patience) {
            return true;
        }
        let busy = self.busy.get_or_insert_with(|| Busy::of_this_thread(server.id));
        let look = busy.look();
        let works = look == Look::Working && !self.naps.are_in_vain(server);
        works || self.start.elapsed() < patience
    }

    /// Elsewhere that cannot be seen: only the deadline counts.
    #[cfg(not(target_os = "linux"))]
    fn may_act(&self) -> bool {
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
