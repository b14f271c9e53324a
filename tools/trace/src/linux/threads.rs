//! The threads of a server: what each of them waits in, and whom for.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::sockets::Socket;
use crate::format::{Amount, At, Place, State, What};

/// One look at one thread.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub id: u32,
    /// `S` sleeps, `R` runs or could.
    pub state: char,
    /// The system call it is in.
    pub call: Option<&'static str>,
    /// The port at the other end of the socket that the call is about.
    pub peer: Option<u16>,
    /// How often it went to sleep.
    pub switches: u64,
}

impl Thread {
    /// As a figure shows it.
    pub fn place(&self, name: &str, about: Option<&str>) -> Place {
        let state = if self.state == 'S' { State::Asleep } else { State::Running };
        let call = self.call.map(str::to_owned);
        let switches = Some(Amount { amount: self.switches });
        let about = about.map(str::to_owned);
        Place::new(At::Server, name, What::Thread { state, call, about, switches })
    }
}

/// All threads of a process, the first one first. (Ids start over some day, so they
/// tell nothing about the order of the others.)
pub(crate) fn threads(process: u32, sockets: &[Socket]) -> Result<Vec<Thread>> {
    let folder = format!("/proc/{process}/task");
    let mut threads = Vec::new();
    for entry in fs::read_dir(folder).context("the server runs")? {
        threads.push(look(&entry?.path(), sockets).context("a thread was seen")?);
    }
    threads.sort_by_key(|thread: &Thread| thread.id != process);
    Ok(threads)
}

fn look(folder: &Path, sockets: &[Socket]) -> Option<Thread> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.trim_start_matches(':').trim())
    };
    let call = fs::read_to_string(folder.join("syscall")).ok()?;
    let mut words = call.split_whitespace();
    let name = words.next().and_then(|number| number_to_name(number.parse().ok()?));
    let file = words.next().and_then(|file| file.strip_prefix("0x"));
    let file = file.and_then(|file| u64::from_str_radix(file, 16).ok());
    let is_about_a_client = matches!(name, Some("recvfrom" | "sendto" | "writev"));
    let peer = file.filter(|_| is_about_a_client);
    let peer = peer.and_then(|file| whose(folder, file, sockets));
    Some(Thread {
        id: folder.file_name()?.to_str()?.parse().ok()?,
        state: field("State")?.chars().next()?,
        call: name,
        peer,
        switches: field("voluntary_ctxt_switches")?.parse().ok()?,
    })
}

/// Who is at the other end of a descriptor.
fn whose(folder: &Path, file: u64, sockets: &[Socket]) -> Option<u16> {
    let link = fs::read_link(folder.join(format!("fd/{file}"))).ok()?;
    let inode = link.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']');
    let inode: u64 = inode.parse().ok()?;
    sockets.iter().find(|socket| socket.inode == inode).map(|socket| socket.remote)
}

/// The calls in which a thread of a step sleeps.
#[cfg(target_arch = "x86_64")]
fn number_to_name(number: u32) -> Option<&'static str> {
    Some(match number {
        20 => "writev",
        43 | 288 => "accept4",
        44 => "sendto",
        45 => "recvfrom",
        202 => "futex",
        232 => "epoll_wait",
        _ => return None,
    })
}

/// The calls in which a thread of a step sleeps.
#[cfg(not(target_arch = "x86_64"))]
fn number_to_name(number: u32) -> Option<&'static str> {
    Some(match number {
        22 => "epoll_wait",
        66 => "writev",
        98 => "futex",
        202 | 242 => "accept4",
        206 => "sendto",
        207 => "recvfrom",
        _ => return None,
    })
}
