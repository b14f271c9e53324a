//! What all threads share: the chat, and everybody's mailbox.
//!
//! One lock guards it, so everybody in a room hears everything in one order.
//! It is held while the rules act and the mailboxes are filled, which takes
//! microseconds, and never while anybody reads, writes or waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chat::outbox::MAX_OUTBOX;
use chat::{Chat, ClientId, LineBuffer, Outcome};
use steps::{MAX_LINES, Options};

use crate::client::Client;

/// A mailbox over its limit is the business of the thread that writes: it alone
/// knows whether the kernel takes any more. But it may not have had its turn for
/// a while, and nobody should have to wait for more than this, in bytes.
const FAR_TOO_MUCH: usize = 16 * MAX_OUTBOX;

pub struct Server {
    pub options: Options,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    chat: Chat,
    clients: HashMap<ClientId, Arc<Client>>,
}

impl Server {
    pub fn new(options: Options) -> Server {
        Server { options, shared: Mutex::default() }
    }

    /// Lets a client in, unless there are too many.
    pub fn connect(&self, client: &Arc<Client>) -> bool {
        let mut shared = self.lock();
        if shared.chat.len() >= self.options.max_clients {
            return false;
        }
        shared.clients.insert(client.id, Arc::clone(client));
        shared.chat.connect(client.id);
        self.end_turn(shared);
        true
    }

    /// Lets the rules act on what a client said.
    pub fn hear(&self, client: &Client, lines: &mut LineBuffer) -> Outcome {
        loop {
            let mut shared = self.lock();
            let mut served = 0;
            // Others want the lock too.
            while served < MAX_LINES
                && let Some(line) = lines.next_line()
            {
                served += 1;
                if shared.chat.handle_line(client.id, line) == Outcome::Leaves {
                    self.end_turn(shared);
                    return Outcome::Leaves;
                }
            }
            self.end_turn(shared);
            // Whoever asks for much has to read the answers first. Nobody else
            // waits here: this is the client's own thread, and the lock is free.
            client.mailbox.wait_for_room(self.options.max_outbox);
            if served < MAX_LINES {
                return Outcome::Stays;
            }
        }
    }

    /// Lets a client out, if it is still in.
    pub fn disconnect(&self, client: &Client) {
        let mut shared = self.lock();
        shared.chat.disconnect(client.id);
        shared.deliver(usize::MAX);
        shared.clients.remove(&client.id);
    }

    /// Hands out what was said, lets the lock go, and only then gives up those
    /// who do not read.
    fn end_turn(&self, mut shared: MutexGuard<'_, Shared>) {
        let limit = self.options.max_outbox.saturating_add(FAR_TOO_MUCH);
        let hopeless = shared.deliver(limit);
        drop(shared);
        hopeless.iter().for_each(|client| client.give_up());
    }

    /// The lock, even if a thread panicked while it had it: one client's
    /// misfortune must not become everybody's.
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Fills the mailboxes. Returns the clients for which more than `limit`
    /// bytes wait now.
    fn deliver(&mut self, limit: usize) -> Vec<Arc<Client>> {
        self.chat.end_turn();
        let mut over: Vec<Arc<Client>> = Vec::new();
        while let Some((id, piece)) = self.chat.poll_delivery() {
            let Some(client) = self.clients.get(&id) else { continue };
            client.mailbox.push(piece);
            if client.mailbox.exceeds(limit) {
                over.push(Arc::clone(client));
            }
        }
        over
    }
}
