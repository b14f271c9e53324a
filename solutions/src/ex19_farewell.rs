//! Exercise 19: leave properly.
//!
//! A client goes through four stages and never back: it chats, it leaves and gets
//! what it is still owed, it is drained until it closes, it is gone. Each stage has
//! its own reason to go on to the next one, so the stage is the first thing asked.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::mem;
use std::net::Shutdown;
use std::time::{Duration, Instant};

use chat::{Line, LineBuffer, Outbox};

/// How long a client may take to close after it got everything, and how long a
/// server that stops waits for anybody.
pub const MAX_DRAIN: Duration = Duration::from_secs(2);

/// What everybody reads when the server stops.
pub const LAST_WORD: &str = "* server is shutting down\n";

/// A connection that does not block. In a server: a `TcpStream` of mio.
pub trait Connection: Read + Write {
    /// Says that nothing more will come (a FIN), and still reads. See shutdown(2).
    fn end_output(&mut self) -> io::Result<()>;
}

impl Connection for mio::net::TcpStream {
    fn end_output(&mut self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

/// What a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line, without its ending.
    Line(String),
    /// It will say nothing more. The loop takes it out of the chat and calls
    /// [`Client::leave`].
    End,
}

/// How far a client has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Chatting,
    Leaving,
    Draining,
    Gone,
}

/// One client, from its first line to its last byte.
pub struct Client<C> {
    connection: C,
    lines: LineBuffer,
    outbox: Outbox,
    stage: Stage,
    /// Its end of input was read.
    has_ended: bool,
    deadline: Option<Instant>,
}

impl<C: Connection> Client<C> {
    /// Somebody who has just come in.
    pub fn new(connection: C) -> Client<C> {
        Client {
            connection,
            lines: LineBuffer::default(),
            outbox: Outbox::default(),
            stage: Stage::Chatting,
            has_ended: false,
            deadline: None,
        }
    }

    /// It is owed this. Who has left is owed nothing new.
    pub fn tell(&mut self, text: &str) {
        if self.stage == Stage::Chatting {
            self.outbox.push(text.as_bytes().to_vec().into());
        }
    }

    /// It takes no part in the chat any more.
    pub fn leave(&mut self) {
        if self.stage == Stage::Chatting {
            self.stage = Stage::Leaving;
            self.lines = LineBuffer::default();
        }
    }

    /// The server stops: everybody is told so and leaves, within two seconds.
    pub fn stop(&mut self, now: Instant) {
        self.tell(LAST_WORD);
        self.leave();
        self.be_gone_by(now + MAX_DRAIN);
    }

    /// There is something to read, or may be.
    pub fn read(&mut self) -> Vec<Heard> {
        match self.stage {
            Stage::Chatting => self.listen(),
            Stage::Draining => {
                self.drain();
                Vec::new()
            }
            // What it says now can wait: `drain` reads it.
            Stage::Leaving | Stage::Gone => Vec::new(),
        }
    }

    /// The end of a turn: writes as much as the kernel takes.
    pub fn write(&mut self, now: Instant) {
        if matches!(self.stage, Stage::Draining | Stage::Gone) {
            return;
        }
        if self.write_owed().is_err() {
            self.stage = Stage::Gone;
        } else if self.stage == Stage::Leaving && self.outbox.is_empty() {
            self.part(now);
        }
    }

    /// When to call [`expire`](Client::expire), if nothing happens before.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Time has passed. Who is out of time is gone.
    pub fn expire(&mut self, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.stage = Stage::Gone;
        }
    }

    /// Whether the loop is to drop it now, which closes the connection.
    pub fn is_gone(&self) -> bool {
        self.stage == Stage::Gone
    }

    fn listen(&mut self) -> Vec<Heard> {
        let (mut buffer, mut heard) = ([0; 4096], Vec::new());
        while !self.has_ended {
            match self.connection.read(&mut buffer) {
                Ok(0) => {
                    self.has_ended = true;
                    self.lines.finish();
                }
                Ok(n) => self.lines.receive(&buffer[..n]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => {
                    self.stage = Stage::Gone;
                    break;
                }
            }
            while let Some(line) = self.lines.next_line() {
                if let Line::Text(text) = line {
                    heard.push(Heard::Line(text.to_owned()));
                }
            }
            if self.has_ended {
                heard.push(Heard::End);
            }
        }
        heard
    }

    fn write_owed(&mut self) -> io::Result<()> {
        while !self.outbox.is_empty() {
            let slices: Vec<_> = self.outbox.slices().map(IoSlice::new).collect();
            match self.connection.write_vectored(&slices) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => self.outbox.consume(n),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// It got everything. To close now, with words of its unread, would make the
    /// kernel reset the connection, and the reset would overtake our last word.
    fn part(&mut self, now: Instant) {
        let told = self.connection.end_output();
        if self.has_ended || told.is_err() {
            self.stage = Stage::Gone;
            return;
        }
        self.stage = Stage::Draining;
        self.be_gone_by(now + MAX_DRAIN);
        // What came while it was leaving will not be reported again.
        self.drain();
    }

    /// Reads what nobody wants any more, until the client closes.
    fn drain(&mut self) {
        let mut buffer = [0; 4096];
        loop {
            match self.connection.read(&mut buffer) {
                Ok(1..) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Ok(0) | Err(_) => return self.stage = Stage::Gone,
            }
        }
    }

    /// A deadline only ever comes closer.
    fn be_gone_by(&mut self, deadline: Instant) {
        let earlier = mem::take(&mut self.deadline);
        self.deadline =
            Some(earlier.map_or(deadline, |earlier| earlier.min(deadline)));
    }
}
