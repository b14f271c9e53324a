//! Writing: to each client once a turn, as much as the kernel takes.

use std::io::{self, ErrorKind};
use std::mem;

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
            for id in mem::take(&mut self.touched) {
                self.write_to(id);
            }
            // Whoever was lost while we wrote may have left a room, and those
            // who stay in it are told before we sleep.
            if self.chat.is_quiet() && self.touched.is_empty() {
                return;
            }
        }
    }

    /// Adds to what a client is owed.
    pub fn owe(&mut self, id: ClientId, piece: Piece) {
        if let Some(client) = self.clients.get_mut(&id) {
            client.outbox.push(piece);
            self.touch(id);
        }
    }

    /// Puts a client among those to be written to, once.
    pub fn touch(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if !client.is_touched {
            client.is_touched = true;
            self.touched.push(id);
        }
    }

    fn write_to(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.is_touched = false;
        match write_owed(&mut client.outbox, &mut client.stream) {
            Ok(()) if client.stage == Stage::Leaving => self.part(id),
            Ok(()) => self.ask_about(id),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if client.outbox.exceeds(self.options.max_outbox) {
                    return self.drop_client(id, "reads too slowly");
                }
                self.ask_about(id);
            }
            Err(_) => self.drop_client(id, "connection closed"),
        }
    }

    /// Asks the poller to report this client once more: it reports each only
    /// once (oneshot), so that nothing is reported while we are at it.
    pub fn ask_about(&mut self, id: ClientId) {
        if self.tell_poller(id).is_err() {
            // A client that cannot be waited for cannot be served.
            self.drop_client(id, "cannot be watched");
        }
    }

    fn tell_poller(&mut self, id: ClientId) -> io::Result<()> {
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        let interest = client.interest(id);
        if client.asked != Some(interest) {
            self.poller.modify(&client.stream, interest)?;
            client.asked = Some(interest);
        }
        Ok(())
    }
}
