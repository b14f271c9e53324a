//! # Exercise 11: three bugs
//!
//! Below stands a whole server: one thread, one `wait`, any number of clients.
//! Everybody is greeted by a number, what one says all others hear, and they are
//! told when somebody has left. It compiles, it starts, and its author has tried it
//! out: alone, with one terminal. Then people came. As soon as one of them is
//! silent, the others are served no more. After one has left, a processor is busy
//! all night. And in the morning no file can be opened. Each complaint has its own
//! cause, and each is a mistake that was made in real servers. Find the three, and
//! mend them; a few lines are enough. The rest of the file is sound.
//!
//! ## What the checks do
//!
//! They start this server in a process of its own. `bug_1`, `bug_2` and `bug_3`
//! show one complaint each, on its own, so you may begin with any. The checks that
//! begin with `works` hold that what you mended still works otherwise: ends of
//! input, thousands of events, a client that does not read, resets.
//!
//! You can look for yourself: `cargo run -p exercises -- ex11`, then
//! `nc 127.0.0.1 7000` in two other terminals, and `top` in a third.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex11_three_bugs
//! ```
//!
//! To start over, `git checkout exercises/src/ex11_three_bugs.rs` brings the bugs
//! back.
//!
//! ## Hint 1
//!
//! There is one place where this server may wait: `poller.wait`. Go through all
//! other calls that could wait as well, and ask which socket each of them is made
//! on. Then go through the ways in which a client can leave, and ask what becomes
//! of each thing that was made for it in `admit`.
//!
//! ## Hint 2
//!
//! The first is a line that is missing in `admit`: look at what `serve` does to the
//! listener. The second is in `Reader::read`: what does `Ok(0)` say, what is
//! reported next, and who asks for it? The third is in `leave`: count the handles
//! on one socket.
//!
//! ## Hint 3
//!
//! Accepted sockets need `set_nonblocking(true)` too. `Ok(0)` is the end of input:
//! `read` must tell that nothing more may come. And `leave` has to `delete` the
//! stream from the poller and to drop both handles, for a socket is closed with its
//! last one. The corrected file is `solutions/src/ex11_three_bugs.rs`.

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
        if self.readers.remove(&key).is_none() {
            return Ok(());
        }
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
                Ok(0) => break,
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
    // SAFETY: a socket has to be deleted from the poller before it is closed. The
    // listener lives as long as the poller. (And the others?)
    #[expect(unsafe_code, reason = "polling asks for that promise")]
    unsafe {
        poller.add(socket, Event::none(key))
    }
}
