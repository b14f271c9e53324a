//! Exercise 12: an echo server on `polling` that stops reading when it has to.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use polling::{AsRawSource, Event, Events, Poller};

/// How many bytes may wait for one client before we stop to read from it.
pub const MAX_UNSENT: usize = 64 * 1024;

const LISTENER: usize = 0;

/// How long we wait where `accept` fails, for want of descriptors as a rule.
const PAUSE: Duration = Duration::from_millis(100);

/// Makes a socket known to the poller, which reports nothing about it yet.
pub fn add(poller: &Poller, socket: impl AsRawSource, key: usize) -> io::Result<()> {
    // SAFETY: a socket must be deleted from the poller before it is closed, and
    // this server does so.
    #[expect(unsafe_code, reason = "polling asks for that promise")]
    unsafe {
        poller.add(socket, Event::none(key))
    }
}

struct Client {
    stream: TcpStream,
    unsent: Vec<u8>,
    has_ended: bool,
}

impl Client {
    /// What we want to hear about next, computed from the state every time.
    fn interest(&self, key: usize) -> Event {
        let has_room = self.unsent.len() < MAX_UNSENT;
        Event::new(key, has_room && !self.has_ended, !self.unsent.is_empty())
    }

    /// Reads once and writes what it can. Tells whether the client stays.
    fn turn(&mut self, ready: Event) -> io::Result<bool> {
        if ready.readable && !self.has_ended && self.unsent.len() < MAX_UNSENT {
            self.read()?;
        }
        self.write()?;
        Ok(!self.has_ended || !self.unsent.is_empty())
    }

    fn read(&mut self) -> io::Result<()> {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => self.has_ended = true,
            Ok(n) => self.unsent.extend_from_slice(&buffer[..n]),
            Err(error) if not_yet(&error) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if not_yet(&error) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn not_yet(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// Echoes to every client what it says, until the process ends.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let poller = Poller::new()?;
    add(&poller, &listener, LISTENER)?;
    poller.modify(&listener, Event::readable(LISTENER))?;

    let mut clients: HashMap<usize, Client> = HashMap::new();
    let mut last_key = LISTENER;
    let mut events = Events::new();
    // Somebody may wait at the door whom we could not let in.
    let mut is_full = false;
    loop {
        events.clear();
        poller.wait(&mut events, is_full.then_some(PAUSE))?;
        if is_full {
            is_full = false;
            poller.modify(&listener, Event::readable(LISTENER))?;
        }
        for event in events.iter() {
            if event.key == LISTENER {
                let error = loop {
                    let stream = match listener.accept() {
                        Ok((stream, _)) => stream,
                        Err(error) => break error,
                    };
                    last_key += 1;
                    // Whoever cannot be watched is let go.
                    if let Ok(client) = watch(&poller, stream, last_key) {
                        clients.insert(last_key, client);
                    }
                };
                // Asked about at once, it would be reported at once, in vain.
                is_full = !not_yet(&error);
                if !is_full {
                    poller.modify(&listener, Event::readable(LISTENER))?;
                }
            } else if let Some(client) = clients.get_mut(&event.key) {
                let stays = client.turn(event).unwrap_or(false);
                let interest = client.interest(event.key);
                if !stays || poller.modify(&client.stream, interest).is_err() {
                    poller.delete(&client.stream)?;
                    clients.remove(&event.key);
                }
            }
        }
    }
}

fn watch(poller: &Poller, stream: TcpStream, key: usize) -> io::Result<Client> {
    stream.set_nonblocking(true)?;
    stream.set_nodelay(true)?;
    add(poller, &stream, key)?;
    let client = Client { stream, unsent: Vec::new(), has_ended: false };
    poller.modify(&client.stream, client.interest(key))?;
    Ok(client)
}
