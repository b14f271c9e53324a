//! Writing: to each client once a turn, as much as the kernel takes.

use std::io::ErrorKind;

use chat::{ClientId, Piece};
use steps::write_owed;

use crate::event_loop::{EventLoop, Stage};

impl EventLoop {
    /// Ends the turn: what was said in it is handed out and written.
    pub fn write(&mut self) {
        loop {
            self.chat.end_turn();
            while let Some((id, piece)) = self.chat.poll_delivery() {
                self.owe(id, piece);
            }
            while let Some(id) = self.owed.pop_front() {
                self.write_to(id);
            }
            // Whoever was lost while we wrote may have left a room, and those
            // who stay in it are told before we sleep.
            if self.chat.is_quiet() {
                return;
            }
        }
    }

    /// Adds to what a client is owed.
    pub fn owe(&mut self, id: ClientId, piece: Piece) {
        if let Some(client) = self.clients.get_mut(id) {
            client.outbox.push(piece);
            self.is_owed(id);
        }
    }

    /// Puts a client among those to be written to, once.
    pub fn is_owed(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        if !client.is_owed {
            client.is_owed = true;
            self.owed.push_back(id);
        }
    }

    /// The kernel has room for this client again.
    pub fn is_writable(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        client.is_full = false;
        if !client.outbox.is_empty() {
            self.is_owed(id);
        }
    }

    fn write_to(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        client.is_owed = false;
        let limit = self.options.max_outbox;
        // Before we give a client up, the kernel is asked once more.
        if client.is_full && !client.outbox.exceeds(limit) {
            return;
        }
        match write_owed(&mut client.outbox, &mut client.stream) {
            Ok(()) if client.stage == Stage::Leaving => self.part(id),
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                client.is_full = true;
                if client.outbox.exceeds(limit) {
                    self.drop_client(id, "reads too slowly");
                }
            }
            Err(_) => self.drop_client(id, "connection closed"),
        }
    }
}
