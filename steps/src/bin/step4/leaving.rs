//! Leaving: every way out of the chat, down to the last byte.

use std::net::Shutdown;

use chat::{ClientId, LineBuffer};
use mio::Token;
use steps::MAX_DRAIN;

use crate::event_loop::{EventLoop, SIGNAL, Stage};

impl EventLoop {
    /// A client takes no part any more. It still gets what it is owed.
    pub fn leave(&mut self, id: ClientId) {
        self.chat.disconnect(id);
        let Some(client) = self.clients.get_mut(id) else { return };
        client.stage = Stage::Leaving;
        client.lines = LineBuffer::default();
        self.is_owed(id);
    }

    /// A client that leaves has got everything: it is told that nothing more
    /// will come, and has a moment to close its side too.
    pub fn part(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        let told = client.stream.shutdown(Shutdown::Write);
        if client.has_ended || told.is_err() {
            return self.drop_client(id, "left");
        }
        client.stage = Stage::Draining;
        self.deadlines.set(Token(id.0), self.now + MAX_DRAIN);
        self.is_ready(id);
    }

    /// Closes the connection, whatever it is still owed.
    pub fn drop_client(&mut self, id: ClientId, why: &str) {
        let Some(mut client) = self.clients.remove(id) else { return };
        self.chat.disconnect(id);
        self.deadlines.clear(Token(id.0));
        // Closing it takes it out of the kernel's list as well, on Linux. Not
        // everywhere, and if it was never in, that is no one's concern.
        let _ = self.poll.registry().deregister(&mut client.stream);
        drop(client);
        log::info!("{id} disconnected: {why}");
        self.open_door();
    }

    /// Ctrl-C or SIGTERM: everybody is told, and leaves. The second one does
    /// not wait for them.
    pub fn stop(&mut self) {
        if self.listener.take().is_none() {
            return self.give_up();
        }
        self.deadlines.set(SIGNAL, self.now + MAX_DRAIN);
        self.chat.shut_down();
        for id in self.everybody() {
            if self.clients.get_mut(id).is_some_and(|c| c.stage == Stage::Chatting) {
                self.leave(id);
            }
        }
    }

    /// The time to leave is over.
    pub fn give_up(&mut self) {
        self.everybody()
            .into_iter()
            .for_each(|id| self.drop_client(id, "server stops"));
    }

    fn everybody(&self) -> Vec<ClientId> {
        self.clients.ids().collect()
    }
}
