//! The threads of a process, as `/proc` shows them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::calls::{Call, call_of};
use super::proc_dir;

/// One look at one thread. Two equal looks prove that it did not run in
/// between: it would have switched back to sleep, which is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub id: u32,
    pub state: char,
    pub call: Call,
    /// How often it fell asleep, or had to let others run.
    pub switches: u64,
}

impl Task {
    /// Asleep until something happens. A nap ends by itself.
    pub fn is_asleep(&self) -> bool {
        self.state == 'S' && self.call != Call::Nap
    }
}

/// All threads of a process; none when it is gone.
pub(crate) fn tasks(process: u32) -> Vec<Task> {
    folders(process).filter_map(|folder| look_at(&folder)).collect()
}

/// Only the states, one letter each: `S` sleeps, `R` runs, `T` is stopped.
pub(crate) fn states(process: u32) -> Vec<char> {
    stats(process).map(|stat| stat.state).collect()
}

/// What `/proc/ID/task/ID/stat` tells of a thread.
#[derive(Debug)]
pub(crate) struct Stat {
    pub id: u32,
    /// At most 15 bytes; threads inherit it.
    pub name: String,
    pub state: char,
    ticks: u64,
}

impl Stat {
    /// The time it spent on the CPU, in user and kernel mode, in steps of 10 ms.
    pub fn cpu_time(&self) -> Duration {
        let per_second = rustix::param::clock_ticks_per_second();
        Duration::from_millis(self.ticks * 1000 / per_second)
    }

    /// Reads the one in this folder, see proc_pid_stat(5).
    pub fn read(folder: &Path) -> Option<Self> {
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        // The name may hold spaces and parentheses of its own.
        let (head, rest) = stat.rsplit_once(") ")?;
        let (id, name) = head.split_once(" (")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let ticks = |field: &str| field.parse::<u64>().ok();
        Some(Self {
            id: id.parse().ok()?,
            name: name.to_owned(),
            state: fields[0].chars().next()?,
            // Fields 14 and 15, the first one here being the third.
            ticks: ticks(fields.get(11)?)? + ticks(fields.get(12)?)?,
        })
    }
}

/// All threads of a process; none when it is gone.
pub(crate) fn stats(process: u32) -> impl Iterator<Item = Stat> {
    folders(process).filter_map(|folder| Stat::read(&folder))
}

/// The thread that asks.
pub(crate) fn this_thread() -> Option<Stat> {
    Stat::read(Path::new("/proc/thread-self"))
}

fn folders(process: u32) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(proc_dir(process).join("task"));
    entries.into_iter().flatten().flatten().map(|entry| entry.path())
}

/// `None` when the thread ended while we looked.
fn look_at(folder: &Path) -> Option<Task> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let switches = status
        .lines()
        .filter_map(|line| line.split_once("ctxt_switches:"))
        .map(|(_, count)| count.trim().parse().unwrap_or(0_u64))
        .sum();
    Some(Task {
        id: folder.file_name()?.to_str()?.parse().ok()?,
        state: Stat::read(folder)?.state,
        call: call_of(folder),
        switches,
    })
}
