//! What a server has asked the kernel to report, as the kernel remembers it.

use std::fs;

use anyhow::{Context, Result};

/// The interest of a process that has one epoll instance: for each descriptor in
/// it the number that comes back with a report, and the words for what is asked.
pub(crate) fn interest(process: u32) -> Result<Vec<(u64, String)>> {
    let folder = format!("/proc/{process}/fd");
    for entry in fs::read_dir(&folder).context("the server runs")? {
        let entry = entry?;
        let target = fs::read_link(entry.path()).unwrap_or_default();
        if target.to_string_lossy() == "anon_inode:[eventpoll]" {
            let info = format!("/proc/{process}/fdinfo");
            let info = fs::read_to_string(
                std::path::Path::new(&info).join(entry.file_name()),
            )?;
            return Ok(info.lines().filter_map(entry_of).collect());
        }
    }
    anyhow::bail!("the server has no epoll instance")
}

/// `tfd:  6 events: 80002005 data:  0  pos:0 ino:8 sdev:9`, see proc_pid_fdinfo(5).
fn entry_of(line: &str) -> Option<(u64, String)> {
    let hex = |name: &str| {
        let (_, rest) = line.split_once(name)?;
        u64::from_str_radix(rest.split_whitespace().next()?, 16).ok()
    };
    line.strip_prefix("tfd:")?;
    let asked = hex("events:")?;
    // The end of input, which mio asks for as well, is left out: it comes as
    // something to be read, too.
    let flags = [("EPOLLIN", 0x1), ("EPOLLOUT", 0x4)];
    let named = flags.iter().filter(|(_, bit)| asked & bit != 0);
    let named: Vec<&str> = named.map(|(name, _)| *name).collect();
    Some((hex("data:")?, words(&named.join("|"))))
}

/// Flags as strace writes them, in the words of the book.
pub(crate) fn words(flags: &str) -> String {
    let word = |flag| match flag {
        "EPOLLIN" => Some("readable"),
        "EPOLLOUT" => Some("writable"),
        "EPOLLRDHUP" => Some("end of input"),
        "EPOLLHUP" => Some("closed"),
        "EPOLLERR" => Some("error"),
        _ => None,
    };
    flags.split('|').filter_map(word).collect::<Vec<_>>().join(", ")
}
