//! A connection that is closed is closed at once.
//!
//! Between `fork` and `exec` a new process holds every socket of this one. If one
//! is closed meanwhile, it stays open until that process has become another
//! program, and the server hears nothing of it. Tests run beside each other, so
//! one of them may start a server just when a guest of another leaves. Therefore
//! nobody leaves while a process is started.

use std::io;
use std::net::TcpStream;
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command};
use std::sync::{PoisonError, RwLock};

/// Written to by whoever starts a process, read by whoever closes a connection.
static STARTING: RwLock<()> = RwLock::new(());

/// Starts a process, and returns when it is the new program.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    let _nobody_leaves = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}

/// Whether somebody who leaves may have to wait: to be asleep there means nothing.
#[cfg(target_os = "linux")]
pub(crate) fn is_under_way() -> bool {
    matches!(STARTING.try_read(), Err(std::sync::TryLockError::WouldBlock))
}

/// A connection that no new process holds when it is dropped.
#[derive(Debug)]
pub(crate) struct Connection(Option<TcpStream>);

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        Self(Some(stream))
    }
}

impl Deref for Connection {
    type Target = TcpStream;

    fn deref(&self) -> &TcpStream {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut TcpStream {
        self.0.as_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let _nobody_starts = STARTING.read().unwrap_or_else(PoisonError::into_inner);
        self.0.take();
    }
}
