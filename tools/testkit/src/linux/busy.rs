//! Whether anything still happens, without guessing how loaded the machine is.
//!
//! Whoever waits for the CPU is not asleep, however long it has to wait. So on
//! any machine there are two ways to be sure that nothing more will come: all
//! threads stay asleep, or they have used a lot of CPU and got nowhere.
//!
//! Checks run beside each other in one process. Each calls its thread by a name
//! of its own, which the threads that it starts inherit.

use std::ffi::CString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::queues::{Between, between};
use super::tasks::{self, Stat};
use crate::server::Process;
use crate::spawn;

/// Asleep for so long, in every single look, is asleep for good.
const QUIET: Duration = Duration::from_millis(500);

/// Who used so much CPU did not just need a little longer.
const ENOUGH: Duration = Duration::from_millis(800);

/// A server that fell asleep so often, and left every queue as it was, looks again
/// and again and will never see anything else.
const IN_VAIN: u64 = 500;

/// The threads of all checks begin with this; what watches them is no part.
const PREFIX: &str = "check ";
pub(crate) const WATCHER: &str = "watcher";

/// Gives the thread of a check, and all that it will start, a name of its own.
pub(crate) fn name_this_thread() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    let name = format!("{PREFIX}{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let text = CString::new(name.clone()).expect("there is no NUL in it");
    // Without a name the check is only watched less closely.
    let _ = rustix::thread::set_name(&text);
    name
}

/// What a check and its servers have done since we began to look.
#[derive(Debug)]
pub(crate) struct Busy {
    check: String,
    servers: Vec<u32>,
    cpu_before: Duration,
    quiet_since: Option<Instant>,
}

/// What a look shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Something may still come of it.
    Working,
    /// Every thread sleeps, and has for a while.
    Asleep,
    /// All that CPU led to nothing.
    Spinning,
}

impl Busy {
    /// Watches the check whose threads have this name, and these processes.
    pub fn watch(check: &str, servers: Vec<u32>) -> Self {
        let check = check.to_owned();
        let mut busy =
            Self { check, servers, cpu_before: Duration::ZERO, quiet_since: None };
        busy.cpu_before = cpu(&busy.threads());
        busy
    }

    /// Watches the check that this thread belongs to, and its server.
    pub fn of_this_thread(server: u32) -> Self {
        let me = tasks::this_thread().map(|stat| stat.name).unwrap_or_default();
        Self::watch(&me, vec![server])
    }

    /// Watches the check that this thread belongs to, which has no server.
    pub fn of_these_threads() -> Self {
        let me = tasks::this_thread().map(|stat| stat.name).unwrap_or_default();
        Self::watch(&me, Vec::new())
    }

    /// Looks once. Look again every few milliseconds.
    pub fn look(&mut self) -> Look {
        let threads = self.threads();
        if cpu(&threads) > self.cpu_before + ENOUGH {
            return Look::Spinning;
        }
        let works = |thread: &Stat| thread.state != 'S';
        if threads.iter().any(works) || spawn::is_under_way() {
            self.quiet_since = None;
            return Look::Working;
        }
        let since = *self.quiet_since.get_or_insert_with(Instant::now);
        if since.elapsed() > QUIET { Look::Asleep } else { Look::Working }
    }

    /// Every thread that may bring something about, but not the one that asks.
    fn threads(&self) -> Vec<Stat> {
        let me = tasks::this_thread().map(|stat| stat.id);
        let ours = tasks::stats(std::process::id()).filter(|thread| {
            let of_another =
                thread.name.starts_with(PREFIX) && thread.name != self.check;
            Some(thread.id) != me && thread.name != WATCHER && !of_another
        });
        let theirs = self.servers.iter().flat_map(|id| tasks::stats(*id));
        ours.chain(theirs).collect()
    }
}

/// What a server left in the kernel's queues, and how often it has slept since.
#[derive(Debug, Default)]
pub(crate) struct Naps {
    queues: Between,
    before: Option<u64>,
}

impl Naps {
    /// Looks once: whether it gets nowhere.
    pub fn are_in_vain(&mut self, server: &Process) -> bool {
        let queues = between(server.addr);
        let slept = tasks::tasks(server.id).iter().map(|task| task.switches).sum();
        if queues != self.queues {
            *self = Self { queues, before: Some(slept) };
        }
        slept > *self.before.get_or_insert(slept) + IN_VAIN
    }
}

fn cpu(threads: &[Stat]) -> Duration {
    threads.iter().map(Stat::cpu_time).sum()
}
