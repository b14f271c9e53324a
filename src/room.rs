//! One room: who stands in it, and what was said in it during this turn.
//!
//! A turn is everything that a server does between two sleeps. What a room
//! hears in one turn is written down once, in the order in which it was said:
//! its *news*. Each member is owed the news without the lines that are its
//! own. A line for one member alone is not news; a mark keeps its place.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use crate::names::Name;
use crate::outbox::Piece;
use crate::slots::ClientId;

/// What is owed to whom, in the order in which it became due.
pub(crate) type Owed = VecDeque<(ClientId, Piece)>;

/// Something that makes one member's news differ from everybody else's.
struct Mark {
    who: ClientId,
    what: Difference,
}

enum Difference {
    /// These bytes of the news are its own words: it does not hear them.
    Own(Range<usize>),
    /// It alone hears these bytes, at this place in the news.
    Aside(usize, Vec<u8>),
}

pub(crate) struct Room {
    /// The name as whoever made the room spelled it.
    pub name: Name,
    /// Sorted by name, as `/who` shows them.
    pub members: BTreeMap<Name, ClientId>,
    news: Vec<u8>,
    marks: Vec<Mark>,
}

impl Room {
    pub fn new(name: Name) -> Room {
        Room { name, members: BTreeMap::new(), news: Vec::new(), marks: Vec::new() }
    }

    /// How many stand here.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Says something to everybody in the room but its author. `words` are put
    /// together to one line.
    pub fn say(&mut self, author: ClientId, words: &[&str]) {
        let start = self.news.len();
        words.iter().for_each(|word| self.news.extend_from_slice(word.as_bytes()));
        self.news.push(b'\n');
        let end = self.news.len();
        match self.marks.last_mut() {
            // Many lines in a row are one stretch that the author is not owed.
            Some(Mark { who, what: Difference::Own(own) }) if *who == author => {
                own.end = end;
            }
            _ => self.mark(author, Difference::Own(start..end)),
        }
    }

    /// Says something to one member alone.
    pub fn tell(&mut self, who: ClientId, words: &[&str]) {
        let here = self.news.len();
        let mut line = words.concat().into_bytes();
        line.push(b'\n');
        match self.marks.last_mut() {
            Some(Mark { who: last, what: Difference::Aside(_, aside) })
                if *last == who =>
            {
                aside.append(&mut line);
            }
            _ => self.mark(who, Difference::Aside(here, line)),
        }
    }

    fn mark(&mut self, who: ClientId, what: Difference) {
        self.marks.push(Mark { who, what });
    }

    /// Whether nothing was said here in this turn.
    pub fn is_quiet(&self) -> bool {
        self.news.is_empty() && self.marks.is_empty()
    }

    /// Ends the turn: what was said is now owed, to those who stand here.
    pub fn end_turn(&mut self, owed: &mut Owed) {
        let news: Arc<[u8]> = mem::take(&mut self.news).into();
        let mut marks = mem::take(&mut self.marks);
        // Stable: each member's marks stay in the order of the news.
        marks.sort_by_key(|mark| mark.who);
        if news.is_empty() {
            // Whoever has no mark is owed nothing, and need not be visited.
            for marks in marks.chunk_by_mut(|a, b| a.who == b.who) {
                owe(marks[0].who, &news, marks, owed);
            }
            return;
        }
        for &who in self.members.values() {
            let first = marks.partition_point(|mark| mark.who < who);
            let theirs = marks[first..].partition_point(|mark| mark.who == who);
            owe(who, &news, &mut marks[first..first + theirs], owed);
        }
    }
}

/// Owes one member the news, but for the differences that are marked.
fn owe(who: ClientId, news: &Arc<[u8]>, marks: &mut [Mark], owed: &mut Owed) {
    // A range keeps all of the news in memory. So whoever said most of it itself
    // gets a copy of the little that is left; else a client that talks and never
    // reads could hold a thousand times what its outbox counts.
    let copied = own_bytes(marks) > news.len() / 2;
    let excerpt = |range: Range<usize>| match copied {
        true => Piece::from(news[range].to_vec()),
        false => Piece::new(news, range),
    };
    let mut push = |piece: Piece| {
        if !piece.as_bytes().is_empty() {
            owed.push_back((who, piece));
        }
    };
    let mut heard = 0;
    for mark in marks {
        match &mut mark.what {
            Difference::Own(own) => {
                push(excerpt(heard..own.start));
                heard = own.end;
            }
            Difference::Aside(at, line) => {
                push(excerpt(heard..*at));
                push(mem::take(line).into());
                heard = *at;
            }
        }
    }
    push(excerpt(heard..news.len()));
}

fn own_bytes(marks: &[Mark]) -> usize {
    let own = |mark: &Mark| match &mark.what {
        Difference::Own(own) => own.len(),
        Difference::Aside(..) => 0,
    };
    marks.iter().map(own).sum()
}
