//! The threads of a process, as `/proc` shows them.

use std::fs;
use std::path::{Path, PathBuf};

use super::calls::{Call, call_of};
use super::proc_dir;

/// One look at one thread. Two equal looks prove that it did not run in
/// between: it would have switched back to sleep, which is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub id: u32,
    pub state: char,
    pub call: Call,
    switches: u64,
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
    folders(process).filter_map(|folder| state_of(&folder)).collect()
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
        state: state_of(folder)?,
        call: call_of(folder),
        switches,
    })
}

fn state_of(folder: &Path) -> Option<char> {
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    // The name before it may hold spaces and parentheses of its own.
    stat.rsplit_once(") ")?.1.chars().next()
}
