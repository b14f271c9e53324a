//! Letting clients in, and surviving every way in which that fails.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use chat::chat::SERVER_FULL;
use chat::{ClientId, LineBuffer, Outbox};
use mio::net::TcpStream;
use mio::{Interest, Token};
use steps::ACCEPT_PAUSE;

use crate::event_loop::{Client, Door, EventLoop, LISTENER, Stage};

/// How many are let in during one turn, so that a crowd at the door does not
/// keep those inside waiting.
const MAX_ACCEPTS: usize = 128;

impl EventLoop {
    /// Accepts until nobody waits any more: the kernel will not tell us again
    /// about those who wait already.
    pub fn accept(&mut self) {
        for _ in 0..MAX_ACCEPTS {
            if self.door != Door::Knocking {
                return;
            }
            let Some(listener) = &self.listener else {
                // We are about to stop: whoever knocks now is not heard.
                return self.door = Door::Quiet;
            };
            match listener.accept() {
                Ok((stream, addr)) => self.let_in(stream, addr),
                Err(error) => self.door = self.after(error),
            }
        }
    }

    /// No error of `accept` is a reason to end, see accept(2).
    fn after(&mut self, error: io::Error) -> Door {
        match error.kind() {
            ErrorKind::WouldBlock => Door::Quiet,
            // Whoever waited has given up. The next one may still be there.
            ErrorKind::Interrupted | ErrorKind::ConnectionAborted => Door::Knocking,
            // Out of descriptors, as a rule (EMFILE, ENFILE). The client waits
            // on, and asking again at once would get the same answer.
            _ => {
                if !self.is_starved {
                    log::info!("cannot accept for now: {error}");
                }
                self.is_starved = true;
                self.deadlines.set(LISTENER, self.now + ACCEPT_PAUSE);
                Door::Shut
            }
        }
    }

    fn let_in(&mut self, stream: TcpStream, addr: SocketAddr) {
        // Without it a short line may wait 40 ms for the last one's receipt.
        // If it fails the client is gone, which the next read will tell.
        let _ = stream.set_nodelay(true);
        self.is_starved = false;
        let id = self.clients.insert(Client {
            stream,
            lines: LineBuffer::default(),
            outbox: Outbox::default(),
            stage: Stage::Chatting,
            is_ready: false,
            is_owed: false,
            is_full: false,
            has_ended: false,
        });
        log::info!("{id} connected from {addr}");
        if let Err(error) = self.watch(id) {
            return self.drop_client(id, &format!("cannot be watched, {error}"));
        }
        if self.chat.len() < self.options.max_clients {
            self.chat.connect(id);
            if let Some(idle) = self.options.idle_timeout {
                self.deadlines.set(Token(id.0), self.now + idle);
            }
        } else {
            self.owe(id, SERVER_FULL.as_bytes().to_vec().into());
            self.leave(id);
        }
    }

    /// Asks for both directions, once and for all. An edge-triggered selector
    /// is silent about a socket that merely stays writable.
    fn watch(&mut self, id: ClientId) -> io::Result<()> {
        let client = self.clients.get_mut(id).expect("it was let in just now");
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut client.stream, Token(id.0), both)
    }

    /// A descriptor came free, or the pause is over.
    pub fn open_door(&mut self) {
        if self.door == Door::Shut {
            self.deadlines.clear(LISTENER);
            self.door = Door::Knocking;
        }
    }
}
