//! The life of one client, on two threads that wait for it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use chat::chat::SERVER_FULL;
use chat::{ClientId, LineBuffer, Outcome};
use steps::{MAX_DRAIN, MAX_READ, write::write_once};

use crate::mailbox::Mailbox;
use crate::server::Server;

/// How long one write may wait for a client that does not read.
const PATIENCE: Duration = Duration::from_millis(100);

/// A write in vain is called by one name on Unix and by another on Windows.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// What the two threads of one client share: one socket, one mailbox.
pub struct Client {
    pub id: ClientId,
    stream: TcpStream,
    pub mailbox: Mailbox,
}

impl Client {
    pub fn new(id: ClientId, stream: TcpStream) -> Client {
        // Without it a short line may wait 40 ms for the last one's receipt.
        // If it fails the client is gone, which the next read will tell.
        let _ = stream.set_nodelay(true);
        Client { id, stream, mailbox: Mailbox::default() }
    }

    /// From the greeting to the last byte. This is the thread that reads.
    pub fn live(self: Arc<Client>, server: &Server) {
        let me = Arc::clone(&self);
        let limit = server.options.max_outbox;
        let write = move || me.write(limit);
        let Ok(writer) = thread::Builder::new().spawn(write) else {
            return self.refuse_at_once();
        };
        let mut has_ended = false;
        if server.connect(&self) {
            has_ended = self.listen(server);
            server.disconnect(&self);
        } else {
            self.mailbox.push(SERVER_FULL.as_bytes().to_vec().into());
        }
        self.mailbox.close();
        // The writer panics only where it would be a bug, and then it is gone.
        let _ = writer.join();
        if !has_ended {
            self.drain();
        }
        log::info!("{} disconnected", self.id);
    }

    /// Hands what the client says to the chat, until it leaves. Tells whether
    /// its input has ended, and nothing is left to be read.
    fn listen(&self, server: &Server) -> bool {
        let mut lines = LineBuffer::default();
        let mut buffer = [0; MAX_READ];
        loop {
            let read = (&self.stream).read(&mut buffer);
            match read {
                Ok(0) if self.was_cut() => return true,
                Ok(0) => lines.finish(),
                Ok(n) => lines.receive(&buffer[..n]),
                Err(ref error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return true,
            }
            if server.hear(self, &mut lines) == Outcome::Leaves {
                return false;
            }
            if matches!(read, Ok(0)) {
                return true;
            }
        }
    }

    /// A reset is reported once, to whichever call comes first. If that was the
    /// writer's, the reader sees an end like any other; but there is no peer.
    /// Nor is it an end of the client's making if we gave it up.
    fn was_cut(&self) -> bool {
        self.mailbox.is_given_up() || self.stream.peer_addr().is_err()
    }

    /// Writes what comes into the mailbox. This is the thread that writes.
    fn write(&self, limit: usize) {
        if self.write_all(limit).is_err() {
            self.give_up();
        }
        // All is said: the client reads an end. It may be gone already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    fn write_all(&self, limit: usize) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        while let Some(mut unsent) = self.mailbox.take() {
            while !unsent.is_empty() {
                let is_behind = self.mailbox.exceeds(limit);
                match write_once(&unsent, &mut &self.stream) {
                    Ok(written) => {
                        unsent.consume(written);
                        self.mailbox.sent(written);
                    }
                    // It takes nothing. It may take its time, but not our memory.
                    Err(error) if is_timeout(&error) && !is_behind => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Ends the connection: whichever thread waits for it wakes up.
    pub fn give_up(&self) {
        self.mailbox.give_up();
        // It may be closed already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Reads what nobody wants any more, until the client closes: if we closed
    /// first, its unread words would make the kernel reset the connection, and
    /// the reset would destroy our last word on its way.
    fn drain(&self) {
        let deadline = Instant::now() + MAX_DRAIN;
        let mut buffer = [0; MAX_READ];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return;
            }
            match (&self.stream).read(&mut buffer) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    /// There is no thread for this client, so nothing may block: it gets the
    /// refusal, and what it has said so far is read, or closing would be a
    /// reset.
    pub fn refuse_at_once(&self) {
        let refuse = || {
            self.stream.set_nonblocking(true)?;
            (&self.stream).write_all(SERVER_FULL.as_bytes())?;
            self.stream.shutdown(Shutdown::Write)?;
            (&self.stream).read(&mut [0; MAX_READ])
        };
        // Whatever fails here, the client is gone and nobody else is harmed.
        let _ = refuse();
    }
}
