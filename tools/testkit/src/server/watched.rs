//! What Linux lets us do to a server from outside, and see of it.

use std::time::Duration;

use super::{LANE, Server};
use crate::linux::settle::{Queues, Settled, settle};
use crate::linux::{meters, tasks};
use crate::waits::{Deadline, PATIENCE, wait_until};

/// So much CPU, spent without falling asleep, is more than any test asks for.
const BUSY: Duration = Duration::from_secs(1);
/// The same for the few clients of an exercise.
const BUSY_IN_AN_EXERCISE: Duration = Duration::from_millis(500);

impl Server {
    /// Stops every thread of the server (SIGSTOP). What clients do meanwhile
    /// reaches it in one batch, in the order in which they did it, once it is
    /// [thawed](Self::thaw).
    ///
    /// A connect succeeds as long as the backlog has room (128 here).
    ///
    /// # Panics
    /// When it does not stop in time.
    #[track_caller]
    pub fn freeze(&self) {
        self.process.kill(rustix::process::Signal::STOP);
        let stopped = wait_until(Deadline::after(PATIENCE), || {
            let tasks = tasks::states(self.id());
            tasks.iter().all(|state| *state == 'T') || !self.is_running()
        });
        if !stopped || !self.is_running() {
            self.fail("the server can be frozen", "it goes on, or has ended");
        }
        self.process.set_frozen(true);
        self.timeline().note(LANE, "is frozen");
    }

    /// Lets the server go on (SIGCONT).
    pub fn thaw(&self) {
        self.timeline().note(LANE, "goes on");
        self.process.set_frozen(false);
        self.process.kill(rustix::process::Signal::CONT);
    }

    /// Waits until every thread of the server is asleep in the kernel and says
    /// what is left in its queues. Asleep with bytes unread *is* the lost
    /// wake-up; no time-out is needed to see it. A server that uses a second
    /// of CPU meanwhile (in an exercise, half of that), or is not asleep after 10 s, never sleeps.
    ///
    /// # Panics
    /// When it is frozen: it would stay so for ever.
    #[track_caller]
    pub fn settle(&self) -> Settled {
        assert!(!self.process.is_frozen(), "thaw the server before it can settle");
        // Whoever watches over the check leaves the verdict to us.
        self.timeline().story().somebody_waits = true;
        let few = self.scene().is_exercise();
        let busy = if few { BUSY_IN_AN_EXERCISE } else { BUSY };
        let settled = settle(&self.process, PATIENCE, busy);
        self.timeline().story().somebody_waits = false;
        settled
    }

    /// [`settle`](Self::settle), for a server that has to fall asleep.
    ///
    /// # Panics
    /// When it never sleeps.
    #[track_caller]
    pub fn expect_asleep(&self) -> Queues {
        match self.settle() {
            Settled::Asleep(queues) => queues,
            Settled::NeverSleeps(_) => {
                self.fail("the server falls asleep", "it never sleeps")
            }
            Settled::Ended => self.fail("the server falls asleep", "it has ended"),
        }
    }

    /// The CPU time it has used so far, in steps of 10 ms.
    pub fn cpu_time(&self) -> Duration {
        meters::cpu_time(self.id())
    }

    /// How many threads it has now.
    pub fn threads(&self) -> usize {
        tasks::states(self.id()).len()
    }

    /// How many files it has open now, sockets included.
    pub fn open_files(&self) -> usize {
        meters::open_files(self.id())
    }

    /// How much memory it has in use now (its resident set), in bytes.
    pub fn memory(&self) -> u64 {
        meters::memory(self.id())
    }
}
