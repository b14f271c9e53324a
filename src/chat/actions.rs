//! What each command changes, and who hears of it.

use std::fmt::Display;

use super::{Chat, Member, SHOWN};
use crate::names::Name;
use crate::room::Room;
use crate::slots::ClientId;
use crate::text::clean;

const NO_NAME: &str = "! names are 1 to 16 letters, digits, - or _";

impl Chat {
    pub(super) fn next_guest(&mut self) -> Name {
        loop {
            self.guests += 1;
            let name = Name::parse(&format!("guest{}", self.guests));
            let name = name.expect("nobody lives to see a trillion guests");
            if !self.names.contains_key(&name) {
                return name;
            }
        }
    }

    pub(super) fn rename(&mut self, who: ClientId, typed: &str) {
        let Some(new) = Name::parse(typed) else {
            return self.tell(who, &[NO_NAME]);
        };
        // One's own name in another spelling is not taken.
        if self.names.get(&new).is_some_and(|&owner| owner != who) {
            return self.tell(who, &["! ", typed, " is taken"]);
        }
        let member = self.members.get_mut(&who).expect("only members speak");
        let (old, room) = (std::mem::replace(&mut member.name, new), member.room);
        self.names.remove(&old);
        self.names.insert(new, who);
        let members = &mut self.room(room).members;
        members.remove(&old);
        members.insert(new, who);
        self.notice(room, who, &["* ", old.as_str(), " is now ", new.as_str()]);
        self.tell(who, &["* you are now ", new.as_str()]);
    }

    pub(super) fn join(&mut self, who: ClientId, typed: &str) {
        let Some(new) = Name::parse(typed) else {
            return self.tell(who, &[NO_NAME]);
        };
        let Member { name, room: old } = self.members[&who];
        if new != old {
            self.leave(who, name, old);
            self.enter(who, name, new);
            self.notice(new, who, &["* ", name.as_str(), " joined"]);
        }
        let room = &self.rooms[&new];
        let here = format!("* you are now in {} ({} here)", room.name, room.len());
        self.tell(who, &[&here]);
    }

    pub(super) fn tell_apart(&mut self, who: ClientId, to: &str, text: &str) {
        let reader = Name::parse(to).and_then(|name| self.names.get(&name).copied());
        let Some(reader) = reader else {
            return self.tell(who, &["! no such name: ", &clean(to)]);
        };
        let author = self.members[&who].name;
        self.tell(reader, &[author.as_str(), " (to you): ", &clean(text)]);
    }

    pub(super) fn list_members(&mut self, who: ClientId) {
        let room = &self.rooms[&self.members[&who].room];
        let list = format!("* in {}: {}", room.name, list(room.members.keys()));
        self.tell(who, &[&list]);
    }

    pub(super) fn list_rooms(&mut self, who: ClientId) {
        let count = |room: &Room| format!("{} ({})", room.name, room.len());
        let rooms = format!("* rooms: {}", list(self.rooms.values().map(count)));
        self.tell(who, &[&rooms]);
    }

    /// Puts a member into a room, which exists from now on.
    pub(super) fn enter(&mut self, who: ClientId, name: Name, room: Name) {
        self.members.insert(who, Member { name, room });
        let room = self.rooms.entry(room).or_insert_with(|| Room::new(room));
        room.enter(who, name);
    }

    /// Takes a member out of its room, which may vanish with it.
    pub(super) fn leave(&mut self, who: ClientId, name: Name, room: Name) {
        let left = self.rooms.get_mut(&room).expect("a member's room exists");
        left.leave(who, name, &mut self.owed);
        if left.len() == 0 && room != Name::LOBBY {
            self.rooms.remove(&room);
        } else {
            self.notice(room, who, &["* ", name.as_str(), " left"]);
        }
    }

    /// A notice to everybody else in the room. The lobby is quiet: ten
    /// thousand may stand there.
    fn notice(&mut self, room: Name, who: ClientId, words: &[&str]) {
        if room != Name::LOBBY {
            self.say(room, who, words);
        }
    }

    /// Says something to everybody in the room but `who`.
    pub(super) fn say(&mut self, room: Name, who: ClientId, words: &[&str]) {
        self.said += words.iter().map(|word| word.len()).sum::<usize>() + 1;
        self.speaking_in(room).say(who, words);
    }

    /// Says something to one member alone.
    pub(super) fn tell(&mut self, who: ClientId, words: &[&str]) {
        self.said += words.iter().map(|word| word.len()).sum::<usize>() + 1;
        let room = self.members[&who].room;
        self.speaking_in(room).tell(who, words);
    }

    fn speaking_in(&mut self, room: Name) -> &mut Room {
        if self.rooms[&room].is_quiet() {
            self.lively.push(room);
        }
        self.room(room)
    }

    fn room(&mut self, name: Name) -> &mut Room {
        self.rooms.get_mut(&name).expect("a room exists while someone is in it")
    }
}

/// The first names of a sorted list, and how many more there are.
fn list<T: Display>(sorted: impl ExactSizeIterator<Item = T>) -> String {
    let more = sorted.len().saturating_sub(SHOWN);
    let shown: Vec<String> =
        sorted.take(SHOWN).map(|name| name.to_string()).collect();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
