//! Ann's visit: her socket, and a server that does with her what a loop does.

use std::cmp::Ordering;
use std::io;
use std::time::{Duration, Instant};

use exercises::ex19_farewell::{Client, Connection, Heard, LAST_WORD};
use testkit::{Check, quote};

pub use super::socket::Socket;

impl Connection for Socket {
    fn end_output(&mut self) -> io::Result<()> {
        Socket::end_output(self)
    }
}

pub struct Visit<'a> {
    client: Client<Socket>,
    pub ann: Socket,
    check: &'a Check,
    start: Instant,
    now: Instant,
    owed: Vec<u8>,
}

impl<'a> Visit<'a> {
    pub fn new(check: &'a Check) -> Self {
        let ann = Socket::new("ann", check.timeline());
        let client = Client::new(ann.clone());
        let now = Instant::now();
        Visit { client, ann, check, start: now, now, owed: Vec::new() }
    }

    /// The loop was told that she is readable. She has said this.
    #[track_caller]
    pub fn hears(&mut self, lines: &[&str], end: bool) {
        let fewer = "one event may bring lines and the end of input: read until `Ok(0)` \
                     or `WouldBlock`, and hand on every line; at the end an unfinished \
                     one is a line too.";
        self.hears_but(lines, end, fewer);
    }

    /// The same, with why it most likely has not heard all.
    #[track_caller]
    pub fn hears_but(&mut self, lines: &[&str], end: bool, fewer: &str) {
        let line = |line: &&str| Heard::Line((*line).to_owned());
        let end = end.then_some(Heard::End);
        let expected: Vec<Heard> = lines.iter().map(line).chain(end).collect();
        let heard = self.client.read();
        self.check.note("server", format!("reads: {}", spoken(&heard)));
        if heard != expected {
            let cause = match heard.len().cmp(&expected.len()) {
                Ordering::Less => fewer,
                Ordering::Equal => {
                    "each line as it was said, in the order in which they came, and \
                     the end at last."
                }
                Ordering::Greater => {
                    "who has left is not listened to, nothing is heard twice, and what \
                     a reset cut off is no line."
                }
            };
            let (expected, heard) = (spoken(&expected), spoken(&heard));
            self.check.fail(&format!("read returns {expected}"), &heard, cause);
        }
    }

    pub fn tells(&mut self, text: &str) {
        self.check.note("server", format!("tells {}", quote(text.as_bytes(), 40)));
        self.owed.extend(text.as_bytes());
        self.client.tell(text);
    }

    /// As [`tells`](Self::tells), and she is not owed it.
    pub fn tells_in_vain(&mut self, text: &str) {
        self.check.note("server", format!("tells {}", quote(text.as_bytes(), 40)));
        self.client.tell(text);
    }

    pub fn leaves(&mut self) {
        self.check.note("server", "leave");
        self.client.leave();
    }

    pub fn stops(&mut self) {
        self.check.note("server", "stop");
        self.owed.extend(LAST_WORD.bytes());
        self.stops_without_a_word();
    }

    pub fn stops_without_a_word(&mut self) {
        self.client.stop(self.now);
    }

    /// The end of a turn.
    pub fn writes(&mut self) {
        self.check.note("server", "end of the turn: write");
        self.client.write(self.now);
    }

    /// It is so many milliseconds after the start.
    pub fn clock(&mut self, ms: u64) {
        self.check.note("clock", format!("{ms} ms"));
        self.now = self.start + Duration::from_millis(ms);
        self.client.expire(self.now);
    }

    /// The deadline is so many milliseconds after the start, or there is none.
    #[track_caller]
    pub fn has_deadline(&self, expected: Option<u128>, cause: &str) {
        let since = |deadline: Instant| (deadline - self.start).as_millis();
        let deadline = self.client.deadline().map(since);
        if deadline != expected {
            let spoken = |deadline: Option<u128>| {
                deadline.map_or("none".to_owned(), |ms| format!("at {ms} ms"))
            };
            let expected = format!("deadline: {}", spoken(expected));
            self.check.fail(&expected, &spoken(deadline), cause);
        }
    }

    /// She has got all that she is owed, in order.
    #[track_caller]
    pub fn got_everything(&self) {
        let written = self.ann.written();
        let cause = if self.owed.starts_with(&written) {
            "she is owed more: all that was said to her before she left, and the last \
             word behind it."
        } else if written.starts_with(&self.owed) {
            "who has left is owed nothing that is said later."
        } else {
            "she reads bytes that are not the ones she is owed, or not in their order."
        };
        if written != self.owed {
            let expected = format!("ann has got {}", quote(&self.owed, 60));
            self.check.fail(&expected, &quote(&written, 60), cause);
        }
    }

    /// The server has said that nothing more will come; once.
    #[track_caller]
    pub fn output_is_ended(&self) {
        let ends = self.ann.output_ended();
        if ends != 1 {
            let cause = "when the last byte is written, and not before, `end_output` is \
                         called, once.";
            self.check.fail(
                "end_output was called once",
                &format!("{ends} times"),
                cause,
            );
        }
    }

    #[track_caller]
    pub fn output_is_open(&self) {
        if self.ann.output_ended() > 0 {
            let cause = "after `end_output` nothing can be written any more: it comes \
                         after the last byte of all that is owed.";
            self.check.fail(
                "the output is still open",
                "end_output was called",
                cause,
            );
        }
    }

    #[track_caller]
    pub fn is_here(&self, cause: &str) {
        if self.client.is_gone() {
            self.check.fail(
                "is_gone() = false",
                "true: the connection is closed",
                cause,
            );
        }
    }

    #[track_caller]
    pub fn is_gone(&self, cause: &str) {
        if !self.client.is_gone() {
            self.check.fail(
                "is_gone() = true",
                "false: the connection stays",
                cause,
            );
        }
    }
}

fn spoken(heard: &[Heard]) -> String {
    if heard.is_empty() { "nothing".to_owned() } else { format!("{heard:?}") }
}
