//! Exercise 7: a chat with two threads for each client.
//!
//! One thread reads from the client and one writes to it, and each of them may wait
//! for as long as it likes: nobody waits for *them*. What they share, the rules and
//! the mailboxes, stands behind one lock, which is held for moments only.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use chat::chat::SERVER_FULL;
use chat::{Chat, ClientId, Line, LineBuffer, Outcome, Piece};

/// As many are in the chat at most.
pub const MAX_CLIENTS: usize = 50;

/// As many lines may wait for a client that does not read.
pub const MAX_WAITING: usize = 1024;

/// How long we wait where `accept` fails, for want of descriptors as a rule.
const PAUSE: Duration = Duration::from_millis(100);

/// Lets everybody in who comes, until the process ends.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    let shared = Arc::new(Mutex::new(Shared::default()));
    for number in 0.. {
        let stream = Arc::new(accept(&listener));
        let client = Client { id: ClientId(number), stream };
        let shared = Arc::clone(&shared);
        // `thread::spawn` would panic where no thread can be had. So this client is
        // dropped, and the next one may have more luck.
        let _ = thread::Builder::new().spawn(move || client.live(&shared));
    }
    Ok(())
}

/// Waits for the next client. No error is a reason to end: those that are here do
/// not care.
fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept() {
            Ok((stream, _)) => return stream,
            Err(_) => thread::sleep(PAUSE),
        }
    }
}

/// One client, as its reading thread sees it.
struct Client {
    id: ClientId,
    stream: Arc<TcpStream>,
}

impl Client {
    /// From the greeting to the last byte.
    fn live(&self, shared: &Mutex<Shared>) {
        let _ = self.stream.set_nodelay(true);
        let (mailbox, lines) = sync_channel(MAX_WAITING);
        if !lock(shared).connect(self, mailbox) {
            let _ = (&*self.stream).write_all(SERVER_FULL.as_bytes());
            return;
        }
        let stream = Arc::clone(&self.stream);
        let writer = thread::Builder::new().spawn(move || write(&stream, lines));
        if writer.is_ok() {
            // Whatever error this ends with, it is the client's own.
            let _ = self.listen(shared);
        }
        // This drops the mailbox: the writer ends once it has written what waits.
        lock(shared).disconnect(self.id);
        if let Ok(writer) = writer {
            let _ = writer.join();
        }
    }

    /// Hands what the client says to the rules, until it leaves.
    fn listen(&self, shared: &Mutex<Shared>) -> io::Result<()> {
        let mut lines = LineBuffer::default();
        let mut buffer = [0; 32 * 1024];
        loop {
            let count = match (&*self.stream).read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read?,
            };
            match count {
                0 => lines.finish(),
                n => lines.receive(&buffer[..n]),
            }
            while let Some(line) = lines.next_line() {
                if lock(shared).hear(self.id, line) == Outcome::Leaves {
                    return Ok(());
                }
            }
            if count == 0 {
                return Ok(());
            }
        }
    }
}

/// Writes what comes into the mailbox, until nobody can put anything in any more.
fn write(mut stream: &TcpStream, lines: Receiver<Piece>) {
    for line in lines {
        if stream.write_all(line.as_bytes()).is_err() {
            // The reader hears of it by the end of its input.
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
    }
}

/// What all threads share.
#[derive(Default)]
struct Shared {
    chat: Chat,
    mailboxes: HashMap<ClientId, (SyncSender<Piece>, Arc<TcpStream>)>,
}

/// The lock, even if a thread panicked while it had it: one client's misfortune
/// must not become everybody's.
fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Lets a client in, unless there are too many.
    fn connect(&mut self, client: &Client, mailbox: SyncSender<Piece>) -> bool {
        if self.chat.len() >= MAX_CLIENTS {
            return false;
        }
        self.mailboxes.insert(client.id, (mailbox, Arc::clone(&client.stream)));
        self.chat.connect(client.id);
        self.deliver();
        true
    }

    fn hear(&mut self, id: ClientId, line: Line<'_>) -> Outcome {
        let outcome = self.chat.handle_line(id, line);
        self.deliver();
        outcome
    }

    fn disconnect(&mut self, id: ClientId) {
        self.chat.disconnect(id);
        self.deliver();
        self.mailboxes.remove(&id);
    }

    /// Hands out what was said. Everybody's mailbox is filled before the lock is let
    /// go, so all hear everything in one order, and no mailbox is waited for.
    fn deliver(&mut self) {
        self.chat.end_turn();
        while let Some((id, line)) = self.chat.poll_delivery() {
            let Some((mailbox, stream)) = self.mailboxes.get(&id) else { continue };
            if mailbox.try_send(line).is_err() {
                // It does not read. Both of its threads wake up, and it leaves: a
                // line must not be missing in the middle.
                let _ = stream.shutdown(Shutdown::Both);
                self.mailboxes.remove(&id);
            }
        }
    }
}
