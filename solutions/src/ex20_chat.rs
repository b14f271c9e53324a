//! Exercise 20: the whole event loop, on mio.
//!
//! One thread, and one place in it that sleeps. A turn learns what happened, lets
//! the rules of the chat act on it, and writes to each client once. The kernel
//! reports each change once, so whatever is left half done is written down: who is
//! `ready` to be read from, who is `owed` something, whether somebody is `knocking`.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use chat::outbox::MAX_OUTBOX;
use chat::{Chat, ClientId, Deadlines, LineBuffer, Outbox, Outcome, Slots};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

/// Clients have the numbers of their slots, which never come near this one.
const LISTENER: Token = Token(usize::MAX);

/// What one client may send, in lines and in bytes, before it is another one's turn.
const MAX_LINES: usize = 128;
const MAX_READ: usize = 16 * 1024;

/// How many are let in before those inside are served.
const MAX_ACCEPTS: usize = 128;

/// How long a client may take to close after its last word.
const MAX_DRAIN: Duration = Duration::from_secs(2);

/// How long `accept` is left alone when there are no descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves the chat to all who connect.
///
/// # Errors
/// When the kernel reports no events any more. No client can bring that about.
pub fn serve(listener: std::net::TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let mut listener = TcpListener::from_std(listener);
    let poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let server = Server {
        poll,
        listener,
        knocking: true,
        clients: Slots::default(),
        chat: Chat::default(),
        deadlines: Deadlines::default(),
        ready: VecDeque::new(),
        owed: BTreeSet::new(),
        buffer: vec![0; MAX_READ].into(),
        now: Instant::now(),
    };
    server.run()
}

struct Server {
    poll: Poll,
    listener: TcpListener,
    /// Somebody may wait for `accept`.
    knocking: bool,
    clients: Slots<Client>,
    chat: Chat,
    /// When a drain ends, and when `accept` is tried again.
    deadlines: Deadlines<Token>,
    /// Clients that may have something to read.
    ready: VecDeque<ClientId>,
    /// Clients to write to at the end of this turn.
    owed: BTreeSet<ClientId>,
    buffer: Box<[u8]>,
    now: Instant,
}

struct Client {
    stream: TcpStream,
    lines: LineBuffer,
    outbox: Outbox,
    stage: Stage,
    /// It stands in the queue of those to be read from.
    is_ready: bool,
    /// Its end of input was read.
    has_ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Chatting,
    /// It takes no part any more and gets what it is still owed.
    Leaving,
    /// It got everything. We wait for it to close.
    Draining,
}

/// What became of a client's share of a turn.
enum Share {
    Drained,
    UsedUp,
    Leaves,
    Gone,
}

impl Server {
    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            let slept = self.poll.poll(&mut events, self.may_sleep());
            self.now = Instant::now();
            match slept {
                Ok(()) => events.iter().for_each(|event| self.note(event)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            while let Some(token) = self.deadlines.poll_expired(self.now) {
                match token {
                    LISTENER => self.knocking = true,
                    Token(client) => self.drop_client(ClientId(client)),
                }
            }
            self.accept();
            self.read();
            self.write();
            self.clients.recycle();
        }
    }

    /// Not at all while work is left that no event will remind us of.
    fn may_sleep(&self) -> Option<Duration> {
        if self.knocking || !self.ready.is_empty() {
            return Some(Duration::ZERO);
        }
        self.deadlines.next_timeout(self.now)
    }

    /// An event is a hint. What is the matter, a read or a write will tell.
    fn note(&mut self, event: &mio::event::Event) {
        let id = match event.token() {
            LISTENER => return self.knocking = !self.deadlines.has(LISTENER),
            Token(client) => ClientId(client),
        };
        let Some(client) = self.clients.get_mut(id) else { return };
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            client.is_ready(id, &mut self.ready);
        }
        if event.is_writable() || event.is_write_closed() || event.is_error() {
            self.owed.insert(id);
        }
    }

    fn accept(&mut self) {
        for _ in 0..MAX_ACCEPTS {
            if !self.knocking {
                return;
            }
            match self.listener.accept() {
                Ok((stream, _)) => self.let_in(stream),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => self.knocking = false,
                    // Whoever waited has given up.
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                    // Out of descriptors: the same again, if we asked at once.
                    _ => {
                        self.knocking = false;
                        self.deadlines.set(LISTENER, self.now + ACCEPT_PAUSE);
                    }
                },
            }
        }
    }

    fn let_in(&mut self, stream: TcpStream) {
        // If it fails the client is gone, which the next read will tell.
        let _ = stream.set_nodelay(true);
        let id = self.clients.insert(Client {
            stream,
            lines: LineBuffer::default(),
            outbox: Outbox::default(),
            stage: Stage::Chatting,
            is_ready: false,
            has_ended: false,
        });
        let client = self.clients.get_mut(id).expect("it was let in just now");
        let both = Interest::READABLE | Interest::WRITABLE;
        let registry = self.poll.registry();
        match registry.register(&mut client.stream, Token(id.0), both) {
            Ok(()) => self.chat.connect(id),
            Err(_) => self.drop_client(id),
        }
    }

    /// Gives each client that is ready its share.
    fn read(&mut self) {
        for _ in 0..self.ready.len() {
            // So much was said that everybody is written to before more is read.
            if self.chat.said_this_turn() >= MAX_OUTBOX {
                return;
            }
            let Some(id) = self.ready.pop_front() else { return };
            let Some(client) = self.clients.get_mut(id) else { continue };
            client.is_ready = false;
            let share = match client.stage {
                Stage::Chatting => {
                    client.listen(id, &mut self.chat, &mut self.buffer)
                }
                Stage::Leaving => Share::Drained,
                Stage::Draining => client.discard(&mut self.buffer),
            };
            match share {
                Share::Drained => {}
                Share::UsedUp => client.is_ready(id, &mut self.ready),
                Share::Leaves => {
                    self.chat.disconnect(id);
                    client.stage = Stage::Leaving;
                    client.lines = LineBuffer::default();
                    self.owed.insert(id);
                }
                Share::Gone => self.drop_client(id),
            }
        }
    }

    /// Hands out what was said in this turn, and writes to each client once.
    fn write(&mut self) {
        // Whoever is lost while we write may leave a room, which is told as well.
        while !self.chat.is_quiet() || !self.owed.is_empty() {
            self.chat.end_turn();
            while let Some((id, piece)) = self.chat.poll_delivery() {
                let Some(client) = self.clients.get_mut(id) else { continue };
                client.outbox.push(piece);
                self.owed.insert(id);
            }
            while let Some(id) = self.owed.pop_first() {
                self.write_to(id);
            }
        }
    }

    fn write_to(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(id) else { return };
        if client.write_owed().is_err() || client.outbox.exceeds(MAX_OUTBOX) {
            return self.drop_client(id);
        }
        if client.stage == Stage::Leaving && client.outbox.is_empty() {
            let told = client.stream.shutdown(Shutdown::Write);
            if client.has_ended || told.is_err() {
                return self.drop_client(id);
            }
            client.stage = Stage::Draining;
            self.deadlines.set(Token(id.0), self.now + MAX_DRAIN);
            // What came while it was leaving will not be reported again.
            client.is_ready(id, &mut self.ready);
        }
    }

    fn drop_client(&mut self, id: ClientId) {
        let Some(mut client) = self.clients.remove(id) else { return };
        self.chat.disconnect(id);
        self.deadlines.clear(Token(id.0));
        // If it was never registered, that is no one's concern.
        let _ = self.poll.registry().deregister(&mut client.stream);
        if self.deadlines.has(LISTENER) {
            // A descriptor comes free.
            self.deadlines.clear(LISTENER);
            self.knocking = true;
        }
    }
}

impl Client {
    fn is_ready(&mut self, id: ClientId, ready: &mut VecDeque<ClientId>) {
        if !std::mem::replace(&mut self.is_ready, true) {
            ready.push_back(id);
        }
    }

    fn listen(&mut self, id: ClientId, chat: &mut Chat, buffer: &mut [u8]) -> Share {
        let (mut lines, mut room) = (MAX_LINES, buffer.len());
        loop {
            while let Some(line) = self.lines.next_line() {
                if chat.handle_line(id, line) == Outcome::Leaves {
                    return Share::Leaves;
                }
                lines -= 1;
                if lines == 0 {
                    return Share::UsedUp;
                }
            }
            if self.has_ended {
                return Share::Leaves;
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

    /// Reads what nobody wants: closed on unread words, the kernel would reset the
    /// connection, and the reset destroy our last word on its way.
    fn discard(&mut self, buffer: &mut [u8]) -> Share {
        match self.stream.read(buffer) {
            Ok(0) => Share::Gone,
            Ok(_) => Share::UsedUp,
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Share::Drained,
                ErrorKind::Interrupted => Share::UsedUp,
                _ => Share::Gone,
            },
        }
    }

    /// Offers the kernel all that is owed. What it does not take stays.
    fn write_owed(&mut self) -> io::Result<()> {
        while !self.outbox.is_empty() {
            let slices: Vec<_> =
                self.outbox.slices().take(64).map(IoSlice::new).collect();
            match self.stream.write_vectored(&slices) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => self.outbox.consume(n),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
