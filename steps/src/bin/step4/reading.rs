//! Reading: until the kernel has no more, but never long from one client.

use std::io::{ErrorKind, Read};

use chat::{ClientId, Outcome};
use mio::Token;
use steps::{MAX_LINES, MAX_TURN};

use crate::event_loop::{EventLoop, Stage};

/// What became of a client's share of this turn.
enum Share {
    /// The kernel has no more for now.
    Drained,
    /// There may be more. It goes on in the next turn.
    UsedUp,
    /// It leaves the chat, by `/quit` or because its input ended.
    Leaves,
    /// The connection is broken.
    Gone,
}

impl EventLoop {
    /// Puts a client into the queue of those to be read from, once.
    pub fn is_ready(&mut self, id: ClientId) {
        // An event may be older than the last thing that we did to its client.
        let Some(client) = self.clients.get_mut(id) else { return };
        if !client.is_ready {
            client.is_ready = true;
            self.ready.push_back(id);
        }
    }

    /// Lets a client go on in the next turn, behind all others.
    fn is_unfinished(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        client.is_ready = true;
        self.unfinished.push(id);
    }

    /// Gives each client that is ready its share, in turn.
    pub fn read(&mut self) {
        for _ in 0..self.ready.len() {
            if self.chat.said_this_turn() >= MAX_TURN {
                return;
            }
            let Some(id) = self.ready.pop_front() else { return };
            let Some(client) = self.clients.get_mut(id) else { continue };
            client.is_ready = false;
            let share = match client.stage {
                Stage::Chatting => self.listen_to(id),
                // Closing comes first. What it says until then stays unread.
                Stage::Leaving => Share::Drained,
                Stage::Draining => self.discard(id),
            };
            match share {
                Share::Drained => {}
                Share::UsedUp => self.is_unfinished(id),
                Share::Leaves => self.leave(id),
                Share::Gone => self.drop_client(id, "connection closed"),
            }
        }
    }

    fn listen_to(&mut self, id: ClientId) -> Share {
        let Some(client) = self.clients.get_mut(id) else { return Share::Gone };
        let (mut lines, mut room) = (MAX_LINES, self.buffer.len());
        loop {
            while let Some(line) = client.lines.next_line() {
                if let Some(idle) = self.options.idle_timeout {
                    self.deadlines.set(Token(id.0), self.now + idle);
                }
                if self.chat.handle_line(id, line) == Outcome::Leaves {
                    return Share::Leaves;
                }
                lines -= 1;
                if lines == 0 {
                    return Share::UsedUp;
                }
            }
            if client.has_ended {
                return Share::Leaves;
            }
            if room == 0 {
                return Share::UsedUp;
            }
            match client.stream.read(&mut self.buffer[..room]) {
                Ok(0) => {
                    client.has_ended = true;
                    client.lines.finish();
                }
                Ok(n) => {
                    room -= n;
                    client.lines.receive(&self.buffer[..n]);
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return Share::Drained,
                    ErrorKind::Interrupted => {}
                    _ => return Share::Gone,
                },
            }
        }
    }

    /// Reads what nobody wants any more, until the client closes: if we closed
    /// first, its unread words would make the kernel reset the connection, and
    /// the reset would destroy our last word on its way.
    fn discard(&mut self, id: ClientId) -> Share {
        let Some(client) = self.clients.get_mut(id) else { return Share::Gone };
        match client.stream.read(&mut self.buffer) {
            Ok(0) => Share::Gone,
            Ok(_) => Share::UsedUp,
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Share::Drained,
                ErrorKind::Interrupted => Share::UsedUp,
                _ => Share::Gone,
            },
        }
    }
}
