//! The chat: who is here, under which name, in which room, and what follows
//! from a line that somebody sends.
//!
//! A server tells the chat who connects, says what, and leaves. At the end of
//! its turn it calls [`Chat::end_turn`] and takes out what is now owed to whom
//! with [`Chat::poll_delivery`]. **Always ask until it returns `None`.**

mod actions;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::mem;

use crate::command::{Command, HELP, parse};
use crate::lines::Line;
use crate::names::Name;
use crate::outbox::Piece;
use crate::room::{Owed, Room};
use crate::slots::ClientId;
use crate::text::clean;

/// What a client reads that is turned away.
pub const SERVER_FULL: &str = "! server full\n";

/// How many names `/who` and `/rooms` show.
const SHOWN: usize = 20;

/// Whether the author of a line stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a client that leaves has to be disconnected"]
pub enum Outcome {
    /// It goes on.
    Stays,
    /// It said `/quit`, has left the chat, and is owed a last word.
    Leaves,
}

#[derive(Clone, Copy)]
struct Member {
    name: Name,
    room: Name,
}

/// The state of the whole chat.
pub struct Chat {
    members: HashMap<ClientId, Member>,
    names: HashMap<Name, ClientId>,
    rooms: BTreeMap<Name, Room>,
    /// Rooms in which something was said in this turn.
    lively: Vec<Name>,
    owed: Owed,
    guests: u64,
    said: usize,
}

impl Default for Chat {
    fn default() -> Chat {
        Chat {
            members: HashMap::new(),
            names: HashMap::new(),
            rooms: BTreeMap::from([(Name::LOBBY, Room::new(Name::LOBBY))]),
            lively: Vec::new(),
            owed: VecDeque::new(),
            guests: 0,
            said: 0,
        }
    }
}

impl Chat {
    /// A client connects: it gets a name, stands in the lobby and is greeted.
    pub fn connect(&mut self, who: ClientId) {
        let name = self.next_guest();
        self.names.insert(name, who);
        self.enter(who, name, Name::LOBBY);
        let words = ["* welcome, ", name.as_str(), "; /help lists the commands"];
        self.tell(who, &words);
    }

    /// A client sent a line. One that is not here (any more) is ignored.
    pub fn handle_line(&mut self, who: ClientId, line: Line<'_>) -> Outcome {
        if !self.members.contains_key(&who) {
            return Outcome::Leaves;
        }
        match line {
            Line::Text(text) => return self.obey(who, parse(text)),
            Line::TooLong => self.tell(who, &["! line too long (max 512 bytes)"]),
            Line::NotUtf8 => self.tell(who, &["! not valid UTF-8"]),
        }
        Outcome::Stays
    }

    /// A client is gone, or is leaving: from here on it is owed nothing new.
    /// What it is owed already still comes out of [`Chat::poll_delivery`].
    pub fn disconnect(&mut self, who: ClientId) {
        let Some(member) = self.members.remove(&who) else { return };
        self.names.remove(&member.name);
        self.leave(who, member.name, member.room);
    }

    /// The server is about to stop: everybody is told so, and leaves.
    pub fn shut_down(&mut self) {
        self.end_turn();
        for &who in self.members.keys() {
            let last_word = b"* server is shutting down\n".to_vec();
            self.owed.push_back((who, last_word.into()));
        }
        *self = Chat { owed: mem::take(&mut self.owed), ..Chat::default() };
    }

    /// Ends the turn: all that was said in it is owed now.
    pub fn end_turn(&mut self) {
        for room in mem::take(&mut self.lively) {
            if let Some(room) = self.rooms.get_mut(&room) {
                room.end_turn(&mut self.owed);
            }
        }
        self.said = 0;
    }

    /// The next piece of what is owed, and to whom.
    pub fn poll_delivery(&mut self) -> Option<(ClientId, Piece)> {
        let delivery = self.owed.pop_front();
        if delivery.is_none() {
            self.owed = VecDeque::new();
        }
        delivery
    }

    /// How many bytes were said in this turn, each counted once.
    pub fn said_this_turn(&self) -> usize {
        self.said
    }

    /// Whether there is nothing to end a turn for.
    pub fn is_quiet(&self) -> bool {
        self.lively.is_empty() && self.owed.is_empty()
    }

    /// How many clients are here.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn obey(&mut self, who: ClientId, command: Command<'_>) -> Outcome {
        match command {
            Command::Nothing => {}
            Command::Say(text) => {
                let Member { name, room } = self.members[&who];
                self.say(room, who, &[name.as_str(), ": ", &clean(text)]);
            }
            Command::Nick(name) => self.rename(who, name),
            Command::Join(room) => self.join(who, room),
            Command::Msg(name, text) => self.tell_apart(who, name, text),
            Command::Who => self.list_members(who),
            Command::Rooms => self.list_rooms(who),
            Command::Ping(word) => self.tell(who, &["* pong ", &clean(word)]),
            Command::Help => HELP.iter().for_each(|h| self.tell(who, &["* ", h])),
            Command::Quit => {
                self.tell(who, &["* goodbye"]);
                self.disconnect(who);
                return Outcome::Leaves;
            }
            Command::Incomplete(usage) => self.tell(who, &["! usage: ", usage]),
            Command::Unknown(word) => {
                let hint = "; /help lists the commands";
                self.tell(who, &["! unknown command ", &clean(word), hint]);
            }
        }
        Outcome::Stays
    }
}
