//! When a move is over: when everybody who could act on it sleeps again.
//!
//! A process that is sent something is awake from that moment on, so whoever sleeps
//! has dealt with all that came. Two looks in a row have to agree: on Linux the
//! counter of a thread's sleeps tells whether it was up in between.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);
/// Only a guard against waiting for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until every thread of these processes sleeps. One that has ended sleeps.
pub fn wait(processes: &[u32]) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut before = None;
    loop {
        let looks = processes.iter().map(|&process| sleeps(process));
        let now: Option<Vec<Vec<u64>>> = looks.collect();
        if now.is_some() && now == before {
            return Ok(());
        }
        before = now;
        ensure!(
            Instant::now() < deadline,
            "the server or an nc is still busy after 10 s"
        );
        std::thread::sleep(PAUSE);
    }
}

/// How often the threads of a process have gone to sleep; `None` when one is awake.
#[cfg(target_os = "linux")]
fn sleeps(process: u32) -> Option<Vec<u64>> {
    use std::fs;
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    // A process that is gone has no threads.
    let threads = threads.into_iter().flatten().flatten();
    threads
        .filter_map(|thread| fs::read_to_string(thread.path().join("status")).ok())
        .map(|status| {
            let field = |name: &str| {
                let mut lines = status.lines();
                lines.find_map(|line| line.strip_prefix(name)).map(str::trim)
            };
            let asleep = field("State:")?.starts_with(['S', 'Z', 'X']);
            let count = field("voluntary_ctxt_switches:")?.parse().ok()?;
            asleep.then_some(count)
        })
        .collect()
}

/// Elsewhere nobody can look, so a recording waits a while; it is compared with the
/// one that was made on Linux.
#[cfg(not(target_os = "linux"))]
fn sleeps(_process: u32) -> Option<Vec<u64>> {
    std::thread::sleep(PAUSE * 10);
    Some(Vec::new())
}
