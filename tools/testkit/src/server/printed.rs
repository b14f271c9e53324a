//! What a server prints: kept, so that a failure can show it, and read all the
//! time, because a server whose pipe is full stands still.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::waits::{Deadline, wait_until};

/// How many lines are kept, and how long each of them may be.
const KEPT: usize = 200;
const LONGEST_LINE: u64 = 300;

/// Where a line came from. Which of two pipes is read first is chance, so a
/// failure shows one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pipe {
    Output,
    Error,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Printed {
    lines: Arc<Mutex<VecDeque<(Pipe, String)>>>,
    /// How many pipes may still bring something.
    open: Arc<AtomicUsize>,
}

impl Printed {
    /// Keeps all that comes out of a standard error, from a thread of its own.
    pub fn keep(&self, pipe: impl Read + Send + 'static) {
        drop(self.collect(Pipe::Error, pipe));
    }

    /// Keeps all but the first line of a standard output; that one is sent to the
    /// receiver.
    pub fn keep_after_first(
        &self,
        pipe: impl Read + Send + 'static,
    ) -> Receiver<String> {
        self.collect(Pipe::Output, pipe)
    }

    fn collect(
        &self,
        from: Pipe,
        pipe: impl Read + Send + 'static,
    ) -> Receiver<String> {
        let (first, receiver) = mpsc::channel();
        let mut first = Some(first);
        let printed = self.clone();
        printed.open.fetch_add(1, Ordering::Relaxed);
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            while let Some(line) = next_line(&mut pipe) {
                // Whoever does not want the first line has dropped the receiver.
                let Some(line) = hand_over(first.take(), line) else { continue };
                printed.push(from, line);
            }
            printed.open.fetch_sub(1, Ordering::Release);
        });
        receiver
    }

    pub fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().map(|(_, line)| line.clone()).collect()
    }

    /// Gives what is still in the pipes a moment to arrive.
    pub fn wait_for_the_rest(&self) {
        let a_moment = Deadline::after(Duration::from_millis(100));
        wait_until(a_moment, || self.open.load(Ordering::Acquire) == 0);
    }

    /// The lines as a failure shows them: without what differs from run to run,
    /// and without empty ones.
    pub fn last_words(&self) -> Vec<String> {
        self.wait_for_the_rest();
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = Vec::from(lines.clone());
        lines.sort_by_key(|(from, _)| *from);
        let said = lines.iter().filter(|(_, line)| !line.is_empty());
        said.map(|(_, line)| tidy(line)).collect()
    }

    fn push(&self, from: Pipe, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back((from, line));
        if lines.len() > KEPT {
            lines.pop_front();
        }
    }
}

/// Gives the line away if somebody waits for it, or gives it back.
fn hand_over(first: Option<mpsc::Sender<String>>, line: String) -> Option<String> {
    match first {
        Some(sender) => sender.send(line).err().map(|refused| refused.0),
        None => Some(line),
    }
}

/// The next line without its ending; a longer one comes in pieces. `None` at
/// the end.
fn next_line(pipe: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let count = pipe.take(LONGEST_LINE).read_until(b'\n', &mut line).ok()?;
    (count > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Replaces ports (`:54321`) and the ids of threads (`(4711)`), which are others
/// in the next run.
fn tidy(line: &str) -> String {
    let mut tidied = String::new();
    let mut rest = line;
    while let Some(at) = rest.find([':', '(']) {
        let (before, after) = rest.split_at(at + 1);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        tidied.push_str(before);
        let is_port = before.ends_with(':') && (4..=5).contains(&digits);
        let is_thread = before.ends_with('(') && after[digits..].starts_with(") ");
        if is_port {
            tidied.push_str("PORT");
        }
        rest = if is_port || (is_thread && digits > 0) {
            &after[digits..]
        } else {
            after
        };
    }
    tidied + rest
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_differs_from_run_to_run_is_left_out() {
        let line = "thread 'main' (4711) panicked at src/x.rs:10:5: 127.0.0.1:40123";
        let tidied = "thread 'main' () panicked at src/x.rs:10:5: 127.0.0.1:PORT";
        assert_eq!(super::tidy(line), tidied);
    }
}
