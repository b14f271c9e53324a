//! A socket without a network, in the checks of exercises 18 and 19.
//!
//! It has a kernel's manners: a write takes what fits and `WouldBlock` follows, a
//! read returns what was sent, piece by piece, and `WouldBlock` follows.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::rc::Rc;

use testkit::{Timeline, quote};

/// Whoever got the same useless answer so often in a row will not stop.
const ENOUGH: usize = 1000;

/// How many slices one write takes, whatever room there is (`IOV_MAX`).
const MOST_SLICES: usize = 1024;

/// One end of a connection. A clone is the same socket: the test keeps one.
#[derive(Clone)]
pub struct Socket(Rc<RefCell<State>>);

struct State {
    name: String,
    story: Timeline,
    /// Pieces that its client has sent; each is one read.
    inbox: VecDeque<Vec<u8>>,
    /// What reads return behind them.
    after: Result<(), ErrorKind>,
    /// How many bytes the kernel has room for.
    room: usize,
    broken: Option<ErrorKind>,
    interrupted: bool,
    written: Vec<u8>,
    writes: usize,
    fruitless: usize,
    ends: usize,
}

impl Socket {
    /// A socket whose kernel takes all that is written.
    pub fn new(name: &str, story: &Timeline) -> Socket {
        Socket(Rc::new(RefCell::new(State {
            name: name.to_owned(),
            story: story.clone(),
            inbox: VecDeque::new(),
            after: Err(ErrorKind::WouldBlock),
            room: usize::MAX,
            broken: None,
            interrupted: false,
            written: Vec::new(),
            writes: 0,
            fruitless: 0,
            ends: 0,
        })))
    }

    /// The client sends this, in pieces that arrive one by one.
    pub fn sends(&self, pieces: &[impl AsRef<[u8]>]) {
        for piece in pieces.iter().map(AsRef::as_ref) {
            self.note(format!("sends {}", quote(piece, 40)));
            self.0.borrow_mut().inbox.push_back(piece.to_vec());
        }
    }

    /// The client has said all (FIN), or breaks off (RST).
    pub fn ends(&self, how: Result<(), ErrorKind>) {
        self.note(if how.is_ok() { "half-closes" } else { "resets" });
        self.0.borrow_mut().after = how;
        if let Err(kind) = how {
            self.0.borrow_mut().broken = Some(kind);
        }
    }

    /// From now on the kernel takes so many bytes.
    pub fn has_room(&self, bytes: usize) {
        self.note(match bytes {
            0 => "stops reading".to_owned(),
            usize::MAX => "reads everything".to_owned(),
            bytes => format!("reads on: room for {bytes} bytes"),
        });
        self.0.borrow_mut().room = bytes;
    }

    /// Every write fails from now on, and the client did not say a word.
    pub fn breaks(&self, kind: ErrorKind) {
        self.note("vanishes");
        self.0.borrow_mut().broken = Some(kind);
    }

    /// The next read and the next write meet a signal.
    pub fn meets_a_signal(&self) {
        self.0.borrow_mut().interrupted = true;
    }

    pub fn written(&self) -> Vec<u8> {
        self.0.borrow().written.clone()
    }

    /// How often it was written to.
    pub fn writes(&self) -> usize {
        self.0.borrow().writes
    }

    /// Whether its client has ended its input, or is broken.
    pub fn is_over(&self) -> bool {
        let state = self.0.borrow();
        state.after.is_ok() || state.broken.is_some()
    }

    /// Whether nothing is left to read.
    pub fn is_read_up(&self) -> bool {
        self.0.borrow().inbox.is_empty()
    }

    /// How often the server has ended its output.
    pub fn output_ended(&self) -> usize {
        self.0.borrow().ends
    }

    /// Whether the server has dropped its end.
    pub fn is_closed(&self) -> bool {
        Rc::strong_count(&self.0) == 1
    }

    /// What `shutdown(Write)` does.
    pub fn end_output(&mut self) -> io::Result<()> {
        self.note("<- end of output (FIN)");
        let mut state = self.0.borrow_mut();
        state.ends += 1;
        state.broken.map_or(Ok(()), |_| Err(ErrorKind::NotConnected.into()))
    }

    fn note(&self, what: impl Into<String>) {
        let state = self.0.borrow();
        state.story.note(&state.name, what);
    }

    /// Counts answers that bring nobody on.
    fn useless(&self, call: &str, answer: ErrorKind, cause: &str) -> io::Error {
        self.0.borrow_mut().fruitless += 1;
        let State { fruitless, ref story, .. } = *self.0.borrow();
        if fruitless > ENOUGH {
            let got = format!("it meets {answer:?} again and again");
            story.fail_because(&format!("the code stops to {call}"), &got, cause);
        }
        answer.into()
    }

    fn offer(&self, offered: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().writes += 1;
        if std::mem::take(&mut self.0.borrow_mut().interrupted) {
            return Err(ErrorKind::Interrupted.into());
        }
        let ended = self.0.borrow().ends > 0;
        if ended {
            self.note("<- a write after the end");
            return Err(ErrorKind::BrokenPipe.into());
        }
        let broken = self.0.borrow().broken;
        if let Some(kind) = broken {
            self.note(format!("<- {kind:?}"));
            let cause = "this error will not go away: the connection is gone.";
            return match kind {
                ErrorKind::WriteZero => {
                    drop(self.useless("write", kind, cause));
                    Ok(0)
                }
                kind => Err(self.useless("write", kind, cause)),
            };
        }
        let count = offered.len().min(self.0.borrow().room);
        if count == 0 && !offered.is_empty() {
            self.note("<- WouldBlock");
            let cause = "`WouldBlock` means that the kernel's buffer is full: keep the \
                         rest for later and go on with the others.";
            return Err(self.useless("write", ErrorKind::WouldBlock, cause));
        }
        let rest = if count < offered.len() { ", and no more" } else { "" };
        self.note(format!("<- {}{rest}", quote(&offered[..count], 40)));
        let mut state = self.0.borrow_mut();
        state.written.extend(&offered[..count]);
        state.room = state.room.saturating_sub(if state.room == usize::MAX {
            0
        } else {
            count
        });
        state.fruitless = 0;
        Ok(count)
    }
}

impl Read for Socket {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.0.borrow_mut().interrupted) {
            return Err(ErrorKind::Interrupted.into());
        }
        let piece = self.0.borrow_mut().inbox.pop_front();
        let Some(mut piece) = piece else {
            let after = self.0.borrow().after;
            let cause =
                "what this read returns is not going to change: stop reading.";
            let Err(kind) = after else {
                drop(self.useless("read", ErrorKind::UnexpectedEof, cause));
                return Ok(0);
            };
            return Err(self.useless("read", kind, cause));
        };
        let count = piece.len().min(buf.len());
        buf[..count].copy_from_slice(&piece[..count]);
        let rest = piece.split_off(count);
        let mut state = self.0.borrow_mut();
        if !rest.is_empty() {
            state.inbox.push_front(rest);
        }
        state.fruitless = 0;
        Ok(count)
    }
}

impl Write for Socket {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.offer(buf)
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> io::Result<usize> {
        if bufs.len() > MOST_SLICES {
            self.note(format!(
                "<- the first {MOST_SLICES} slices of {}",
                bufs.len()
            ));
        }
        let bufs = bufs.iter().take(MOST_SLICES);
        let all: Vec<u8> = bufs.flat_map(|buf| buf.iter()).copied().collect();
        self.offer(&all)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
