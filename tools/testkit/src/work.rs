//! How much a thread computes, whatever else runs on the machine.

use std::time::Duration;

/// Does some work and tells how long this thread computed, with what it
/// returned. (On Windows: how long it took.)
///
/// A clock decides no test by itself. Compare two works with each other, more
/// than once, and only where right and wrong lie an order of magnitude apart.
pub fn computing<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = now();
    let result = work();
    (result, now().saturating_sub(before))
}

#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(now).expect("a thread computes for a positive time")
}

#[cfg(not(unix))]
fn now() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
