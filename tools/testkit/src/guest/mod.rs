//! A guest: one client of a server under test.
//!
//! Nothing here waits without a bound, and whatever fails panics at the line of
//! the test that asked for it, with the timeline and a look at the server.

mod build;
mod ends;
mod hear;
mod hope;
mod listen;
mod speak;

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub use build::GuestBuilder;

use crate::failure::Scene;
use crate::spawn::Connection;
use crate::timeline::Timeline;

/// A client with a name and a lane in the timeline.
///
/// To stall is simply not to read: the kernel's buffers fill up, and the
/// server has to cope. Dropping a guest closes its connection.
#[derive(Debug)]
pub struct Guest {
    name: String,
    stream: Connection,
    /// Read from the socket, not yet asked for by the test.
    inbox: Vec<u8>,
    scene: Scene,
    patience: Duration,
    /// How many barriers were set up, so that each has its own word.
    barriers: usize,
    /// Whether the timeline knows already how this connection ended.
    gone: bool,
}

impl Guest {
    /// Connects to `addr`. That a connect succeeds does not mean that the
    /// server has accepted it: only a line from the server does.
    ///
    /// # Panics
    /// When nobody listens there.
    #[track_caller]
    pub fn connect(name: &str, addr: SocketAddr, timeline: &Timeline) -> Self {
        Self::builder(name).connect(addr, timeline)
    }

    /// A guest with small buffers, another source address, or other patience.
    pub fn builder(name: &str) -> GuestBuilder {
        GuestBuilder::new(name)
    }

    /// The name of its lane.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// This guest's end of the connection, for what is not offered here.
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Waits this long from now on, instead of [`PATIENCE`](crate::PATIENCE).
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    fn note(&self, what: impl Into<String>) {
        self.scene.timeline.note(&self.name, what);
    }

    /// Panics with all that is known. `expected` goes on where the name stops.
    #[track_caller]
    fn fail(&self, expected: &str, got: &str) -> ! {
        self.scene.fail(&format!("{} {expected}", self.name), got)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        if !self.gone {
            self.note("closes");
        }
    }
}
