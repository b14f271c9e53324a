//! A place for every client, and ids that no stale event can confuse.
//!
//! The kernel tells us "client 7 is ready" by a number that we chose. When
//! client 7 leaves, its place is given to somebody else, and a report that was
//! already on its way would now reach the wrong one. So an id is two numbers:
//! the place, and how often the place was given away. An id of an earlier
//! guest finds nobody.

use std::fmt;

/// Half of the bits say which place, half say how often it was given away: on
/// a 64-bit machine 2^32 each, on a 32-bit one 65,536.
const HALF: u32 = usize::BITS / 2;
const LOW: usize = (1 << HALF) - 1;

/// Who a client is, for as long as it is connected.
///
/// It is one plain number, because that is what an operating system hands back
/// with an event (a `Token` of mio, a `key` of polling).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub usize);

/// As log lines show it: the place, and how often it was given away if it was.
impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client {}", self.index())?;
        match self.generation() {
            0 => Ok(()),
            again => write!(f, ".{again}"),
        }
    }
}

impl ClientId {
    fn at(index: usize, generation: usize) -> ClientId {
        ClientId(generation << HALF | index)
    }

    fn index(self) -> usize {
        self.0 & LOW
    }

    fn generation(self) -> usize {
        self.0 >> HALF
    }
}

#[derive(Debug)]
struct Slot<T> {
    generation: usize,
    value: Option<T>,
}

/// Values that are found by a [`ClientId`].
#[derive(Debug)]
pub struct Slots<T> {
    slots: Vec<Slot<T>>,
    /// Places that may be given away again.
    free: Vec<usize>,
    /// Places that were left in this batch of events.
    left: Vec<usize>,
}

impl<T> Default for Slots<T> {
    fn default() -> Slots<T> {
        Slots { slots: Vec::new(), free: Vec::new(), left: Vec::new() }
    }
}

impl<T> Slots<T> {
    /// Finds a place for a newcomer.
    pub fn insert(&mut self, value: T) -> ClientId {
        let index = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, value: None });
            self.slots.len() - 1
        });
        assert!(index < LOW, "more clients than a ClientId can count");
        let slot = &mut self.slots[index];
        slot.value = Some(value);
        ClientId::at(index, slot.generation)
    }

    /// The client of that id, unless it has left.
    pub fn get_mut(&mut self, id: ClientId) -> Option<&mut T> {
        let slot = self.slots.get_mut(id.index())?;
        slot.value.as_mut().filter(|_| slot.generation == id.generation())
    }

    /// Takes a client out. Its place stays empty until [`recycle`] is called.
    ///
    /// [`recycle`]: Slots::recycle
    pub fn remove(&mut self, id: ClientId) -> Option<T> {
        let slot = self.slots.get_mut(id.index())?;
        let value = slot.value.take_if(|_| slot.generation == id.generation())?;
        // After 2^32 guests the count starts over; nobody's event is that old.
        slot.generation = (slot.generation + 1) & LOW;
        self.left.push(id.index());
        Some(value)
    }

    /// Makes the places of those who left free for others. Call it between
    /// two batches of events, never inside one.
    pub fn recycle(&mut self) {
        self.free.append(&mut self.left);
    }

    /// Everybody who is here.
    pub fn ids(&self) -> impl Iterator<Item = ClientId> {
        let taken = self.slots.iter().enumerate().filter(|(_, s)| s.value.is_some());
        taken.map(|(index, slot)| ClientId::at(index, slot.generation))
    }

    /// How many are here.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len() - self.left.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_id_does_not_find_the_newcomer_in_the_same_place() {
        let mut clients = Slots::default();
        let ann = clients.insert("ann");
        assert_eq!(clients.remove(ann), Some("ann"));
        clients.recycle();

        let bob = clients.insert("bob");
        assert_eq!(bob.index(), ann.index(), "bob got ann's place");
        assert_eq!(clients.get_mut(ann), None, "but not her events");
        assert_eq!(clients.remove(ann), None, "nor is he thrown out for her");
        assert_eq!(clients.get_mut(bob), Some(&mut "bob"));
    }

    #[test]
    fn a_place_left_within_a_batch_is_not_given_away_in_it() {
        let mut clients = Slots::default();
        let ann = clients.insert("ann");
        clients.remove(ann);
        let bob = clients.insert("bob");
        assert_ne!(bob.index(), ann.index());
        assert_eq!(clients.len(), 1);
    }

    #[test]
    fn whoever_stays_is_not_moved_when_another_leaves() {
        let mut clients = Slots::default();
        let [ann, bob, eve] = ["ann", "bob", "eve"].map(|who| clients.insert(who));
        clients.remove(ann);
        assert_eq!(clients.get_mut(bob), Some(&mut "bob"));
        assert_eq!(clients.ids().collect::<Vec<_>>(), [bob, eve]);
    }

    #[test]
    fn an_id_that_never_was_finds_nobody() {
        let mut clients: Slots<()> = Slots::default();
        assert_eq!(clients.get_mut(ClientId(usize::MAX)), None);
        assert_eq!(clients.remove(ClientId(3)), None);
    }
}
