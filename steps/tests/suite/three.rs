//! People who talk, and what each of them hears.
//!
//! No clock decides what somebody does *not* hear: [`hears`] sets up a barrier,
//! and what has not come by then will not come.

use testkit::{Guest, Server};

use crate::servers::Step;

/// Comes in under this name and reads what there is to read.
#[track_caller]
pub fn come_in(server: &Server, name: &str) -> Guest {
    let mut guest = server.guest(name);
    guest.say(&format!("/nick {name}"));
    guest.sync();
    guest
}

/// A guest hears these lines and no others. Ask whoever spoke before the rest:
/// its barrier comes back when the server has dealt with what it said.
#[track_caller]
pub fn hears<S: AsRef<str>>(guest: &mut Guest, lines: impl AsRef<[S]>) {
    for line in lines.as_ref() {
        guest.expect(line.as_ref());
    }
    guest.expect_nothing();
}

/// Ann, Bob and Eve, who stand in one room and have read everything.
pub struct Three {
    pub server: Server,
    pub ann: Guest,
    pub bob: Guest,
    pub eve: Guest,
}

impl Three {
    /// In the lobby, which announces nobody.
    #[track_caller]
    pub fn in_the_lobby(step: Step) -> Three {
        let server = step.start();
        let [ann, bob, eve] =
            ["ann", "bob", "eve"].map(|name| come_in(&server, name));
        Three { server, ann, bob, eve }
    }

    /// In the room `tea`, which announces everybody.
    #[track_caller]
    pub fn at_tea(step: Step) -> Three {
        let mut three = Three::in_the_lobby(step);
        let Three { ann, bob, eve, .. } = &mut three;
        for guest in [&mut *ann, &mut *bob, &mut *eve] {
            guest.say("/join tea");
            guest.sync();
        }
        ann.sync();
        bob.sync();
        three
    }

    /// Ann says a line. She hears the answer, and the others hear nothing.
    #[track_caller]
    pub fn answers(&mut self, line: &str, answer: &str) {
        self.ann.say(line);
        self.each_hears([answer], [], []);
    }

    /// What each of them hears, Ann first: she is the one who spoke.
    #[track_caller]
    pub fn each_hears<const A: usize, const B: usize, const E: usize>(
        &mut self,
        ann: [&str; A],
        bob: [&str; B],
        eve: [&str; E],
    ) {
        hears(&mut self.ann, ann);
        hears(&mut self.bob, bob);
        hears(&mut self.eve, eve);
    }
}
