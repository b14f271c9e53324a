//! Exercise 15: a fair share.
//!
//! A share ends in one of three ways, and each of them says what comes next. Lines
//! are taken out of the buffer before more is read, so what was left over from the
//! last turn is heard first, and no byte lies where nobody looks.

use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Read};

use chat::{ClientId, Line, LineBuffer};

/// How many lines of one client are heard in one turn, at most.
pub const MAX_LINES: usize = 128;

/// How many bytes are read from one client in one turn. After this many no further
/// read is made in this turn; the last one may go a little over.
pub const MAX_READ: usize = 16 * 1024;

/// What is heard of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line. (One that is too long or not UTF-8 counts, but is not handed on.)
    Line(String),
    /// Its last word: the input has ended, or the connection is broken.
    Left,
}

struct Client<S> {
    stream: S,
    lines: LineBuffer,
    /// Whether it stands in the queue.
    is_ready: bool,
    /// Its end of input was read.
    has_ended: bool,
}

/// What became of a client's share of a turn.
enum Share {
    /// The kernel has no more for now, and neither have we.
    Drained,
    /// There may be more. It goes on in the next turn.
    UsedUp,
    /// Everything was heard, or the connection is broken.
    Gone,
}

/// Reads from all clients, and gives each a fair share of each turn.
pub struct Readers<S> {
    clients: BTreeMap<ClientId, Client<S>>,
    /// Clients that have something to read, or had when we last looked.
    ready: VecDeque<ClientId>,
    /// Bytes are read to here first, whoever they come from.
    buffer: Box<[u8]>,
}

impl<S> Default for Readers<S> {
    fn default() -> Readers<S> {
        let buffer = vec![0; MAX_READ].into();
        Readers { clients: BTreeMap::new(), ready: VecDeque::new(), buffer }
    }
}

impl<S: Read> Readers<S> {
    /// Somebody was let in. The stream does not block.
    pub fn add(&mut self, id: ClientId, stream: S) {
        let lines = LineBuffer::default();
        let client = Client { stream, lines, is_ready: false, has_ended: false };
        self.clients.insert(id, client);
    }

    /// The kernel reports that this client has something to read.
    pub fn handle_readable(&mut self, id: ClientId) {
        // A report may be older than the last thing that we did to its client.
        let Some(client) = self.clients.get_mut(&id) else { return };
        if !client.is_ready {
            client.is_ready = true;
            self.ready.push_back(id);
        }
    }

    /// One turn: gives everybody who is ready a share, and returns what was heard.
    pub fn read(&mut self) -> Vec<(ClientId, Heard)> {
        let mut heard = Vec::new();
        for _ in 0..self.ready.len() {
            let Some(id) = self.ready.pop_front() else { break };
            let Some(client) = self.clients.get_mut(&id) else { continue };
            client.is_ready = false;
            let hear = |line| heard.push((id, Heard::Line(line)));
            match client.listen(&mut self.buffer, hear) {
                Share::Drained => {}
                Share::UsedUp => self.handle_readable(id),
                Share::Gone => {
                    self.clients.remove(&id);
                    heard.push((id, Heard::Left));
                }
            }
        }
        heard
    }

    /// Whether only a report of the kernel can bring anything new.
    pub fn may_sleep(&self) -> bool {
        self.ready.is_empty()
    }
}

impl<S: Read> Client<S> {
    fn listen(&mut self, buffer: &mut [u8], mut hear: impl FnMut(String)) -> Share {
        let (mut lines, mut room) = (MAX_LINES, buffer.len());
        loop {
            while let Some(line) = self.lines.next_line() {
                if let Line::Text(text) = line {
                    hear(text.to_owned());
                }
                lines -= 1;
                if lines == 0 {
                    return Share::UsedUp;
                }
            }
            if self.has_ended {
                return Share::Gone;
            }
            if room == 0 {
                return Share::UsedUp;
            }
            match self.stream.read(&mut buffer[..room]) {
                Ok(0) => {
                    self.has_ended = true;
                    self.lines.finish();
                }
                Ok(n) => {
                    room -= n;
                    self.lines.receive(&buffer[..n]);
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return Share::Drained,
                    ErrorKind::Interrupted => {}
                    _ => return Share::Gone,
                },
            }
        }
    }
}
