//! The process of a server: shared by the test and all guests, so that each of
//! them can look at it when something goes wrong.

use std::net::SocketAddr;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::printed::Printed;
use crate::timeline::Timeline;

#[derive(Debug)]
pub(crate) struct Process {
    pub id: u32,
    pub addr: SocketAddr,
    pub timeline: Timeline,
    pub printed: Printed,
    child: Mutex<Child>,
    frozen: AtomicBool,
}

/// Every server of this test process that may still run. Whoever has to leave
/// by `exit`, which drops nothing, ends them first.
static RUNNING: Mutex<Vec<Weak<Process>>> = Mutex::new(Vec::new());

pub(crate) fn end_all_servers() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    for process in running.iter().filter_map(Weak::upgrade) {
        process.end();
    }
}

/// The server that runs in this story, if one does.
pub(crate) fn server_of(timeline: &Timeline) -> Option<Arc<Process>> {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut processes = running.iter().filter_map(Weak::upgrade);
    processes.find(|process| process.timeline.is(timeline))
}

impl Process {
    pub fn new(
        child: Child,
        addr: SocketAddr,
        timeline: Timeline,
        printed: Printed,
    ) -> Arc<Self> {
        let process = Arc::new(Self {
            id: child.id(),
            addr,
            timeline,
            printed,
            child: Mutex::new(child),
            frozen: AtomicBool::new(false),
        });
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|other| other.strong_count() > 0);
        running.push(Arc::downgrade(&process));
        process
    }

    /// The exit status, once it has ended.
    pub fn status(&self) -> Option<ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.try_wait().expect("a child of ours can be waited for")
    }

    pub fn is_frozen(&self) -> bool {
        self.frozen.load(Ordering::Relaxed)
    }

    #[cfg(target_os = "linux")]
    pub fn set_frozen(&self, frozen: bool) {
        self.frozen.store(frozen, Ordering::Relaxed);
    }

    /// Sends a signal, unless the process has ended: its id may then belong to
    /// another process.
    #[cfg(unix)]
    pub fn kill(&self, signal: rustix::process::Signal) {
        if self.status().is_some() {
            return;
        }
        // It is not waited for in between, so the id is still its own.
        let id = i32::try_from(self.id).expect("the id of a process fits");
        let id = rustix::process::Pid::from_raw(id).expect("and is not zero");
        // It may end by itself right now, and that is all right too.
        let _ = rustix::process::kill_process(id, signal);
    }

    /// Ends it, frozen or not, and waits until it is gone.
    pub fn end(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // Both fail only when it is gone already.
        let _ = child.kill();
        let _ = child.wait();
    }
}
