//! A server under test, in a process of its own.

mod printed;
mod process;
mod start;
#[cfg(target_os = "linux")]
mod watched;

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use process::{Process, end_all_servers, server_of};
pub use start::ServerBuilder;
#[cfg(target_os = "linux")]
pub use watched::Alone;

use crate::crowd::Crowd;
use crate::diagnosis::ending;
use crate::failure::Scene;
use crate::guest::{Guest, GuestBuilder};
use crate::timeline::Timeline;
use crate::waits::{Deadline, spoken, wait_until};

/// Its lane in the timeline.
pub(crate) const LANE: &str = "server";

/// A running server. Dropping it ends the process, by its id, also when the
/// test panics.
#[derive(Debug)]
pub struct Server {
    process: Arc<Process>,
}

/// What [`Server::signal`] can send.
#[cfg(unix)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as Ctrl-C sends it.
    Interrupt,
    /// SIGTERM, as `kill` sends it.
    Terminate,
}

impl Server {
    /// A server that is about to start: the binary is told
    /// `--addr 127.0.0.1:0`, unless other arguments name an address.
    pub fn builder(binary: &Path) -> ServerBuilder {
        ServerBuilder::new(binary)
    }

    /// Starts `binary` without further arguments.
    ///
    /// # Panics
    /// When it does not come up.
    #[track_caller]
    pub fn start(binary: &Path) -> Self {
        Self::builder(binary).start()
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.process.addr
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.process.id
    }

    /// The timeline of this server and all its guests.
    pub fn timeline(&self) -> &Timeline {
        &self.process.timeline
    }

    /// A new guest of this server. It is connected, which does not mean that it
    /// was accepted: its first line does.
    ///
    /// # Panics
    /// When the server cannot be reached.
    #[track_caller]
    pub fn guest(&self, name: &str) -> Guest {
        self.admit(Guest::builder(name))
    }

    /// A guest with something special about it:
    /// `server.admit(Guest::builder("ann").receive_buffer(testkit::TINY))`.
    ///
    /// # Panics
    /// When the server cannot be reached.
    #[track_caller]
    pub fn admit(&self, mut guest: GuestBuilder) -> Guest {
        guest.server = Some(Arc::clone(&self.process));
        guest.connect(self.addr(), self.timeline())
    }

    /// A crowd of guests. See [`Crowd::connect`].
    ///
    /// # Panics
    /// When one of them is refused, or not greeted in time.
    #[track_caller]
    pub fn crowd(&self, count: usize) -> Crowd {
        Crowd::join(self.addr(), count, self.scene())
    }

    /// Whether it has not ended.
    pub fn is_running(&self) -> bool {
        self.process.status().is_none()
    }

    /// Sends a signal, as an operator would.
    #[cfg(unix)]
    pub fn signal(&self, signal: Signal) {
        let (signal, name) = match signal {
            Signal::Interrupt => (rustix::process::Signal::INT, "SIGINT"),
            Signal::Terminate => (rustix::process::Signal::TERM, "SIGTERM"),
        };
        self.timeline().note(LANE, format!("gets {name}"));
        self.process.kill(signal);
    }

    /// Waits for the process to end by itself and returns its exit status.
    ///
    /// # Panics
    /// When it still runs after `within` (30 s at most).
    #[track_caller]
    pub fn wait_exit(&self, within: Duration) -> ExitStatus {
        let deadline = Deadline::after(within);
        wait_until(deadline, || !self.is_running());
        let Some(status) = self.process.status() else {
            let got = format!("it still runs after {}", spoken(within));
            self.fail("the server ends", &got)
        };
        self.timeline().note(LANE, format!("has ended ({})", ending(&status)));
        status
    }

    /// The last lines it printed, to either output, but for the first one.
    pub fn printed(&self) -> Vec<String> {
        if !self.is_running() {
            self.process.printed.wait_for_the_rest();
        }
        self.process.printed.lines()
    }

    /// Panics with what was expected, what came, the timeline, and what the
    /// server is doing right now.
    #[track_caller]
    pub fn fail(&self, expected: &str, got: &str) -> ! {
        self.scene().fail(expected, got)
    }

    fn scene(&self) -> Scene {
        let server = Some(Arc::clone(&self.process));
        Scene { timeline: self.timeline().clone(), server }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.end();
    }
}
