//! Ann, and the poller that reports her socket.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use exercises::ex08_read_ready::{Outcome, Report, read_ready};
use testkit::{Check, quote};

use super::causes;
use super::socket::{Answer, Socket};

/// So often a poller reports one socket before something must be wrong.
pub const REPORTS: usize = 40;

/// How it has to end with a client.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// With this outcome.
    After(Outcome),
    /// Not at all: it stays.
    Never,
}

/// One client, the way the server keeps it.
pub struct Ann<'a> {
    check: &'a Check,
    pub socket: Socket,
    pub scratch: Vec<u8>,
    input: Vec<u8>,
    /// The likely cause of a panic in the learner's code.
    pub why_panic: &'static str,
}

impl<'a> Ann<'a> {
    pub fn new<const N: usize>(check: &'a Check, answers: [Answer; N]) -> Self {
        let socket = Socket::new(answers, check.timeline());
        let why_panic = "no answer of `read` is a reason to panic: it would end the \
                         server for everybody.";
        Ann { check, socket, scratch: vec![0; 64], input: Vec::new(), why_panic }
    }

    /// Reports ann's socket until she is let go, or there is nothing left to tell
    /// of. Fails if it does not end as it should.
    pub fn must_end(&mut self, report: Report, expected: Ended) {
        for _ in 0..REPORTS {
            let came = self.is_reported(report);
            let is_over = matches!(came, Outcome::End | Outcome::Broken);
            let was_interrupted =
                self.socket.last == Some(Err(ErrorKind::Interrupted));
            let is_ignored = came == Outcome::NothingYet
                && (self.socket.has_ended || was_interrupted);
            let is_too_early = is_over && !self.socket.answers.is_empty();
            let is_wrong = is_over && expected != Ended::After(came);
            if is_wrong || is_too_early || is_ignored {
                let expected = match expected {
                    Ended::After(Outcome::End) => {
                        "End, once `read` has returned `Ok(0)`"
                    }
                    Ended::After(_) => "Broken, once `read` has failed for good",
                    Ended::Never => "ann stays, for she will say more",
                };
                let more = if is_too_early { ", while more is to come" } else { "" };
                self.check.fail(
                    expected,
                    &format!("{came:?}{more}"),
                    self.cause(report, came),
                );
            }
            let is_silent = self.socket.answers.is_empty() && !self.socket.has_ended;
            if is_over || is_silent {
                return;
            }
        }
        let came = "it goes on as if more could come";
        let cause = self.cause(report, Outcome::NothingYet);
        self.check.fail("ann is let go", came, cause);
    }

    fn cause(&self, report: Report, came: Outcome) -> &'static str {
        let Socket { is_broken, last, .. } = self.socket;
        causes::of_the_outcome(report, is_broken, last, came)
    }

    /// Like [`must_end`](Self::must_end), where it does not matter how.
    pub fn is_served(&mut self, report: Report) {
        for _ in 0..REPORTS {
            let came = self.is_reported(report);
            if self.socket.answers.is_empty()
                || matches!(came, Outcome::End | Outcome::Broken)
            {
                return;
            }
        }
    }

    /// Fails unless exactly this is in `input`.
    pub fn has_said(&self, expected: &[u8]) {
        let cause = causes::of_wrong_bytes(expected, &self.input);
        self.check.same_bytes(expected, &self.input, cause);
    }

    fn is_reported(&mut self, report: Report) -> Outcome {
        let story = self.check.timeline();
        story.note(
            "the poller",
            match (report.readable, report.closed) {
                (true, true) => "ann is readable and closed",
                (true, false) => "ann is readable",
                (false, _) => "ann is closed",
            },
        );
        (self.socket.in_vain, self.socket.last) = (0, None);
        let before = self.input.clone();
        let call = AssertUnwindSafe(|| {
            read_ready(&mut self.socket, report, &mut self.scratch, &mut self.input)
        });
        let came = catch_unwind(call).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().map_or("", String::as_str);
            if text.starts_with("expected: ") || text.contains("not yet implemented")
            {
                resume_unwind(panic);
            }
            self.check.fail("an outcome", "a panic", self.why_panic);
        });
        story.note("you", format!("{came:?}"));
        self.agrees(came, &before);
        came
    }

    /// The outcome and what was added have to tell the same.
    fn agrees(&self, came: Outcome, before: &[u8]) {
        let Some(added) = self.input.strip_prefix(before) else {
            let expected = format!("{} and what was read", quote(before, 40));
            let cause = "`input` may hold half a line from before: add to it.";
            self.check.fail(&expected, &quote(&self.input, 40), cause);
        };
        let cause = match came {
            Outcome::Progress if added.is_empty() => {
                "`Progress` means that at least one byte was added to `input`."
            }
            Outcome::NothingYet if !added.is_empty() => {
                "bytes were added, so this is `Progress`: nobody looks at `input` \
                 after `NothingYet`, and what is in it stays unheard until she says \
                 something else."
            }
            _ => return,
        };
        let came = format!("{came:?}, and {} added to `input`", quote(added, 40));
        self.check.fail("the outcome agrees with `input`", &came, cause);
    }
}
