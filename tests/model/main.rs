//! The chat tells everybody what a chat without turns would have told them.
//!
//! The real one writes down what a room hears in a turn once and cuts pieces
//! out of it. The model delivers every line at once. Both are put through the
//! same random evenings, with few names and few rooms, so that people get in
//! each other's way; after every turn all must have read the same from both.

mod model;

#[path = "../gathering/mod.rs"]
mod gathering;

use chat::{ClientId, Outcome};
use gathering::Gathering;
use model::{Act, Model};
use proptest::prelude::*;
use proptest::sample::select;

/// How many may be here at the same time.
const SEATS: usize = 5;

/// The chat, the model, and who sits where in both.
#[derive(Default)]
struct Evening {
    chat: Gathering,
    model: Model,
    seats: [Option<ClientId>; SEATS],
    came: usize,
}

impl Evening {
    /// Whoever sits there does something. Into an empty seat comes a newcomer.
    fn happens(&mut self, seat: usize, act: &Act) {
        let Some(who) = self.seats[seat] else {
            let who = ClientId(self.came);
            self.came += 1;
            self.seats[seat] = Some(who);
            self.chat.chat.connect(who);
            return self.model.connect(who);
        };
        self.model.act(who, act);
        match act.line() {
            Some(line) => {
                let leaves = self.chat.line(who, &line) == Outcome::Leaves;
                assert_eq!(leaves, *act == Act::Quit, "{line:?}");
            }
            None => self.chat.chat.disconnect(who),
        }
        if matches!(act, Act::Quit | Act::Disconnect) {
            self.seats[seat] = None;
        }
    }

    /// Compares what all have read, also those who are gone.
    fn end_turn(&mut self) {
        for who in (0..self.came).map(ClientId) {
            let (read, expected) = (self.chat.read(who), self.model.read(who));
            assert_eq!(read, expected, "what {who:?} has read in this turn");
        }
        assert_eq!(self.chat.chat.len(), self.seats.iter().flatten().count());
    }
}

/// A name in any spelling.
fn name(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let spell = |(name, big): (&str, usize)| match big {
        0 => name.to_uppercase(),
        1 => name[..1].to_uppercase() + &name[1..],
        _ => name.to_owned(),
    };
    (select(names), 0..6_usize).prop_map(spell)
}

fn person() -> impl Strategy<Value = String> {
    name(&["ann", "bob", "guest2", "guest3", "guest5"])
}

fn text() -> impl Strategy<Value = String> {
    select(&["hi", "how are you?", "caf\u{e9}", "b\x07ll"][..])
        .prop_map(String::from)
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => text().prop_map(Act::Say),
        3 => person().prop_map(Act::Nick),
        4 => name(&["tea", "chess", "lobby"]).prop_map(Act::Join),
        4 => (person(), text()).prop_map(|(to, text)| Act::Msg(to, text)),
        2 => text().prop_map(Act::Ping),
        1 => Just(Act::Who),
        1 => Just(Act::Rooms),
        1 => Just(Act::Quit),
        1 => Just(Act::Disconnect),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn everybody_reads_what_it_would_read_if_there_were_no_turns(
        evening in prop::collection::vec((0..SEATS, act(), prop::bool::weighted(0.15)), 0..80),
    ) {
        let mut real = Evening::default();
        for (seat, act, turn_ends) in &evening {
            real.happens(*seat, act);
            if *turn_ends {
                real.end_turn();
            }
        }
        real.end_turn();
    }
}
