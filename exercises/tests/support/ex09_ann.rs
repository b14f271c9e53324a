//! Ann is owed lines, and her socket is slow.

use std::io::{IoSlice, Write};

use exercises::ex09_outbox::{Outbox, Piece};
use testkit::{Check, Scripted, WriteStep, quote};

/// Ann's outbox, the socket that it is written to, and the story of both.
pub struct Ann {
    pub outbox: Outbox,
    pub socket: Scripted,
    /// All that she was ever owed.
    pub said: Vec<u8>,
    pub check: Check,
}

impl Ann {
    pub fn new(check: Check, socket: impl IntoIterator<Item = WriteStep>) -> Ann {
        let socket = Scripted::new([], socket);
        Ann { outbox: Outbox::default(), socket, said: Vec::new(), check }
    }

    pub fn is_owed(&mut self, line: &str) {
        self.check.note("room", format!("pushes {}", quote(line.as_bytes(), 30)));
        self.said.extend(line.as_bytes());
        self.outbox.push(Piece::from(line.as_bytes().to_vec()));
        self.look();
    }

    pub fn write(&mut self) {
        while !self.outbox.is_empty() {
            let slices: Vec<_> = self.outbox.slices().map(IoSlice::new).collect();
            let written = self.socket.write_vectored(&slices);
            let Ok(written) = written else {
                return self.check.note("socket", "takes nothing: WouldBlock");
            };
            self.check.note("socket", format!("takes {written} bytes"));
            self.outbox.consume(written);
            self.look();
        }
    }

    pub fn takes_nothing(&mut self) {
        self.check.note("socket", "takes 0 bytes");
        self.outbox.consume(0);
        self.look();
    }

    /// What is offered next has to be what was said and not written yet.
    fn look(&self) {
        let owed = &self.said[self.socket.written().len()..];
        let offered = self.outbox.slices().collect::<Vec<_>>().concat();
        // One that offers less than all is judged by the number of its writes.
        let is_a_start = !offered.is_empty() && owed.starts_with(&offered);
        if offered != owed && !is_a_start {
            let expected = format!("next to write: {}", quote(owed, 60));
            let cause = why(owed, &offered);
            self.check.fail(&expected, &quote(&offered, 60), cause);
        }
        let (len, is_empty) = (self.outbox.len(), self.outbox.is_empty());
        if (len, is_empty) != (owed.len(), owed.is_empty()) {
            self.check.fail(
                &format!("len {}, is_empty {}", owed.len(), owed.is_empty()),
                &format!("len {len}, is_empty {is_empty}"),
                "the count of owed bytes does not follow what is pushed and taken.",
            );
        }
    }

    pub fn exceeds_only_below(&self, owed: usize, cause: &str) {
        let expected = [(owed - 1, true), (owed, false), (owed + 1, false)];
        let got = expected.map(|(limit, _)| (limit, self.outbox.exceeds(limit)));
        if got != expected {
            let spoken = |all: [(usize, bool); 3]| {
                all.map(|(limit, it)| format!("exceeds({limit}) = {it}")).join(", ")
            };
            let is_off_by_one = got == [(owed - 1, true), (owed, true), expected[2]];
            let cause = match is_off_by_one {
                true => "to reach a limit is not to exceed it.",
                false => cause,
            };
            self.check.fail(&spoken(expected), &spoken(got), cause);
        }
    }
}

fn why(owed: &[u8], offered: &[u8]) -> &'static str {
    let sorted = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.sort_unstable();
        bytes
    };
    if offered.len() < owed.len() {
        "bytes are lost: of a piece that was written in part, the rest is still \
         owed."
    } else if sorted(owed) == sorted(offered) {
        "the order changed: the rest of a piece stays in front, what is new goes \
         behind."
    } else {
        "bytes are sent twice: one write may take several pieces, or half of one."
    }
}
