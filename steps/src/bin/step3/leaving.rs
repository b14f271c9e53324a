//! Leaving: every way out of the chat, down to the last byte.

use std::net::Shutdown;

use chat::{ClientId, LineBuffer};
use steps::MAX_DRAIN;

use crate::event_loop::{EventLoop, Stage};

impl EventLoop {
    /// A client takes no part any more. It still gets what it is owed.
    pub fn leave(&mut self, id: ClientId) {
        self.chat.disconnect(id);
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.stage = Stage::Leaving;
        client.lines = LineBuffer::default();
        self.touch(id);
    }

    /// A client that leaves has got everything: it is told that nothing more
    /// will come, and has a moment to close its side too.
    pub fn part(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        let told = client.stream.shutdown(Shutdown::Write);
        if client.has_ended || told.is_err() {
            return self.drop_client(id, "left");
        }
        client.stage = Stage::Draining;
        self.deadlines.set(id, self.now + MAX_DRAIN);
        self.ask_about(id);
    }

    /// Closes the connection, whatever it is still owed.
    pub fn drop_client(&mut self, id: ClientId, why: &str) {
        let Some(client) = self.clients.remove(&id) else { return };
        self.chat.disconnect(id);
        self.deadlines.clear(id);
        // It was added when it came, so this fails only if the poller itself is
        // broken, and the next wait will say so.
        let _ = self.poller.delete(&client.stream);
        drop(client);
        log::info!("{id} disconnected: {why}");
        self.open_door();
    }
}
