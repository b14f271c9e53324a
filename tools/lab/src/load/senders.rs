//! Who may speak: the closed loop.

use crate::scenario::Scenario;
use crate::server::Level;
use crate::wire::{Line, Wire};

/// One line that is under way.
#[derive(Clone, Copy, Default)]
struct UnderWay {
    /// Nanoseconds since the start of the load.
    said_at: u64,
    heard: u32,
}

/// What the senders have said, and how many have heard it.
pub struct Senders {
    window: u32,
    hearers: u32,
    /// The number of each sender's next line.
    next: Vec<u32>,
    /// How many lines each may say now.
    credit: Vec<u32>,
    /// `window` places for each sender.
    under_way: Vec<UnderWay>,
    /// Senders with a credit.
    ready: Vec<u32>,
    said: u64,
    heard: u64,
}

impl Senders {
    pub fn new(scenario: &Scenario, level: Level) -> Self {
        let count = scenario.senders;
        let small =
            |n: usize| u32::try_from(n).expect("a crowd is smaller than 2^32");
        Self {
            window: small(scenario.window),
            hearers: small(scenario.hearers(level)),
            next: vec![0; count],
            credit: vec![small(scenario.window); count],
            under_way: vec![UnderWay::default(); count * scenario.window],
            ready: (0..small(count)).rev().collect(),
            said: 0,
            heard: 0,
        }
    }

    /// Somebody who may say something.
    pub fn next_ready(&mut self) -> Option<usize> {
        self.ready.pop().map(|sender| sender as usize)
    }

    /// Adds all lines that this sender may say now to `out`: a client that may say
    /// several sends them together.
    pub fn say(&mut self, sender: usize, now: u64, wire: &Wire, out: &mut Vec<u8>) {
        for _ in 0..std::mem::take(&mut self.credit[sender]) {
            let number = self.next[sender];
            self.next[sender] += 1;
            self.said += 1;
            let at = self.slot(sender, number);
            self.under_way[at] = UnderWay { said_at: now, heard: 0 };
            let sender = u32::try_from(sender).expect("a place in the crowd");
            wire.say(Line { sender, number }, out);
        }
    }

    /// Notes that one more has heard this line; returns when it was said.
    #[inline]
    pub fn heard(&mut self, line: Line) -> u64 {
        self.heard += 1;
        let sender = line.sender as usize;
        let at = self.slot(sender, line.number);
        let under_way = &mut self.under_way[at];
        under_way.heard += 1;
        if under_way.heard == self.hearers {
            if self.credit[sender] == 0 {
                self.ready.push(line.sender);
            }
            self.credit[sender] += 1;
        }
        under_way.said_at
    }

    fn slot(&self, sender: usize, number: u32) -> usize {
        sender * self.window as usize + (number % self.window) as usize
    }

    /// Lines said so far.
    pub fn said(&self) -> u64 {
        self.said
    }

    /// Deliveries that are still to come.
    pub fn missing(&self) -> u64 {
        self.said * u64::from(self.hearers) - self.heard
    }

    pub fn all_heard(&self) -> bool {
        self.missing() == 0
    }
}
