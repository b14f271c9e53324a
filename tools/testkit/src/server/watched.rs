//! What Linux lets us do to a server from outside, and see of it.

use std::time::Duration;

use super::{LANE, Server};
use crate::linux::settle::{Queues, Settled, settle};
use crate::linux::{meters, queues, tasks};
use crate::waits::{Deadline, PATIENCE, wait_until};

/// So much CPU, spent without falling asleep, is more than any test asks for.
const BUSY: Duration = Duration::from_secs(1);
/// The same for the few clients of an exercise.
const BUSY_IN_AN_EXERCISE: Duration = Duration::from_millis(500);

/// Who used so much CPU while nothing happened did something.
const NOT_NOTHING: Duration = Duration::from_millis(50);

/// What a server did while it was [left alone](Server::leave_alone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alone {
    /// It was awake nearly all the time. (Whoever waits for the CPU is awake too,
    /// so this says the same however busy the machine is.)
    pub is_busy: bool,
    /// How often one of its threads went back to sleep, or had to let others run.
    pub wakeups: u64,
}

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

    /// Lets so much time pass in which nobody does anything, and tells what the
    /// server did with it. Ask [`settle`](Self::settle) before, or it may still be
    /// at what it was told.
    pub fn leave_alone(&self, time: Duration) -> Alone {
        self.timeline().story().somebody_waits = true;
        let wakeups =
            || tasks::tasks(self.id()).iter().map(|task| task.switches).sum();
        let (before, cpu): (u64, _) = (wakeups(), self.cpu_time() + NOT_NOTHING);
        let (over, latest) = (Deadline::after(time), Deadline::after(PATIENCE));
        let (mut looks, mut asleep) = (0, 0);
        let is_busy = loop {
            std::thread::sleep(Duration::from_millis(5));
            looks += 1;
            asleep += u32::from(!tasks::states(self.id()).contains(&'R'));
            let is_awake = asleep * 20 < looks;
            let has_worked = self.cpu_time() > cpu;
            // One that is awake and gets no CPU may need it only once.
            if over.is_over() && (!is_awake || has_worked || latest.is_over()) {
                break is_awake && has_worked;
            }
        };
        let after: u64 = wakeups();
        self.timeline().story().somebody_waits = false;
        Alone { is_busy, wakeups: after.saturating_sub(before) }
    }

    /// How many bytes the kernel holds between it and its clients, in both
    /// directions. What they wrote and nobody has read is there or in the server.
    pub fn in_the_kernel(&self) -> u64 {
        queues::in_the_kernel(self.addr())
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
