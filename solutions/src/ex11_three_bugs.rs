//! Exercise 11: a small chat on `polling`, after the search for three bugs.
//!
//! What was wrong:
//!
//! 1. Only the listener was non-blocking. Accepted sockets do not inherit that
//!    everywhere, so the one thread waited in a `read` for whoever was silent.
//! 2. `Ok(0)` was taken for "nothing yet". It is the end of input, and it is
//!    reported again and again to whoever does not let the client go.
//! 3. A socket is closed with its *last* handle. The reader was dropped and the
//!    writer's clone was not, so the poller went on watching the socket too: on
//!    Linux it forgets one only when no handle is left. Say `delete`, always.

use std::collections::HashMap;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{TcpListener, TcpStream};

use chat::outbox::MAX_OUTBOX;
use chat::text::clean;
use chat::{Line, LineBuffer, Outbox, Piece};
use polling::{AsRawSource, Event, Events, Poller};

const LISTENER: usize = 0;

/// How often one client is read from in a turn. The others want theirs.
const READS: usize = 4;

/// The half of a client that we read from. The poller watches this handle.
struct Reader {
    stream: TcpStream,
    lines: LineBuffer,
}

/// The half that we write to: a second handle on the same socket.
struct Writer {
    stream: TcpStream,
    unsent: Outbox,
}

struct Server {
    poller: Poller,
    listener: TcpListener,
    readers: HashMap<usize, Reader>,
    writers: HashMap<usize, Writer>,
    /// Keys are never used twice, so no event can reach the wrong client.
    last_key: usize,
}

/// Serves everybody, until the process ends. Only an error of the listener or of
/// the poller itself ends it.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let poller = Poller::new()?;
    add(&poller, &listener, LISTENER)?;
    poller.modify(&listener, Event::readable(LISTENER))?;
    let (readers, writers) = (HashMap::new(), HashMap::new());
    let mut server = Server { poller, listener, readers, writers, last_key: 0 };

    let mut events = Events::new();
    loop {
        events.clear();
        server.poller.wait(&mut events, None)?;
        for event in events.iter() {
            match event.key {
                LISTENER => server.accept()?,
                key => server.hear(key)?,
            }
        }
        server.end_turn()?;
    }
}

impl Server {
    fn accept(&mut self) -> io::Result<()> {
        while let Ok((stream, _)) = self.listener.accept() {
            self.last_key += 1;
            // Whoever cannot be let in is gone, and nobody else is harmed.
            let _ = self.admit(stream, self.last_key);
        }
        self.poller.modify(&self.listener, Event::readable(LISTENER))
    }

    fn admit(&mut self, stream: TcpStream, key: usize) -> io::Result<()> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        let second_handle = stream.try_clone()?;
        add(&self.poller, &stream, key)?;
        let mut unsent = Outbox::default();
        unsent.push(format!("* welcome, guest{key}\n").into_bytes().into());
        self.readers.insert(key, Reader { stream, lines: LineBuffer::default() });
        self.writers.insert(key, Writer { stream: second_handle, unsent });
        Ok(())
    }

    /// Passes on what a client says, and lets it go when it is gone.
    fn hear(&mut self, key: usize) -> io::Result<()> {
        // It may have left earlier, in this very turn.
        let Some(reader) = self.readers.get_mut(&key) else { return Ok(()) };
        let mut said = Vec::new();
        let stays = reader.read(&mut said).unwrap_or(false);
        for text in said {
            self.tell_others(key, &format!("guest{key}: {text}\n"));
        }
        if stays { Ok(()) } else { self.leave(key) }
    }

    fn leave(&mut self, key: usize) -> io::Result<()> {
        let Some(reader) = self.readers.remove(&key) else { return Ok(()) };
        self.poller.delete(&reader.stream)?;
        self.writers.remove(&key);
        self.tell_others(key, &format!("* guest{key} left\n"));
        Ok(())
    }

    fn tell_others(&mut self, author: usize, line: &str) {
        let others = self.writers.iter_mut().filter(|(key, _)| **key != author);
        for (_, writer) in others {
            writer.unsent.push(Piece::from(line.as_bytes().to_vec()));
        }
    }

    /// Writes what is owed, then says what we want to hear about next: events are
    /// oneshot.
    fn end_turn(&mut self) -> io::Result<()> {
        let mut gone = Vec::new();
        for (key, writer) in &mut self.writers {
            if writer.write().is_err() || writer.unsent.exceeds(MAX_OUTBOX) {
                gone.push(*key);
            }
        }
        for key in gone {
            self.leave(key)?;
        }
        for (key, reader) in &self.readers {
            let is_owed = self.writers.get(key).is_some_and(Writer::is_behind);
            self.poller.modify(&reader.stream, Event::new(*key, true, is_owed))?;
        }
        Ok(())
    }
}

impl Reader {
    /// Reads what has come. Tells whether more may come.
    fn read(&mut self, said: &mut Vec<String>) -> io::Result<bool> {
        let mut buffer = [0; 16 * 1024];
        for _ in 0..READS {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(false),
                Ok(n) => self.lines.receive(&buffer[..n]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            while let Some(line) = self.lines.next_line() {
                // A line that is too long, or not UTF-8, is dropped.
                if let Line::Text(text) = line {
                    said.push(clean(text).into_owned());
                }
            }
        }
        Ok(true)
    }
}

impl Writer {
    fn is_behind(&self) -> bool {
        !self.unsent.is_empty()
    }

    /// Writes as much as the kernel takes.
    fn write(&mut self) -> io::Result<()> {
        while self.is_behind() {
            let owed: Vec<_> = self.unsent.slices().map(IoSlice::new).collect();
            match self.stream.write_vectored(&owed) {
                Ok(n) => self.unsent.consume(n),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn add(poller: &Poller, socket: impl AsRawSource, key: usize) -> io::Result<()> {
    // SAFETY: a socket has to be deleted from the poller before it is closed, as
    // `leave` does. The listener lives as long as the poller.
    #[expect(unsafe_code, reason = "polling asks for that promise")]
    unsafe {
        poller.add(socket, Event::none(key))
    }
}
