//! Letting clients in, and surviving every way in which that fails.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};

use chat::chat::SERVER_FULL;
use chat::{ClientId, LineBuffer, Outbox};
use polling::{AsRawSource, Event};
use steps::ACCEPT_PAUSE;

use crate::event_loop::{Client, EventLoop, LISTENER, Stage};

/// How many are let in during one turn, so that a crowd at the door does not
/// keep those inside waiting.
const MAX_ACCEPTS: usize = 128;

impl EventLoop {
    /// Accepts those who wait. If some are left, the poller says so again.
    pub fn accept(&mut self) {
        for _ in 0..MAX_ACCEPTS {
            match self.listener.accept() {
                Ok((stream, addr)) => self.let_in(stream, addr),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => break,
                    // Whoever waited has given up. The next may still be there.
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                    // Out of descriptors, as a rule (EMFILE, ENFILE): asking
                    // again at once would get the same answer. We do not ask
                    // for readiness either until a client leaves, or later.
                    _ => {
                        if !self.is_starved {
                            log::info!("cannot accept for now: {error}");
                        }
                        self.is_starved = true;
                        self.deadlines.set(LISTENER, self.now + ACCEPT_PAUSE);
                        return;
                    }
                },
            }
        }
        self.deadlines.clear(LISTENER);
        if self.rearm_listener().is_err() {
            self.deadlines.set(LISTENER, self.now + ACCEPT_PAUSE);
        }
    }

    fn let_in(&mut self, stream: TcpStream, addr: SocketAddr) {
        self.is_starved = false;
        self.last_id += 1;
        let id = ClientId(self.last_id);
        log::info!("{id} connected from {addr}");
        let client = Client {
            stream,
            lines: LineBuffer::default(),
            outbox: Outbox::default(),
            stage: Stage::Chatting,
            is_touched: false,
            asked: None,
            has_ended: false,
        };
        if let Err(error) = self.watch(id, &client) {
            return log::info!("{id} disconnected: cannot be watched, {error}");
        }
        self.clients.insert(id, client);
        if self.chat.len() < self.options.max_clients {
            self.chat.connect(id);
        } else {
            self.owe(id, SERVER_FULL.as_bytes().to_vec().into());
            self.leave(id);
        }
    }

    /// Makes a client known to the poller, which is not to report anything yet.
    fn watch(&self, id: ClientId, client: &Client) -> io::Result<()> {
        // An accepted socket does not inherit this from its listener, on Linux.
        client.stream.set_nonblocking(true)?;
        // Without it a short line may wait 40 ms for the last one's receipt.
        client.stream.set_nodelay(true)?;
        self.add(&client.stream, Event::none(id.0))
    }

    pub fn watch_listener(&mut self) -> io::Result<()> {
        self.add(&self.listener, Event::readable(LISTENER.0))
    }

    fn rearm_listener(&self) -> io::Result<()> {
        self.poller.modify(&self.listener, Event::readable(LISTENER.0))
    }

    /// The one place that makes a socket known to the poller.
    fn add(&self, socket: impl AsRawSource, interest: Event) -> io::Result<()> {
        // SAFETY: a socket must be deleted from the poller before it is closed.
        // Clients are closed in `drop_client` alone, which deletes them first;
        // the listener is closed with the poller.
        #[expect(unsafe_code, reason = "polling asks for the promise above")]
        unsafe {
            self.poller.add(socket, interest)
        }
    }

    /// A descriptor came free: if that is what we waited for, wait no longer.
    pub fn open_door(&mut self) {
        if self.deadlines.has(LISTENER) {
            self.deadlines.set(LISTENER, self.now);
        }
    }
}
