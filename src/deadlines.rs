//! Deadlines: who has to be dealt with when.
//!
//! An event loop sleeps in one place only, so that place must know how long it
//! may sleep: until the earliest deadline. Time comes in as a parameter, so a
//! test jumps over hours.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// At most one deadline for each key.
#[derive(Debug)]
pub struct Deadlines<K> {
    due: BTreeMap<K, Instant>,
    in_order: BTreeSet<(Instant, K)>,
}

impl<K> Default for Deadlines<K> {
    fn default() -> Deadlines<K> {
        Deadlines { due: BTreeMap::new(), in_order: BTreeSet::new() }
    }
}

impl<K: Ord + Copy> Deadlines<K> {
    /// Sets the deadline of `key`, in the place of the one it had.
    pub fn set(&mut self, key: K, due: Instant) {
        self.clear(key);
        self.due.insert(key, due);
        self.in_order.insert((due, key));
    }

    /// Takes the deadline of `key` away, if it has one.
    pub fn clear(&mut self, key: K) {
        if let Some(due) = self.due.remove(&key) {
            self.in_order.remove(&(due, key));
        }
    }

    /// Whether `key` has a deadline.
    pub fn has(&self, key: K) -> bool {
        self.due.contains_key(&key)
    }

    /// How long one may sleep: zero only if something is due already, `None`
    /// if nothing ever will be.
    pub fn next_timeout(&self, now: Instant) -> Option<Duration> {
        let (due, _) = self.in_order.first()?;
        Some(due.saturating_duration_since(now))
    }

    /// Takes out a key whose deadline has come, the earliest first. Ask until
    /// it returns `None`.
    pub fn poll_expired(&mut self, now: Instant) -> Option<K> {
        let (due, key) = *self.in_order.first()?;
        if due > now {
            return None;
        }
        self.clear(key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_earliest_deadline_says_how_long_to_sleep() {
        let (mut deadlines, start) = (Deadlines::default(), Instant::now());
        assert_eq!(deadlines.next_timeout(start), None);

        deadlines.set("ann", start + 5 * SECOND);
        deadlines.set("bob", start + 3 * SECOND);
        assert_eq!(deadlines.next_timeout(start + SECOND), Some(2 * SECOND));
        assert_eq!(deadlines.poll_expired(start + SECOND), None);
    }

    #[test]
    fn a_deadline_that_was_missed_is_due_at_once_and_only_once() {
        let (mut deadlines, start) = (Deadlines::default(), Instant::now());
        deadlines.set("ann", start + 5 * SECOND);
        deadlines.set("bob", start + 3 * SECOND);

        let late = start + 3600 * SECOND;
        assert_eq!(deadlines.next_timeout(late), Some(Duration::ZERO));
        assert_eq!(deadlines.poll_expired(late), Some("bob"));
        assert_eq!(deadlines.poll_expired(late), Some("ann"));
        assert_eq!(deadlines.poll_expired(late), None);
        assert_eq!(deadlines.next_timeout(late), None);
    }

    #[test]
    fn a_new_deadline_takes_the_place_of_the_old_one() {
        let (mut deadlines, start) = (Deadlines::default(), Instant::now());
        deadlines.set("ann", start + SECOND);
        deadlines.set("ann", start + 9 * SECOND);
        assert_eq!(deadlines.poll_expired(start + 8 * SECOND), None);
        deadlines.clear("ann");
        assert_eq!(deadlines.next_timeout(start), None);
    }

    #[test]
    fn a_sleep_is_never_rounded_down_to_nothing() {
        let (mut deadlines, start) = (Deadlines::default(), Instant::now());
        let soon = Duration::from_micros(400);
        deadlines.set("ann", start + soon);
        assert_eq!(deadlines.next_timeout(start), Some(soon));
    }
}
