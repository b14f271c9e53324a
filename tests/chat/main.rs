//! What is said reaches whom it should, word for word as the protocol has it.
//!
//! Each file holds one part of the chat level of `PROTOCOL.md`, as stories of
//! people who talk. No socket is opened: these are the rules alone.

mod commands;
mod control_characters;
mod errors;
mod lists;
mod order;
mod rooms;

#[path = "../gathering/mod.rs"]
mod gathering;

use chat::{ClientId, Outcome};
use gathering::Gathering;

const ANN: ClientId = ClientId(1);
const BOB: ClientId = ClientId(2);
const EVE: ClientId = ClientId(3);

/// Ann, Bob and Eve stand in the lobby under their names and have read all.
fn three() -> Gathering {
    let mut chat = Gathering::default();
    for (who, name) in [(ANN, "ann"), (BOB, "bob"), (EVE, "eve")] {
        chat.chat.connect(who);
        chat.says(who, &format!("/nick {name}"));
        chat.read(who);
    }
    chat
}

/// The three, in the room `tea`.
fn three_at_tea() -> Gathering {
    let mut chat = three();
    for who in [ANN, BOB, EVE] {
        chat.says(who, "/join tea");
    }
    chat.all_read();
    chat
}

impl Gathering {
    fn says(&mut self, who: ClientId, line: &str) {
        assert_eq!(self.line(who, line), Outcome::Stays);
    }

    fn quits(&mut self, who: ClientId) {
        assert_eq!(self.line(who, "/quit"), Outcome::Leaves);
    }

    /// The three forget what they have read so far.
    fn all_read(&mut self) {
        for who in [ANN, BOB, EVE] {
            self.read(who);
        }
    }

    /// What each of the three reads now.
    fn each_reads(&mut self) -> [String; 3] {
        [ANN, BOB, EVE].map(|who| self.read(who))
    }

    /// A line that is answered to its author and reaches nobody else.
    #[track_caller]
    fn answers(&mut self, line: &str, answer: &str) {
        self.all_read();
        self.says(ANN, line);
        assert_eq!(self.each_reads(), [answer, "", ""], "after {line:?}");
    }
}
