//! Who did what, in order: the story that every failure prints.
//!
//! It holds no ports and no times, so the same failure prints the same text.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diagnosis::Cause;
use crate::exercise::Exercise;
use crate::{failure, lanes};

/// How many entries are remembered. A failure prints only the last few.
const KEPT: usize = 200;

/// How many lines a timeline takes when it is printed on its own.
const LINES: usize = 20;

/// A record of who did what, shared by all who take part: clones are cheap and
/// write into the same story.
///
/// Whatever can fail in a test panics through it, so that its lanes are shown.
#[derive(Clone, Debug, Default)]
pub struct Timeline(Arc<Mutex<Story>>);

#[derive(Debug, Default)]
pub(crate) struct Story {
    pub entries: VecDeque<Entry>,
    /// Where the book explains what is checked here.
    pub page: String,
    /// What whoever fails here most likely did, if the check can tell.
    pub likely: String,
    /// The exercise that is checked here, if one is.
    pub exercise: Option<Exercise>,
    /// How many entries were let go to keep this bounded.
    pub forgotten: usize,
    /// How many were ever made.
    pub made: usize,
    /// A guest waits, and will itself find out when that is in vain.
    pub somebody_waits: bool,
    /// What happens now is part of the last entry.
    pub summed_up: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub who: String,
    pub what: String,
    /// How often it happened without anything else in between.
    pub times: usize,
}

impl Timeline {
    /// An empty story.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes down that `who` did `what`: a verb in the present, like
    /// `connects`. Each `who` is a lane.
    pub fn note(&self, who: &str, what: impl Into<String>) {
        let what = what.into();
        let mut story = self.story();
        story.made += 1;
        if story.summed_up {
            return;
        }
        if let Some(last) = story.entries.back_mut()
            && last.who == who
            && last.what == what
        {
            last.times += 1;
            return;
        }
        story.entries.push_back(Entry { who: who.to_owned(), what, times: 1 });
        if story.entries.len() > KEPT {
            story.entries.pop_front();
            story.forgotten += 1;
        }
    }

    /// Runs `act` and tells all that happens in it as one entry: for what has to
    /// be done again and again, as often as chance will have it.
    pub fn sum_up<T>(
        &self,
        who: &str,
        what: impl Into<String>,
        act: impl FnOnce() -> T,
    ) -> T {
        self.note(who, what);
        self.story().summed_up = true;
        // After a panic nothing more is told.
        let done = act();
        self.story().summed_up = false;
        done
    }

    /// Names the page of the book (`events/edges.md`) that explains what is
    /// checked here. A failure that knows a better one names that instead.
    pub fn explained_in(&self, page: &str) {
        self.story().page = page.to_owned();
    }

    /// Says, for whatever fails from here on, what was most likely done wrong.
    /// It takes the place of what is told from where the server stands, but not
    /// of a panic's message.
    pub fn likely(&self, cause: &str) {
        self.story().likely = cause.to_owned();
    }

    /// Panics with what was expected, what came instead, and the story so far.
    #[track_caller]
    pub fn fail(&self, expected: &str, got: &str) -> ! {
        panic!("{}", failure::report(expected, got, self, None))
    }

    /// Like [`fail`](Self::fail), with the likely cause in one sentence.
    #[track_caller]
    pub fn fail_because(&self, expected: &str, got: &str, cause: &str) -> ! {
        let cause = Cause::new("", cause, "").certain();
        panic!("{}", failure::report(expected, got, self, Some(cause.into())))
    }

    /// The story in lanes, in at most `lines` lines of text.
    pub(crate) fn draw(&self, lines: usize) -> String {
        lanes::draw(&self.story(), lines)
    }

    /// Whether both write into the same story.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn story(&self) -> MutexGuard<'_, Story> {
        // A panic of somebody else must not hide the story.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.draw(LINES))
    }
}
