//! Whose turn it is to draw: the line editor's or the server's.
//!
//! `rustyline` prints a message above the line being typed, but only while it
//! reads a line: a message handed over just after Enter waits for the next
//! prompt, and a later one, printed directly, would overtake it. So a message
//! is handed over only when a prompt stands, one at a time. The editor draws
//! the prompt again after each, and that is how we hear that it is shown.
//!
//! What this does not cover: keys faster than any hand may draw the prompt
//! before a message is shown, and then two messages can change places; and
//! what arrives with the very key that leaves may not be shown.

use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard};

use rustyline::Prompt;

/// The prompt, and the lock that goes with it.
pub struct Turn {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No prompt stands, or a message is on its way above it.
    Busy,
    /// The prompt stands and waits for keys.
    Typing,
    /// No prompt will come any more: print as you like.
    Leaving,
    /// The server is gone: the next prompt must not be drawn.
    ServerGone,
}

/// What is thrown out of the line editor when the server is gone.
pub struct ServerGone;

impl Turn {
    /// Nobody's turn, until the first prompt.
    pub fn new() -> Turn {
        Turn { state: Mutex::new(State::Busy), changed: Condvar::new() }
    }

    /// Waits until a message may be printed. The next wait ends only when the
    /// prompt has been drawn below that message.
    pub fn wait_to_print(&self) {
        self.pass_on(State::Busy);
    }

    /// Waits likewise. From then on drawing the prompt ends the line editor.
    /// `false` if we are leaving anyway.
    pub fn wait_to_end(&self) -> bool {
        self.pass_on(State::ServerGone) == State::Typing
    }

    /// The line editor returned: nothing may be printed until the next prompt.
    pub fn line_is_read(&self) {
        let mut state = self.lock();
        if *state == State::Typing {
            *state = State::Busy;
        }
    }

    /// There will be no further prompt.
    pub fn leave(&self) {
        *self.lock() = State::Leaving;
        self.changed.notify_one();
    }

    fn pass_on(&self, next: State) -> State {
        let mut state = self
            .changed
            .wait_while(self.lock(), |state| *state == State::Busy)
            .expect(NOT_POISONED);
        let before = *state;
        if before == State::Typing {
            *state = next;
        }
        before
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(NOT_POISONED)
    }
}

const NOT_POISONED: &str = "nobody panics while holding the turn";

impl Prompt for Turn {
    /// Called whenever the prompt is drawn.
    ///
    /// Nothing makes `readline` return before a key is pressed, on every system
    /// and in safe code, but what it calls may unwind: this is the way out, and
    /// `rustyline` restores the terminal on it. (It needs `panic = "unwind"`.)
    fn raw(&self) -> &str {
        let mut state = self.lock();
        match *state {
            State::ServerGone => {
                drop(state);
                // Not `panic!`, which would print a message.
                panic::resume_unwind(Box::new(ServerGone));
            }
            State::Busy => *state = State::Typing,
            State::Typing | State::Leaving => {}
        }
        self.changed.notify_one();
        "> "
    }
}
