//! Reading: once for each report that there is something.

use std::io::{ErrorKind, Read};

use chat::{ClientId, Outcome};

use crate::event_loop::{EventLoop, Stage};

impl EventLoop {
    /// Reads once. If more is waiting, the poller says so in the next turn, for
    /// it reports what *is* ready, not what has changed.
    pub fn read(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.stage == Stage::Leaving {
            return;
        }
        match client.stream.read(&mut self.buffer) {
            Ok(0) => client.has_ended = true,
            Ok(n) if client.stage == Stage::Chatting => {
                client.lines.receive(&self.buffer[..n]);
            }
            // What it says after it left is of no interest, but must be read:
            // closing with unread words would reset the connection, and the
            // reset would destroy our last word on its way.
            Ok(_) => {}
            Err(error) => match error.kind() {
                // Readiness is a hint. The poller will hint again.
                ErrorKind::WouldBlock | ErrorKind::Interrupted => {}
                _ => return self.drop_client(id, "connection closed"),
            },
        }
        match client.stage {
            Stage::Draining if client.has_ended => {
                self.drop_client(id, "connection closed")
            }
            Stage::Chatting => self.serve_lines(id),
            Stage::Draining | Stage::Leaving => {}
        }
    }

    fn serve_lines(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.has_ended {
            client.lines.finish();
        }
        while let Some(line) = client.lines.next_line() {
            if self.chat.handle_line(id, line) == Outcome::Leaves {
                return self.leave(id);
            }
        }
        if client.has_ended {
            self.leave(id);
        }
    }
}
