//! Those who are in the room, and what each of them hears.

use std::collections::BTreeMap;
use std::ops::Index;

use exercises::ex18_slow_reader::{Event, Room};
use testkit::{Check, quote};

use super::socket::Socket;

/// A text that makes a line of so many bytes when it comes from ann.
pub fn long(line: usize) -> String {
    "x".repeat(line - "ann: \n".len())
}

pub struct People<'a> {
    room: Room<Socket>,
    sockets: BTreeMap<&'static str, Socket>,
    check: &'a Check,
}

impl<'a> People<'a> {
    pub fn enter<const N: usize>(
        check: &'a Check,
        limit: usize,
        names: [&'static str; N],
    ) -> Self {
        let sockets: BTreeMap<_, _> = names
            .into_iter()
            .map(|name| (name, Socket::new(name, check.timeline())))
            .collect();
        check.note("room", format!("opens, limit {limit}"));
        let mut room = Room::new(limit);
        for (name, socket) in &sockets {
            room.enter(name, socket.clone());
        }
        People { room, sockets, check }
    }

    pub fn says(&self, name: &str, text: &str) {
        self[name].sends(&[&format!("{text}\n")]);
    }

    /// A turn after which everybody is still here.
    #[track_caller]
    pub fn turn(&mut self, events: &[Event<'_>]) {
        self.expect_gone(events, &[]);
    }

    /// A turn after which these are gone, and nobody else.
    #[track_caller]
    pub fn expect_gone(&mut self, events: &[Event<'_>], expected: &[&str]) {
        let spoken = events.iter().map(|event| match event {
            Event::Readable(name) => format!("{name} readable"),
            Event::Writable(name) => format!("{name} writable"),
        });
        let spoken = spoken.collect::<Vec<_>>().join(", ");
        self.check.note("room", format!("turn: {spoken}"));
        let mut gone = self.room.turn(events);
        gone.sort();
        if gone != expected {
            let stays = |name: &&&str| !gone.iter().any(|gone| gone == **name);
            let is_over = |name: &&str| self[*name].is_over();
            let cause = if expected.iter().filter(stays).any(is_over) {
                "whoever is broken or has ended its input is disconnected in the same \
                 turn, which goes on for the others: their events, and what they are \
                 owed."
            } else if gone.len() < expected.len() {
                "after all was offered to the kernel, whoever is still owed more than the \
                 limit is disconnected: neither memory without end nor lines left out."
            } else {
                "only those are disconnected who are owed more than the limit after \
                 the kernel was offered everything, or whose socket is broken, which \
                 `WouldBlock` does not say."
            };
            self.check.fail(
                &format!("gone: {expected:?}"),
                &format!("gone: {gone:?}"),
                cause,
            );
        }
        for name in gone {
            if !self[&name].is_closed() {
                self.check.fail(
                    &format!("{name}'s connection is closed"),
                    "the room still holds its socket",
                    "to disconnect is to drop the socket, and all that was owed.",
                );
            }
        }
    }

    /// All that this one has read.
    #[track_caller]
    pub fn heard(&self, name: &str, expected: &str) {
        let cause = "it is owed more: what was said to it, or the rest that the kernel \
                     did not take. It waits until the kernel reports that there is room, \
                     and no longer.";
        self.heard_but(name, expected, cause);
    }

    /// The same, with why it most likely has not read all.
    #[track_caller]
    pub fn heard_but(&self, name: &str, expected: &str, cause: &str) {
        let heard = self[name].written();
        if heard != expected.as_bytes() {
            self.differs(name, expected, &heard, cause);
        }
    }

    /// The same of one who has not read all.
    #[track_caller]
    pub fn heard_the_start_of(&self, name: &str, expected: &str) {
        let heard = self[name].written();
        if !expected.as_bytes().starts_with(&heard) {
            self.differs(name, expected, &heard, "");
        }
    }

    #[track_caller]
    fn differs(&self, name: &str, expected: &str, heard: &[u8], fewer: &str) -> ! {
        let cause = if heard.is_empty() || expected.as_bytes().starts_with(heard) {
            fewer
        } else if expected.is_empty() {
            "nobody hears what it said itself."
        } else {
            "bytes are missing in the middle, come twice, or in another order: the rest \
             of a write comes before everything that was said later."
        };
        let expected = format!("{name} has read {}", quote(expected.as_bytes(), 60));
        self.check.fail(&expected, &quote(heard, 60), cause);
    }
}

impl Index<&str> for People<'_> {
    type Output = Socket;

    fn index(&self, name: &str) -> &Socket {
        &self.sockets[name]
    }
}
