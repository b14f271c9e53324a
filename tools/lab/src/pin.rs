//! Which core a thread runs on.
//!
//! Server and load on one core take turns, and each looks slow. With two cores the
//! server gets the first and the load the last. A child starts where the thread
//! that starts it stands, so we move there, start it, and come back.
//!
//! Only Linux: elsewhere the system decides, and the report says so.

/// A core, counted from 0.
pub type Core = usize;

/// The core for the server and the one for the load; `None` where there is only
/// one, or where a thread cannot be pinned.
pub fn cores() -> Option<(Core, Core)> {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    (cfg!(target_os = "linux") && count >= 2).then(|| (0, count - 1))
}

/// Keeps the calling thread, and all that it will start, on one core.
#[cfg(target_os = "linux")]
pub fn pin_to(core: Core) {
    let mut set = rustix::thread::CpuSet::new();
    set.set(core);
    // Where it is not allowed, the numbers are noisier but not wrong.
    let _ = rustix::thread::sched_setaffinity(None, &set);
}

/// Keeps the calling thread on one core: not here.
#[cfg(not(target_os = "linux"))]
pub fn pin_to(_core: Core) {}
