//! The event loop: one thread, and one place in it that sleeps.
//!
//! A turn goes from one sleep to the next. First it learns what happened, then
//! it lets the rules of the chat act on it, and at last it writes to each
//! client once, whatever became due to it in this turn.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use chat::{Chat, ClientId, Deadlines, LineBuffer, Outbox, Slots};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use steps::{MAX_READ, Options};

// A token names what an event, or a deadline, is about. Clients have the
// numbers of their slots, which never come near these two.
pub const LISTENER: Token = Token(usize::MAX);
pub const SIGNAL: Token = Token(usize::MAX - 1);

pub struct EventLoop {
    pub options: Options,
    pub poll: Poll,
    /// `None` once the server is about to stop.
    pub listener: Option<TcpListener>,
    pub door: Door,
    /// Nobody could be let in since it was last said that nobody can.
    pub is_starved: bool,
    pub clients: Slots<Client>,
    pub chat: Chat,
    pub deadlines: Deadlines<Token>,
    /// Clients that have something to be read, as far as we know.
    pub ready: VecDeque<ClientId>,
    /// Clients that had more than their share of a turn. They are ready, too, but
    /// come after those of whom we hear only now.
    pub unfinished: Vec<ClientId>,
    /// Clients to write to at the end of this turn.
    pub owed: VecDeque<ClientId>,
    /// Bytes are read to here first, whoever they come from.
    pub buffer: Box<[u8]>,
    /// When this turn began.
    pub now: Instant,
}

pub struct Client {
    pub stream: TcpStream,
    pub lines: LineBuffer,
    pub outbox: Outbox,
    pub stage: Stage,
    /// Whether it stands in the queue of those to be read from.
    pub is_ready: bool,
    /// Whether it is among those to be written to.
    pub is_owed: bool,
    /// The kernel took no more for it. An event will tell when it does again.
    pub is_full: bool,
    /// It will send nothing more: its end of input was read.
    pub has_ended: bool,
}

/// How far a client has come. It only moves downwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It takes part in the chat.
    Chatting,
    /// It has left the chat and gets what it is still owed. See `leaving.rs`.
    Leaving,
    /// It got everything. We wait for it to close, and read what it still says.
    Draining,
}

/// What we know of clients that wait for `accept`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Nobody waits.
    Quiet,
    /// Somebody may wait.
    Knocking,
    /// Somebody waits, and we have no descriptor left for him.
    Shut,
}

impl EventLoop {
    pub fn new(options: Options, mut listener: TcpListener) -> Result<EventLoop> {
        let poll = Poll::new().context("cannot ask the kernel for events")?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)
            .context("cannot watch the listener")?;
        Ok(EventLoop {
            options,
            poll,
            listener: Some(listener),
            door: Door::Knocking,
            is_starved: false,
            clients: Slots::default(),
            chat: Chat::default(),
            deadlines: Deadlines::default(),
            ready: VecDeque::new(),
            unfinished: Vec::new(),
            owed: VecDeque::new(),
            buffer: vec![0; MAX_READ].into(),
            now: Instant::now(),
        })
    }

    pub fn run(mut self) -> Result<()> {
        let mut events = Events::with_capacity(1024);
        while self.listener.is_some() || !self.clients.is_empty() {
            let slept = self.poll.poll(&mut events, self.may_sleep());
            self.now = Instant::now();
            match slept {
                Ok(()) => events.iter().for_each(|event| self.note(event)),
                // A signal came in between: nothing happened.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("cannot wait for events"),
            }
            self.ready.extend(self.unfinished.drain(..));
            self.expire();
            self.accept();
            self.read();
            self.write();
            self.clients.recycle();
        }
        Ok(())
    }

    /// Not at all while somebody is known to be ready: the kernel reports each
    /// change once and will not say it again.
    fn may_sleep(&self) -> Option<Duration> {
        let is_ready = !self.ready.is_empty() || !self.unfinished.is_empty();
        if is_ready || self.door == Door::Knocking {
            return Some(Duration::ZERO);
        }
        self.deadlines.next_timeout(self.now)
    }

    /// Learns from an event, and does nothing about it yet.
    fn note(&mut self, event: &mio::event::Event) {
        let id = match event.token() {
            LISTENER if self.door == Door::Shut => return,
            LISTENER => return self.door = Door::Knocking,
            SIGNAL => return self.stop(),
            Token(client) => ClientId(client),
        };
        // Readiness is a hint: what is really the matter with a client, the
        // next read or write will tell.
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            self.is_ready(id);
        }
        if event.is_writable() || event.is_write_closed() || event.is_error() {
            self.is_writable(id);
        }
    }

    fn expire(&mut self) {
        while let Some(token) = self.deadlines.poll_expired(self.now) {
            match token {
                LISTENER => self.door = Door::Knocking,
                SIGNAL => self.give_up(),
                Token(client) => self.drop_client(ClientId(client), "out of time"),
            }
        }
    }
}
