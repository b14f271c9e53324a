//! What a scripted socket tells of itself, and when it has had enough.
//!
//! A loop that asks a socket for ever is noticed here at once, on every system,
//! and with the very outcome that the loop does not understand.

use std::io::ErrorKind;

use crate::quote::{SHORT, quote};
use crate::timeline::Timeline;

/// Whoever met the same fruitless outcome so often has not understood it.
const ENOUGH: usize = 1000;

/// More than any check lets a socket take.
const TOO_MUCH: usize = 16 << 20;

/// The lane of one socket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    lane: Option<(String, Timeline)>,
    /// The last outcome of a read that brought nothing, and how often it came.
    fruitless_reads: (Option<ErrorKind>, usize),
    fruitless_writes: (Option<ErrorKind>, usize),
    written: usize,
}

impl Story {
    pub fn new(name: &str, timeline: &Timeline) -> Self {
        let lane = Some((name.to_owned(), timeline.clone()));
        Self { lane, ..Self::default() }
    }

    pub fn read(&mut self, buf: &[u8], outcome: Result<usize, ErrorKind>) {
        match outcome {
            Ok(count) if count > 0 => {
                self.note(format!("read: {}", quote(&buf[..count], SHORT)));
            }
            Ok(_) if buf.is_empty() => {
                self.note("read into a buffer of no bytes: Ok(0)".into());
            }
            Ok(_) => self.note("read: Ok(0), the end".into()),
            Err(kind) => self.note(format!("read: {kind:?}")),
        }
        if once_more(&mut self.fruitless_reads, outcome) {
            let cause = match outcome {
                Ok(_) if buf.is_empty() => {
                    "a buffer without room makes every read return `Ok(0)`"
                }
                Ok(_) => "`Ok(0)` is the end of input: nothing will follow it, ever",
                Err(ErrorKind::WouldBlock) => {
                    "`WouldBlock` means \"nothing yet\": go and wait for readiness, \
                     instead of asking again"
                }
                Err(_) => "this error will not go away: the connection is gone",
            };
            self.enough("read", &fruitless(), cause);
        }
    }

    pub fn write(&mut self, offered: &[u8], outcome: Result<usize, ErrorKind>) {
        let shown = quote(offered, SHORT);
        match outcome {
            Ok(count) if count == offered.len() => {
                self.note(format!("write: {shown}"));
            }
            Ok(count) => {
                let all = offered.len();
                self.note(format!("write: {shown}, Ok({count}) of {all}"));
            }
            Err(kind) => self.note(format!("write: {shown}, {kind:?}")),
        }
        self.written += outcome.unwrap_or(0);
        if self.written > TOO_MUCH {
            let got = format!("more than {TOO_MUCH} bytes");
            let cause = "it writes for ever: does the loop come to its end?";
            self.enough("write", &got, cause);
        }
        // To write no bytes is no use, but does no harm either.
        if once_more(&mut self.fruitless_writes, outcome) {
            let cause = match outcome {
                Ok(_) => {
                    "`Ok(0)` from a write: nothing was taken, nothing ever will be"
                }
                Err(ErrorKind::WouldBlock) => {
                    "`WouldBlock` means that the kernel's buffer is full: keep the rest \
                     and wait for writability, instead of trying again"
                }
                Err(_) => "this error will not go away: the connection is gone",
            };
            self.enough("write", &fruitless(), cause);
        }
    }

    /// Fails unless the peer has what it waits for before it goes on.
    pub fn holds_answer(&self, expected: &[u8], written: &[u8]) {
        if written == expected {
            return;
        }
        let cause = if expected.starts_with(written) {
            "the client waits for your answer while you wait for its next line: do \
             not read to the end, and flush what you wrote"
        } else if written.starts_with(expected) {
            "you answer more than the client said: only the first `n` bytes of the \
             buffer were read just now"
        } else {
            "this is another answer than the client waits for"
        };
        let expected = format!("{} before the next read", quote(expected, 80));
        self.fail(&expected, &quote(written, 80), cause)
    }

    pub fn flush(&self) {
        self.note("flush".into());
    }

    fn note(&self, what: String) {
        if let Some((name, timeline)) = &self.lane {
            timeline.note(name, what);
        }
    }

    fn enough(&self, call: &str, got: &str, cause: &str) -> ! {
        self.fail(&format!("the code stops calling {call}"), got, cause)
    }

    fn fail(&self, expected: &str, got: &str, cause: &str) -> ! {
        let timeline = self.lane.as_ref().map(|(_, timeline)| timeline.clone());
        timeline.unwrap_or_default().fail_because(expected, got, cause)
    }
}

fn fruitless() -> String {
    format!("more than {ENOUGH} calls that bring nothing")
}

/// Counts outcomes that brought nothing. True when it was the same too often.
fn once_more(
    (last, count): &mut (Option<ErrorKind>, usize),
    outcome: Result<usize, ErrorKind>,
) -> bool {
    if outcome.is_ok_and(|count| count > 0) {
        *count = 0;
        return false;
    }
    let kind = outcome.err();
    *count = if *last == kind { *count + 1 } else { 1 };
    *last = kind;
    *count > ENOUGH
}
