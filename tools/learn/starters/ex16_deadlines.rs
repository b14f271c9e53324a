//! # Exercise 16: deadlines
//!
//! Ten thousand clients, and half of them have closed their laptops long ago: no
//! reset, no end, just silence. Each of them holds a descriptor, so who says nothing
//! for too long has to go. A loop that sleeps in one place only must know how long
//! it may: until the earliest deadline. If that sleep is rounded down to nothing,
//! the loop spins; if a deadline that has passed counts as none, it sleeps for ever.
//! And there are clients who know the rule and send one byte every ten seconds:
//! bytes extend no deadline, a complete line does.
//!
//! Write `Deadlines`, and `receive`, which uses them.
//!
//! ## What the checks do
//!
//! They set, change and clear deadlines and jump through the hours, since time is a
//! parameter. They ask how long the loop may sleep, a nanosecond before a deadline,
//! at it and long after it, and who has run out of time; some deadlines fall on the
//! same moment. Then ann sends her lines whole, in pieces, or never to their end.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex16_deadlines
//! ```
//!
//! ## Hint 1
//!
//! Two questions are asked: "when has this client to go?" and "who is next?" A
//! `BTreeMap` answers the first one, and a `BTreeSet` that is sorted by time the
//! second. Both change together, in `set` and `clear` alone.
//!
//! ## Hint 2
//!
//! In a set of `(Instant, K)` two clients may have the same moment, and `first()` is
//! who is next. A deadline has come when it is not later than `now`.
//! `Instant::saturating_duration_since` is zero for one that has passed.
//!
//! ## Hint 3
//!
//! `receive` is `lines.receive(bytes)` and then `while lines.next_line().is_some()`,
//! with a `set` inside. `Deadlines` is part of the real server, `src/deadlines.rs`;
//! `receive` is in `solutions/src/ex16_deadlines.rs`.

use std::time::{Duration, Instant};

use chat::LineBuffer;

/// At most one deadline for each key.
#[derive(Debug)]
pub struct Deadlines<K> {
    // Your fields. This one stands for them; take it away.
    keys: Vec<K>,
}

impl<K> Default for Deadlines<K> {
    fn default() -> Deadlines<K> {
        todo!(
            "there is no deadline yet.
  What to do: open exercises/src/ex16_deadlines.rs and write `Deadlines` and
  `receive`. The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex16_deadlines"
        )
    }
}

impl<K: Ord + Copy> Deadlines<K> {
    /// Sets the deadline of `key`, in the place of the one it had, of which nothing
    /// stays: who talks for days costs no more memory than who comes in.
    pub fn set(&mut self, key: K, due: Instant) {
        todo!("from now on this key has this deadline, and no other")
    }

    /// Takes the deadline of `key` away, if it has one.
    pub fn clear(&mut self, key: K) {
        todo!("this key has no deadline any more")
    }

    /// Whether `key` has a deadline.
    pub fn has(&self, key: K) -> bool {
        todo!("has this key a deadline?")
    }

    /// How long one may sleep: until the earliest deadline. Zero only if one has
    /// come already, `None` if there is none.
    pub fn next_timeout(&self, now: Instant) -> Option<Duration> {
        todo!("how long is it until the earliest deadline?")
    }

    /// Takes out a key whose deadline has come (`due` is `now` or earlier), the
    /// earliest first. The loop asks until it returns `None`.
    pub fn poll_expired(&mut self, now: Instant) -> Option<K> {
        todo!("who has run out of time?")
    }
}

/// Bytes came from a client. Puts them into its line buffer, takes all complete
/// lines out, and returns how many there were, also of those that are too long or
/// not UTF-8. With each of them the client has shown that it is there: its deadline
/// is `idle` from `now` on. Without any of them its deadline is what it was.
pub fn receive<K: Ord + Copy>(
    deadlines: &mut Deadlines<K>,
    who: K,
    lines: &mut LineBuffer,
    bytes: &[u8],
    now: Instant,
    idle: Duration,
) -> usize {
    todo!("count the complete lines, and extend the deadline for them")
}
