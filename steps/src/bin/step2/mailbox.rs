//! What lies between the thread that says something and the one that writes it.
//!
//! The writer may be stuck in a write for as long as its client does not read,
//! so nobody ever waits for the writer while holding the lock in here: a push
//! takes a moment, always.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use chat::{Outbox, Piece};

/// A queue of what one client is owed.
#[derive(Default)]
pub struct Mailbox {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Outbox,
    /// What the writer has taken, and the kernel has not.
    under_way: usize,
    /// Nothing more will come.
    closed: bool,
    /// The client is gone. What it was owed is of no use any more.
    given_up: bool,
}

impl State {
    fn unsent(&self) -> usize {
        self.waiting.len() + self.under_way
    }
}

impl Mailbox {
    /// Adds a piece. Never waits.
    pub fn push(&self, piece: Piece) {
        let mut state = self.lock();
        if !state.given_up {
            state.waiting.push(piece);
            self.changed.notify_all();
        }
    }

    /// Takes out all that waits, as soon as there is something. `None` when
    /// there is nothing and nothing will come.
    pub fn take(&self) -> Option<Outbox> {
        let idle = |state: &mut State| state.waiting.is_empty() && !state.closed;
        let state = self.changed.wait_while(self.lock(), idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut state.waiting);
        state.under_way = taken.len();
        (!taken.is_empty()).then_some(taken)
    }

    /// The kernel took so many bytes of what was taken out.
    pub fn sent(&self, bytes: usize) {
        self.lock().under_way -= bytes;
        self.changed.notify_all();
    }

    /// No further piece will come. What waits will still be written.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// The client is gone, and with it all that it was owed.
    pub fn give_up(&self) {
        let mut state = self.lock();
        state.waiting = Outbox::default();
        state.closed = true;
        state.given_up = true;
        self.changed.notify_all();
    }

    /// Whether the client is gone.
    pub fn is_given_up(&self) -> bool {
        self.lock().given_up
    }

    /// Whether more than `limit` bytes are unsent.
    pub fn exceeds(&self, limit: usize) -> bool {
        self.lock().unsent() > limit
    }

    /// Waits until at most `limit` bytes are unsent, or the client is given up.
    pub fn wait_for_room(&self, limit: usize) {
        let full = |state: &mut State| state.unsent() > limit && !state.given_up;
        drop(self.changed.wait_while(self.lock(), full));
    }

    /// A thread that panicked elsewhere must not take others with it: between
    /// two calls the state is always whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
