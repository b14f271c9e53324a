//! The two crates that the steps are built on, waiting for one socket.

use std::net::TcpStream;
use std::time::Duration;

use anyhow::Result;
use polling::{Event, PollMode, Poller};

/// A way to wait for one socket.
pub(super) trait Wait {
    /// Asks about the socket, the first time or anew.
    fn ask(&mut self, socket: &TcpStream) -> Result<()>;
    /// Whether a wait that takes no time reports it.
    fn wait(&mut self) -> Result<bool>;
}

/// The crate of step 3.
pub(super) struct Polling {
    poller: Poller,
    mode: PollMode,
    asked: bool,
}

impl Polling {
    pub fn new(mode: PollMode) -> Result<Polling> {
        Ok(Polling { poller: Poller::new()?, mode, asked: false })
    }
}

impl Wait for Polling {
    fn ask(&mut self, socket: &TcpStream) -> Result<()> {
        let event = Event::readable(0);
        if std::mem::replace(&mut self.asked, true) {
            return Ok(self.poller.modify_with_mode(socket, event, self.mode)?);
        }
        #[expect(
            unsafe_code,
            reason = "polling leaves it to us to outlive the socket"
        )]
        // SAFETY: the socket lives as long as its scene, which outlives every wait,
        // and a poller that is dropped asks for nothing.
        unsafe {
            self.poller.add_with_mode(socket, event, self.mode)?;
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<bool> {
        let mut events = polling::Events::new();
        self.poller.wait(&mut events, Some(Duration::ZERO))?;
        Ok(events.iter().any(|event| event.readable))
    }
}

/// The crate of step 4.
pub(super) struct Mio {
    poll: mio::Poll,
    /// A second handle of the socket that is watched.
    watched: Option<mio::net::TcpStream>,
}

impl Mio {
    pub fn new() -> Result<Mio> {
        Ok(Mio { poll: mio::Poll::new()?, watched: None })
    }
}

impl Wait for Mio {
    fn ask(&mut self, socket: &TcpStream) -> Result<()> {
        let watched = mio::net::TcpStream::from_std(socket.try_clone()?);
        let (watched, token) = (self.watched.insert(watched), mio::Token(0));
        let interest = mio::Interest::READABLE;
        Ok(self.poll.registry().register(watched, token, interest)?)
    }

    fn wait(&mut self) -> Result<bool> {
        let mut events = mio::Events::with_capacity(8);
        self.poll.poll(&mut events, Some(Duration::ZERO))?;
        Ok(events.iter().any(mio::event::Event::is_readable))
    }
}
