//! A clock that is put forward by hand, and a list of what has to happen when.

use std::time::{Duration, Instant};

use chat::LineBuffer;
use exercises::ex16_deadlines::{Deadlines, receive};
use testkit::{Check, quote};

pub const SECOND: Duration = Duration::from_secs(1);
pub const MS: Duration = Duration::from_millis(1);

/// Deadlines, a clock that is put forward by hand, and a plain list of what is due.
pub struct Clock {
    pub check: Check,
    pub start: Instant,
    pub now: Instant,
    pub deadlines: Deadlines<&'static str>,
    pub list: Vec<(Instant, &'static str)>,
}

impl Clock {
    pub fn new(check: Check) -> Clock {
        let (now, list) = (Instant::now(), Vec::new());
        let deadlines = Deadlines::default();
        Clock { check, start: now, now, deadlines, list }
    }

    pub fn pass(&mut self, time: Duration) {
        self.now += time;
        let clock = format!("it is {:?} o'clock", self.now - self.start);
        self.check.note("clock", clock);
    }

    /// Sets a deadline, counted from the start.
    pub fn set(&mut self, who: &'static str, due: Duration) {
        self.check.note("loop", format!("set {who}: {due:?}"));
        self.deadlines.set(who, self.start + due);
        self.list.retain(|(_, other)| *other != who);
        self.list.push((self.start + due, who));
    }

    pub fn clear(&mut self, who: &'static str) {
        self.check.note("loop", format!("clear {who}"));
        self.deadlines.clear(who);
        self.list.retain(|(_, other)| *other != who);
    }

    pub fn hears(
        &mut self,
        who: &'static str,
        lines: &mut LineBuffer,
        bytes: &[u8],
        expected: usize,
    ) {
        self.check.note(who, format!("sends {}", quote(bytes, 30)));
        let (deadlines, idle) = (&mut self.deadlines, 60 * SECOND);
        let count = receive(deadlines, who, lines, bytes, self.now, idle);
        if count != expected {
            let cause = "take lines out until `next_line` has none: the start of \
                         one stays in the buffer, and every other one counts.";
            let expected = format!("{expected} complete lines");
            self.check.fail(&expected, &count.to_string(), cause);
        }
    }

    pub fn has(&self, who: &'static str, expected: bool, cause: &str) {
        let came = self.deadlines.has(who);
        if came != expected {
            let expected = format!("has({who:?}) is {expected}");
            self.check.fail(&expected, &came.to_string(), cause);
        }
    }

    /// Up to a millisecond longer does no harm; shorter makes the loop spin.
    pub fn may_sleep(&self, expected: Option<Duration>, cause: &str) {
        let came = self.deadlines.next_timeout(self.now);
        let is_right = match (expected, came) {
            (Some(left), Some(came)) if left > Duration::ZERO => {
                (left..=left + MS).contains(&came)
            }
            (expected, came) => expected == came,
        };
        if !is_right {
            let say = |sleep: Option<Duration>| match sleep {
                Some(sleep) => format!("the loop may sleep for {sleep:?}"),
                None => "the loop may sleep for ever".to_owned(),
            };
            self.check.fail(&say(expected), &say(came), cause);
        }
    }

    /// These have run out of time, in any order if at the same moment.
    pub fn expire(&mut self, expected: &[&'static str], cause: &str) {
        let mut came = Vec::new();
        while let Some(who) = self.deadlines.poll_expired(self.now)
            && came.len() <= expected.len()
        {
            self.check.note("loop", format!("{who} is out of time"));
            came.push(who);
        }
        let due =
            |who| self.list.iter().find(|(_, key)| key == who).map(|(due, _)| *due);
        let sorted = |names: &[&'static str]| {
            let mut names = names.to_vec();
            names.sort_unstable();
            names
        };
        if sorted(&came) != sorted(expected) || !came.is_sorted_by_key(due) {
            let say = |names: &[&str]| match names {
                [] => "nobody is out of time".to_owned(),
                names => format!("out of time: {}", names.join(", ")),
            };
            self.check.fail(&say(expected), &say(&came), cause);
        }
        self.list.retain(|(_, who)| !expected.contains(who));
    }
}
