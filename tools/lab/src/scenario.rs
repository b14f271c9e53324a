//! The loads, each the same for every server.
//!
//! All are closed loops: a sender has at most `window` lines under way and says the
//! next one when the oldest of them has been heard by everybody else. So a server is
//! never asked for more than it can do, a fast one is asked for more, and what is
//! waited for is always a delivery. (The other side of it: a server that stalls also
//! stops the load, so the highest percentiles look better than in an open loop.)

use crate::server::Level;
use std::time::Duration;

/// Who speaks to whom, and how much at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What `--tests` calls it.
    pub name: &'static str,
    /// What the tables call it.
    pub title: &'static str,
    /// Clients connected.
    pub clients: usize,
    /// How many of them speak.
    pub senders: usize,
    /// Lines of a sender that may be under way at once.
    pub window: usize,
    /// Bytes of a line, without name and newline.
    pub text: usize,
    /// Clients besides, who never read; the others do not wait for them.
    pub deaf: usize,
}

/// When to start counting and when to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Lines said before anything is counted.
    pub warm_up: Duration,
    /// How long to count.
    pub measure: Duration,
    /// Deliveries after which to stop, even if there is time left.
    pub deliveries: u64,
}

impl Bounds {
    /// Counts for this long, after a warm-up of a third of it.
    pub fn lasting(measure: Duration) -> Self {
        Self { warm_up: measure / 3, measure, deliveries: 200_000_000 }
    }
}

impl Scenario {
    /// How many hear each line.
    pub fn hearers(&self, level: Level) -> usize {
        match level {
            Level::Chat => self.clients - 1,
            Level::Echo => 1,
        }
    }

    /// The same load with another number of clients.
    #[must_use]
    pub fn among(&self, clients: usize) -> Self {
        Self { clients, senders: self.senders.min(clients), ..self.clone() }
    }
}

/// Every scenario of a comparison.
pub const ALL: [Scenario; 6] = [
    Scenario {
        name: "closed",
        title: "100 clients, all speak, one line under way",
        clients: 100,
        senders: 100,
        window: 1,
        text: 32,
        deaf: 0,
    },
    Scenario {
        name: "slow-reader",
        title: "The same, and one more client who never reads",
        clients: 100,
        senders: 100,
        window: 1,
        text: 32,
        deaf: 1,
    },
    Scenario {
        name: "pipelined",
        title: "100 clients, all speak, 16 lines under way",
        clients: 100,
        senders: 100,
        window: 16,
        text: 32,
        deaf: 0,
    },
    Scenario {
        name: "large",
        title: "100 clients, all speak, lines of 480 bytes",
        clients: 100,
        senders: 100,
        window: 1,
        text: 480,
        deaf: 0,
    },
    Scenario {
        name: "thousand",
        title: "1,000 clients, 100 speak",
        clients: 1_000,
        senders: 100,
        window: 1,
        text: 32,
        deaf: 0,
    },
    Scenario {
        name: "lone",
        title: "10,000 clients, one speaks",
        clients: 10_000,
        senders: 1,
        window: 1,
        text: 32,
        deaf: 0,
    },
];
