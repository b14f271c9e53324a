//! In which system call a thread waits.

use std::fs;
use std::path::Path;

/// The calls that matter to a server. Their numbers differ from one kind of
/// processor to the next; where we do not know them, `Other` has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Waiting for readiness: `epoll_wait`, `poll`, `select` and their kin.
    Poll,
    Accept,
    /// Reading from a socket.
    Receive,
    /// Writing to a socket.
    Send,
    /// Waiting for a lock, a queue, or a thread.
    Lock,
    /// `thread::sleep`: it wakes up by itself, so it is not really asleep.
    Nap,
    /// Something else, on the CPU, or nothing we may know.
    Other,
}

/// What `thread` (a folder `/proc/ID/task/ID`) waits in. It takes the right to
/// trace a process, which its parent has, except in some containers.
pub(crate) fn call_of(thread: &Path) -> Call {
    let line = fs::read_to_string(thread.join("syscall")).unwrap_or_default();
    let mut words = line.split_whitespace();
    let number = words.next().and_then(|number| number.parse().ok());
    let Some(number) = number else { return Call::Other };
    let call = classify(number);
    // `read` and `write` also serve files and pipes.
    let is_about_a_file = matches!(call, Call::Receive | Call::Send);
    if is_about_a_file && !words.next().is_some_and(|file| is_socket(thread, file)) {
        return Call::Other;
    }
    call
}

/// Whether the descriptor `file`, written as `0x5`, is a socket.
fn is_socket(thread: &Path, file: &str) -> bool {
    let file = u64::from_str_radix(file.trim_start_matches("0x"), 16);
    let target = file.map(|file| fs::read_link(thread.join(format!("fd/{file}"))));
    matches!(target, Ok(Ok(target)) if target.to_string_lossy().starts_with("socket:"))
}

#[cfg(target_arch = "x86_64")]
fn classify(number: u32) -> Call {
    match number {
        // 219 goes on with a `poll` that a signal interrupted.
        7 | 23 | 219 | 232 | 270 | 271 | 281 | 441 => Call::Poll,
        43 | 288 => Call::Accept,
        0 | 19 | 45 | 47 => Call::Receive,
        1 | 20 | 44 | 46 => Call::Send,
        202 | 449 => Call::Lock,
        35 | 230 => Call::Nap,
        _ => Call::Other,
    }
}

#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
fn classify(number: u32) -> Call {
    match number {
        // 128 goes on with a `ppoll` that a signal interrupted.
        22 | 72 | 73 | 128 | 441 => Call::Poll,
        202 | 242 => Call::Accept,
        63 | 65 | 207 | 212 => Call::Receive,
        64 | 66 | 206 | 211 => Call::Send,
        98 | 449 => Call::Lock,
        101 | 115 => Call::Nap,
        _ => Call::Other,
    }
}

#[cfg(not(any(
    target_arch = "x86_64",
    target_arch = "aarch64",
    target_arch = "riscv64"
)))]
fn classify(_: u32) -> Call {
    Call::Other
}
