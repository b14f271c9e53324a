//! The event loop: one thread, and one place in it that sleeps.
//!
//! A turn goes from one sleep to the next. First it learns who is ready, and
//! lets the rules of the chat act on what they say. Then it writes to each
//! client once, whatever became due to it, and asks about it anew.

use std::collections::HashMap;
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use anyhow::{Context, Result};
use chat::{Chat, ClientId, Deadlines, LineBuffer, Outbox};
use polling::{Event, Events, Poller};
use steps::{MAX_READ, MAX_TURN, Options};

/// The key of the listener. Clients have the numbers that come after it.
pub const LISTENER: ClientId = ClientId(0);

pub struct EventLoop {
    pub options: Options,
    pub poller: Poller,
    pub listener: TcpListener,
    /// Nobody could be let in since it was last said that nobody can.
    pub is_starved: bool,
    pub clients: HashMap<ClientId, Client>,
    /// The number of the client that came last. It only grows, so an event for
    /// one who left finds nobody.
    pub last_id: usize,
    pub chat: Chat,
    pub deadlines: Deadlines<ClientId>,
    /// Clients to write to, and to ask about anew, at the end of this turn.
    pub touched: Vec<ClientId>,
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
    /// Whether it is among those to be written to.
    pub is_touched: bool,
    /// What the poller was told last, to save telling it again.
    pub asked: Option<Event>,
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

impl Client {
    /// What we want to hear about next. Computed from the state every time,
    /// because a stored copy would one day disagree with it.
    pub fn interest(&self, id: ClientId) -> Event {
        Event::new(id.0, self.stage != Stage::Leaving, !self.outbox.is_empty())
    }
}

impl EventLoop {
    pub fn new(options: Options, listener: TcpListener) -> Result<EventLoop> {
        let mut event_loop = EventLoop {
            options,
            poller: Poller::new().context("cannot ask the kernel who is ready")?,
            listener,
            is_starved: false,
            clients: HashMap::new(),
            last_id: LISTENER.0,
            chat: Chat::default(),
            deadlines: Deadlines::default(),
            touched: Vec::new(),
            buffer: vec![0; MAX_READ].into(),
            now: Instant::now(),
        };
        event_loop.watch_listener().context("cannot watch the listener")?;
        Ok(event_loop)
    }

    pub fn run(mut self) -> Result<()> {
        let mut events = Events::new();
        loop {
            events.clear();
            self.poller
                .wait(&mut events, self.deadlines.next_timeout(self.now))
                .context("cannot wait for events")?;
            self.now = Instant::now();
            self.expire();
            for event in events.iter() {
                self.handle(event);
                // A thousand may have said something. They are not all heard at
                // once, or no outbox would hold it.
                if self.chat.said_this_turn() >= MAX_TURN {
                    self.write();
                }
            }
            self.write();
        }
    }

    /// An event means that the poller has stopped to ask about its client, and
    /// that we have to look after it.
    fn handle(&mut self, event: Event) {
        let id = ClientId(event.key);
        if id == LISTENER {
            return self.accept();
        }
        // It may have left earlier in this same turn.
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.asked = None;
        self.touch(id);
        if event.readable {
            self.read(id);
        }
    }

    fn expire(&mut self) {
        while let Some(id) = self.deadlines.poll_expired(self.now) {
            if id == LISTENER {
                self.accept();
            } else {
                self.drop_client(id, "out of time");
            }
        }
    }
}
