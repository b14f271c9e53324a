//! What a process costs, read from `/proc`. All are zero once it is gone.

use std::fs;
use std::time::Duration;

use super::proc_dir;
use super::tasks::Stat;

/// The time it spent on the CPU, in user and kernel mode, all threads together.
pub(crate) fn cpu_time(process: u32) -> Duration {
    Stat::read(&proc_dir(process)).map_or(Duration::ZERO, |stat| stat.cpu_time())
}

pub(crate) fn open_files(process: u32) -> usize {
    fs::read_dir(proc_dir(process).join("fd")).map_or(0, |files| files.count())
}

/// The most files it may open.
pub(crate) fn most_open_files(process: u32) -> Option<usize> {
    let limits = fs::read_to_string(proc_dir(process).join("limits")).ok()?;
    let line =
        limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Its resident set, in bytes.
pub(crate) fn memory(process: u32) -> u64 {
    let status =
        fs::read_to_string(proc_dir(process).join("status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib =
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}
