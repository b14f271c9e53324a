//! # Exercise 13: slots
//!
//! The kernel reports "client 7 is ready" with a number that we chose. One batch
//! of reports may hold ten of them, and while the loop works through it, ann
//! breaks off and bob connects. If bob gets ann's number now, her last report is
//! taken for his: the loop finds her connection closed and throws him out. It
//! happens once a week, to a stranger, and no log shows it. So a place must never
//! be confused with who sits in it: an id that finds bob never finds anybody else.
//!
//! `ClientId` is finished. Write `Slots`.
//!
//! ## What the checks do
//!
//! They let people arrive and leave, within one batch and in many, and keep every
//! id that was ever given out. After each step they ask for all of them: whoever is
//! here has to be found, by the own id alone, and nobody by the id of one who left.
//! They ask for ids that never were, remove twice, and look at the memory after
//! thirty thousand visits.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex13_slots
//! ```
//!
//! ## Hint 1
//!
//! A `Vec` of places finds a client without a search, as long as nobody is moved
//! when another leaves: then a place is empty (`Option<T>`) until it is given to
//! somebody else. Which places are free is a second list.
//!
//! ## Hint 2
//!
//! An id is two numbers in one: the place, and how often it was given away (its
//! *generation*). Half of the bits for each: `generation << (usize::BITS / 2) |
//! index`. An id is valid when the generation in it is that of the place.
//!
//! ## Hint 3
//!
//! `remove` empties the place and counts its generation up; the place goes on a
//! list of those that were left, and `recycle` moves them to the free ones. It is
//! all in `src/slots.rs`, which `solutions/src/ex13_slots.rs` leads to.

use std::fmt;

/// Who a client is, for as long as it is connected.
///
/// It is one plain number, because that is what an operating system hands back
/// with an event (a `Token` of mio, a `key` of polling).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub usize);

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client {}", self.0)
    }
}

/// Values that are found by a [`ClientId`].
#[derive(Debug)]
pub struct Slots<T> {
    // Your fields. This one stands for them; take it away.
    values: Vec<T>,
}

impl<T> Default for Slots<T> {
    fn default() -> Slots<T> {
        todo!(
            "nobody is here yet.
  What to do: open exercises/src/ex13_slots.rs and write the functions of `Slots`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex13_slots"
        )
    }
}

impl<T> Slots<T> {
    /// Finds a place for a newcomer.
    ///
    /// Its id is nobody else's, be there 70,000 others (or 10,000, where a `usize`
    /// has 32 bits). The id of one who left may come back at last, but not before
    /// the place was given away 65,000 times: no report is that old. The two largest
    /// numbers are never given to a client, because they name the listener and the
    /// waker. A free place is not looked for among all of them: where 10,000 are
    /// here, that would be most of the server's work.
    pub fn insert(&mut self, value: T) -> ClientId {
        todo!("give the newcomer a place and an id")
    }

    /// The client of that id, unless it has left.
    pub fn get_mut(&mut self, id: ClientId) -> Option<&mut T> {
        todo!("who is {id}?")
    }

    /// Takes a client out. Its place stays empty until [`recycle`] is called. For
    /// an id that finds nobody nothing happens.
    ///
    /// [`recycle`]: Slots::recycle
    pub fn remove(&mut self, id: ClientId) -> Option<T> {
        todo!("{id} leaves")
    }

    /// Makes the places of those who left free for others: a server that runs for
    /// a year must not grow with each visit. It is called between two batches of
    /// events, never inside one.
    pub fn recycle(&mut self) {
        todo!("the places that were left are free")
    }

    /// Everybody who is here, in any order.
    pub fn ids(&self) -> impl Iterator<Item = ClientId> {
        todo!("the id of everybody here");
        // Replace this too: it only says that something is iterated over.
        std::iter::empty()
    }

    /// How many are here.
    pub fn len(&self) -> usize {
        todo!("count those who are here")
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        todo!("is anybody here?")
    }
}
