//! Waiting until a server has done all it will do, without guessing how long.
//!
//! Bytes that a client sends over loopback are in the server's queue, and its
//! thread is awake, before the client's `send` returns. So when every thread
//! sleeps, and none of them ran while we looked at the queues, then whatever
//! is in the queues will stay there: nobody has been told.

use std::time::{Duration, Instant};

use super::queues::{Between, between};
use super::{meters, tasks};
use crate::server::Process;
use crate::waits::Deadline;

/// A receiver may acknowledge this late (TCP_DELACK_MAX). What is under way for
/// longer is held back by a window: somebody does not read.
const LATEST_ACK: Duration = Duration::from_millis(250);

/// What is left in the kernel between a server and its clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Queues {
    /// Bytes of accepted clients that the server has not read. An end of input
    /// that it has not read counts as one.
    pub unread: u64,
    /// Connections that it has not accepted.
    pub unaccepted: u64,
    /// Bytes that it has written and its clients' kernels could not take,
    /// because the clients do not read.
    pub unsent: u64,
    /// Connections whose end of input it has read, and that it keeps open.
    pub half_closed: u64,
}

/// What became of a server that was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Every thread sleeps until something new happens, or a timer fires.
    Asleep(Queues),
    /// It kept running though nobody did anything.
    NeverSleeps(Queues),
    /// The process is gone.
    Ended,
}

impl Settled {
    /// What is left in the queues, asleep or not.
    pub fn queues(&self) -> Queues {
        match self {
            Self::Asleep(queues) | Self::NeverSleeps(queues) => *queues,
            Self::Ended => Queues::default(),
        }
    }
}

impl From<Between> for Queues {
    fn from(sum: Between) -> Self {
        Self {
            unread: sum.unread,
            unaccepted: sum.unaccepted,
            unsent: sum.unsent,
            half_closed: sum.ended,
        }
    }
}

/// A server that uses as much CPU as `busy` without once falling asleep never
/// will.
pub(crate) fn settle(
    process: &Process,
    within: Duration,
    busy: Duration,
) -> Settled {
    let deadline = Deadline::after(within);
    let enough = meters::cpu_time(process.id) + busy;
    let mut stands = (Between::default(), Instant::now());
    loop {
        let mut pause = Duration::from_millis(2);
        if let Some(sum) = look(process) {
            // It sleeps, and what is under way may wake it once more.
            pause *= 10;
            if stands.0 != sum {
                stands = (sum, Instant::now());
            }
            let under_way = sum.under_way + sum.unsent > 0;
            if !under_way || stands.1.elapsed() > LATEST_ACK {
                return Settled::Asleep(sum.into());
            }
        }
        if process.status().is_some() {
            return Settled::Ended;
        }
        if meters::cpu_time(process.id) > enough || deadline.is_over() {
            return Settled::NeverSleeps(between(process.addr).into());
        }
        // Gives the CPU to whoever needs it to get done.
        std::thread::sleep(pause);
    }
}

/// The queues, if every thread sleeps and none of them ran while we looked.
fn look(process: &Process) -> Option<Between> {
    let before = tasks::tasks(process.id);
    if before.is_empty() || !before.iter().all(tasks::Task::is_asleep) {
        return None;
    }
    let sum = between(process.addr);
    (tasks::tasks(process.id) == before).then_some(sum)
}
