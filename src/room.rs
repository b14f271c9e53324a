//! One room: who stands in it, and what was said in it during this turn.
//!
//! A turn is everything that a server does between two sleeps. What a room
//! hears in one turn is written down once, in the order in which it was said:
//! its *news*. At the end of the turn each member is owed the news, but not its
//! own lines, and not what was said before it came. A line for one member alone
//! is not news. All that is noted down as marks, most members have none, and
//! so they all share the same bytes.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use crate::names::Name;
use crate::outbox::Piece;
use crate::slots::ClientId;

/// What is owed to whom, in the order in which it became due.
pub(crate) type Owed = VecDeque<(ClientId, Piece)>;

/// Something that makes one member's share differ from the news.
struct Mark {
    who: ClientId,
    what: Difference,
}

enum Difference {
    /// It does not hear these bytes of the news.
    Deaf(Range<usize>),
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

    /// Lets a member in. It does not hear what was said before.
    pub fn enter(&mut self, who: ClientId, name: Name) {
        self.members.insert(name, who);
        if !self.news.is_empty() {
            // It may have been here before, in this same turn.
            self.marks.retain(|mark| mark.who != who);
            self.mark(who, Difference::Deaf(0..self.news.len()));
        }
    }

    /// Lets a member out. What was said until now is owed to it at once, for
    /// what it hears elsewhere comes later; so it gets a copy.
    pub fn leave(&mut self, who: ClientId, name: Name, owed: &mut Owed) {
        self.members.remove(&name);
        let its_own = |mark: &mut Mark| mark.who == who;
        let mut marks: Vec<Mark> = self.marks.extract_if(.., its_own).collect();
        let copy = |range: Range<usize>| Piece::from(self.news[range].to_vec());
        owe(who, self.news.len(), &mut marks, copy, owed);
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
            Some(Mark { who, what: Difference::Deaf(own) })
                if *who == author && own.end == start =>
            {
                own.end = end;
            }
            _ => self.mark(author, Difference::Deaf(start..end)),
        }
    }

    /// Says something to one member alone.
    pub fn tell(&mut self, who: ClientId, words: &[&str]) {
        let here = self.news.len();
        let mut line = words.concat().into_bytes();
        line.push(b'\n');
        match self.marks.last_mut() {
            Some(Mark { who: last, what: Difference::Aside(at, aside) })
                if *last == who && *at == here =>
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
                owe_news(marks[0].who, &news, marks, owed);
            }
            return;
        }
        for &who in self.members.values() {
            let first = marks.partition_point(|mark| mark.who < who);
            let theirs = marks[first..].partition_point(|mark| mark.who == who);
            owe_news(who, &news, &mut marks[first..first + theirs], owed);
        }
    }
}

/// Owes a member its share of the news. A range keeps all of the news in memory,
/// so whoever is deaf to most of it gets a copy of the little that is left. Else
/// a client that talks and never reads could hold a thousand times what its
/// outbox counts.
fn owe_news(who: ClientId, news: &Arc<[u8]>, marks: &mut [Mark], owed: &mut Owed) {
    let deaf = |mark: &Mark| match &mark.what {
        Difference::Deaf(range) => range.len(),
        Difference::Aside(..) => 0,
    };
    if marks.iter().map(deaf).sum::<usize>() <= news.len() / 2 {
        owe(who, news.len(), marks, |range| Piece::new(news, range), owed);
    } else {
        owe(who, news.len(), marks, |range| news[range].to_vec().into(), owed);
    }
}

/// Owes a member all that it hears, in order, each range made by `piece`.
fn owe(
    who: ClientId,
    end: usize,
    marks: &mut [Mark],
    piece: impl Fn(Range<usize>) -> Piece,
    owed: &mut Owed,
) {
    let mut heard = 0;
    let mut owe_until = |at: usize, next: usize, owed: &mut Owed| {
        if heard < at {
            owed.push_back((who, piece(heard..at)));
        }
        heard = next;
    };
    for mark in marks {
        match &mut mark.what {
            Difference::Deaf(range) => owe_until(range.start, range.end, owed),
            Difference::Aside(at, line) => {
                owe_until(*at, *at, owed);
                owed.push_back((who, mem::take(line).into()));
            }
        }
    }
    owe_until(end, end, owed);
}
