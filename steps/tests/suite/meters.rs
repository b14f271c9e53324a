//! What a server costs, where the system tells.

use std::time::{Duration, Instant};

use testkit::{LONGEST, Server};

/// Waits for what the server does without telling anybody.
#[track_caller]
pub fn eventually(server: &Server, what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > LONGEST {
            server.fail(what, "it has not happened in 30 s");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The most memory it ever had in use, in bytes.
#[cfg(target_os = "linux")]
pub fn most_memory(server: &Server) -> u64 {
    let path = format!("/proc/{}/status", server.id());
    let status = std::fs::read_to_string(path).expect("it is a child of ours");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok());
    let kib: u64 = kib.expect("Linux tells how much memory a process used");
    kib * 1024
}

/// Nothing, elsewhere: what is compared with it always fits.
#[cfg(not(target_os = "linux"))]
pub fn most_memory(_: &Server) -> u64 {
    testkit::left_out("how much memory the server needs", "there is no /proc");
    0
}

/// How often each of its threads was put to sleep so far.
#[cfg(target_os = "linux")]
pub fn wakes(server: &Server) -> Vec<u64> {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", server.id()));
    let tasks = tasks.expect("it is a child of ours").flatten();
    // A thread may have ended since.
    let status = |task: std::fs::DirEntry| {
        std::fs::read_to_string(task.path().join("status")).unwrap_or_default()
    };
    let switches = |status: String| -> u64 {
        let counts = status.lines().filter_map(|l| l.split_once("ctxt_switches:"));
        counts.filter_map(|(_, count)| count.trim().parse::<u64>().ok()).sum()
    };
    tasks.map(status).map(switches).collect()
}

/// A server that asks in vain again and again would use all of a second.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn costs_next_to_nothing(server: &Server) {
    let before = server.cpu_time();
    std::thread::sleep(Duration::from_secs(1));
    let cost = server.cpu_time() - before;
    if cost > Duration::from_millis(200) {
        server.fail("next to no CPU time in 1 s", &format!("{cost:?}"));
    }
}

/// How many files it has open, and how many threads there are.
#[cfg(target_os = "linux")]
pub fn files_and_threads(server: &Server) -> (usize, usize) {
    (server.open_files(), server.threads())
}

/// Always the same, elsewhere.
#[cfg(not(target_os = "linux"))]
pub fn files_and_threads(_: &Server) -> (usize, usize) {
    testkit::left_out("how many files and threads there are", "there is no /proc");
    (0, 0)
}
