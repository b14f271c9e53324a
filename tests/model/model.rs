//! A chat that delivers every line at once.
//!
//! It is as plain as it can be: a list of people, and for every question a
//! walk through all of it. Only its answers are compared with the real one.

use std::collections::BTreeMap;
use std::mem;

use chat::ClientId;

/// What somebody does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Say(String),
    Nick(String),
    Join(String),
    Msg(String, String),
    Ping(String),
    Who,
    Rooms,
    Quit,
    Disconnect,
}

impl Act {
    /// The line that asks for it, if it takes a line.
    pub fn line(&self) -> Option<String> {
        Some(match self {
            Act::Say(text) => text.clone(),
            Act::Nick(name) => format!("/nick {name}"),
            Act::Join(room) => format!("/join {room}"),
            Act::Msg(name, text) => format!("/msg {name} {text}"),
            Act::Ping(word) => format!("/ping {word}"),
            Act::Who => "/who".into(),
            Act::Rooms => "/rooms".into(),
            Act::Quit => "/quit".into(),
            Act::Disconnect => return None,
        })
    }
}

/// Both names as they are spelled.
#[derive(Clone)]
struct Person {
    name: String,
    room: String,
}

#[derive(Default)]
pub struct Model {
    here: BTreeMap<ClientId, Person>,
    unread: BTreeMap<ClientId, String>,
    guests: usize,
}

impl Model {
    pub fn read(&mut self, who: ClientId) -> String {
        mem::take(self.unread.entry(who).or_default())
    }

    pub fn connect(&mut self, who: ClientId) {
        self.guests += 1;
        while self.find(&format!("guest{}", self.guests)).is_some() {
            self.guests += 1;
        }
        let (name, room) = (format!("guest{}", self.guests), "lobby".to_owned());
        self.tell(who, &format!("* welcome, {name}; /help lists the commands"));
        self.here.insert(who, Person { name, room });
    }

    pub fn act(&mut self, who: ClientId, act: &Act) {
        let name = self.here[&who].name.clone();
        match act {
            Act::Say(text) => self.say(who, &format!("{name}: {text}")),
            Act::Nick(new) if self.find(new).is_some_and(|owner| owner != who) => {
                self.tell(who, &format!("! {new} is taken"));
            }
            Act::Nick(new) => {
                self.announce(who, &format!("is now {new}"));
                self.change(who, |person| person.name.clone_from(new));
                self.tell(who, &format!("* you are now {new}"));
            }
            Act::Join(room) => self.join(who, room),
            Act::Msg(to, text) => match self.find(to) {
                Some(reader) => {
                    self.tell(reader, &format!("{name} (to you): {text}"))
                }
                None => self.tell(who, &format!("! no such name: {to}")),
            },
            Act::Ping(word) => self.tell(who, &format!("* pong {word}")),
            Act::Who => self.tell(who, &self.list_members(who)),
            Act::Rooms => self.tell(who, &self.list_rooms()),
            Act::Quit => {
                self.leave(who);
                self.tell(who, "* goodbye");
            }
            Act::Disconnect => self.leave(who),
        }
    }

    fn leave(&mut self, who: ClientId) {
        self.announce(who, "left");
        self.here.remove(&who);
    }

    fn join(&mut self, who: ClientId, typed: &str) {
        let known = self.rooms().into_iter().find(|room| same(room, typed));
        let room = known.unwrap_or_else(|| typed.to_owned());
        if self.here[&who].room != room {
            self.announce(who, "left");
            self.change(who, |person| person.room.clone_from(&room));
            self.announce(who, "joined");
        }
        let count = self.in_room(&room).count();
        self.tell(who, &format!("* you are now in {room} ({count} here)"));
    }

    fn list_members(&self, who: ClientId) -> String {
        let room = &self.here[&who].room;
        let mut names: Vec<&str> =
            self.in_room(room).map(|(_, p)| &p.name[..]).collect();
        names.sort_by_key(|name| name.to_lowercase());
        format!("* in {room}: {}", names.join(", "))
    }

    fn list_rooms(&self) -> String {
        let count =
            |room: String| format!("{room} ({})", self.in_room(&room).count());
        let rooms: Vec<String> = self.rooms().into_iter().map(count).collect();
        format!("* rooms: {}", rooms.join(", "))
    }

    fn change(&mut self, who: ClientId, change: impl FnOnce(&mut Person)) {
        change(self.here.get_mut(&who).expect("only who is here acts"));
    }

    fn find(&self, name: &str) -> Option<ClientId> {
        let found = self.here.iter().find(|(_, person)| same(&person.name, name));
        found.map(|(&who, _)| who)
    }

    /// A room exists while someone is in it; the lobby always does.
    fn rooms(&self) -> Vec<String> {
        let mut rooms = vec!["lobby".to_owned()];
        rooms.extend(self.here.values().map(|person| person.room.clone()));
        rooms.sort_by_key(|room| room.to_lowercase());
        rooms.dedup();
        rooms
    }

    fn in_room(&self, room: &str) -> impl Iterator<Item = (&ClientId, &Person)> {
        self.here.iter().filter(move |(_, person)| person.room == room)
    }

    fn tell(&mut self, who: ClientId, line: &str) {
        let clean = line.replace('\x07', "\u{fffd}");
        *self.unread.entry(who).or_default() += &(clean + "\n");
    }

    fn say(&mut self, who: ClientId, line: &str) {
        let room = &self.here[&who].room;
        let readers: Vec<ClientId> = self.in_room(room).map(|(&id, _)| id).collect();
        for reader in readers.into_iter().filter(|&reader| reader != who) {
            self.tell(reader, line);
        }
    }

    /// The lobby is quiet.
    fn announce(&mut self, who: ClientId, what: &str) {
        let Person { name, room } = self.here[&who].clone();
        if room != "lobby" {
            self.say(who, &format!("* {name} {what}"));
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}
