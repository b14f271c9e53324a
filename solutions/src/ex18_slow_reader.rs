//! Exercise 18: a room that no slow reader can hold up.
//!
//! What is said is only *owed* at first. At the end of the turn each client is
//! written to once, and judged by what the kernel did not take.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, IoSlice, Read, Write};

use chat::{Line, LineBuffer, Outbox, Piece};

/// What the kernel reports of a client, once for each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// There is something to read from this one.
    Readable(&'a str),
    /// The kernel has room again for what this one is owed.
    Writable(&'a str),
}

/// A room, and the connections of those who are in it.
pub struct Room<S> {
    clients: BTreeMap<String, Client<S>>,
    limit: usize,
}

struct Client<S> {
    stream: S,
    lines: LineBuffer,
    outbox: Outbox,
    /// The kernel took no more. An event will tell when it does again.
    is_full: bool,
}

impl<S: Read + Write> Room<S> {
    /// An empty room. Between two turns at most `limit` bytes wait for a client.
    pub fn new(limit: usize) -> Room<S> {
        Room { clients: BTreeMap::new(), limit }
    }

    /// Somebody comes in, over a socket that does not block.
    pub fn enter(&mut self, name: &str, stream: S) {
        let (lines, outbox) = (LineBuffer::default(), Outbox::default());
        let client = Client { stream, lines, outbox, is_full: false };
        self.clients.insert(name.to_owned(), client);
    }

    /// One turn of the loop. Returns the names of those who are gone now.
    pub fn turn(&mut self, events: &[Event<'_>]) -> Vec<String> {
        let mut gone = Vec::new();
        for event in events {
            match *event {
                Event::Readable(name) => {
                    if self.listen_to(name).is_err() {
                        self.clients.remove(name);
                        gone.push(name.to_owned());
                    }
                }
                Event::Writable(name) => {
                    // Whoever is gone may still have had an event on its way.
                    if let Some(client) = self.clients.get_mut(name) {
                        client.is_full = false;
                    }
                }
            }
        }
        for (name, _) in self.clients.extract_if(.., |_, client| {
            client.write_owed().is_err() || client.outbox.exceeds(self.limit)
        }) {
            gone.push(name);
        }
        gone
    }

    /// Reads all there is. An error says that the client is gone.
    fn listen_to(&mut self, name: &str) -> io::Result<()> {
        let mut buffer = [0; 4096];
        loop {
            let Some(client) = self.clients.get_mut(name) else { return Ok(()) };
            match client.stream.read(&mut buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(n) => client.lines.receive(&buffer[..n]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            let mut said = Vec::new();
            while let Some(line) = client.lines.next_line() {
                if let Line::Text(text) = line {
                    said.extend(format!("{name}: {text}\n").bytes());
                }
            }
            self.owe(name, &Piece::from(said));
        }
    }

    /// Everybody but the author is owed this. Nobody is written to yet.
    fn owe(&mut self, author: &str, piece: &Piece) {
        let others = self.clients.iter_mut().filter(|(name, _)| *name != author);
        others.for_each(|(_, client)| client.outbox.push(piece.clone()));
    }
}

impl<S: Write> Client<S> {
    /// Offers the kernel all that is owed. What it does not take stays.
    fn write_owed(&mut self) -> io::Result<()> {
        while !self.outbox.is_empty() && !self.is_full {
            let slices: Vec<_> = self.outbox.slices().map(IoSlice::new).collect();
            match self.stream.write_vectored(&slices) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => self.outbox.consume(n),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.is_full = true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
