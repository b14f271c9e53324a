//! The clients, and everybody who was ever one of them.

use exercises::ex13_slots::{ClientId, Slots};
use testkit::Check;

/// What a panic means while nobody is to be found.
const LATE: &str = "a report may be older than what became of its client: an id \
     that finds nobody is an ordinary case, and `None` the answer.";

/// The clients, and everybody who was ever one.
pub struct House {
    pub clients: Slots<&'static str>,
    pub guests: Vec<Visit>,
    pub batch: usize,
    pub check: Check,
}

pub struct Visit {
    pub who: &'static str,
    pub id: ClientId,
    /// The batch in which they left.
    pub left: Option<usize>,
}

impl House {
    pub fn new(check: Check) -> House {
        let clients = Slots::default();
        House { clients, guests: Vec::new(), batch: 0, check }
    }

    pub fn arrives(&mut self, who: &'static str) -> ClientId {
        self.check.note("clients", format!("{who} arrives"));
        let id = self.clients.insert(who);
        if id.0 >= usize::MAX - 1 {
            let cause = "the largest numbers name the listener and the waker: count \
                 from 0 up.";
            self.check.fail(
                "a number that is free for clients",
                &format!("{id:?}"),
                cause,
            );
        }
        if let Some(first) = self.guests.iter().find(|guest| guest.id == id) {
            let got = format!("{who} has the id of {}", first.who);
            let cause = match first.left {
                None => {
                    "two who are here cannot share an id: it must not follow from \
                     how many are here, and no place may be free twice."
                }
                Some(batch) if batch == self.batch => {
                    "a place was given away within the batch in which it was left, \
                     whose reports are still to come."
                }
                Some(_) => {
                    "an id came back: count how often its place was given away (a \
                     generation), or never use a number twice."
                }
            };
            self.check.fail(&format!("an id for {who} alone"), &got, cause);
        }
        self.guests.push(Visit { who, id, left: None });
        self.look();
        id
    }

    pub fn leaves(&mut self, id: ClientId) {
        let batch = self.batch;
        let guest = self.guests.iter_mut().find(|guest| guest.id == id);
        let guest = guest.expect("it has arrived");
        guest.left = Some(batch);
        let who = guest.who;
        self.check.note("clients", format!("{who} leaves"));
        let came = self.clients.remove(id);
        if came != Some(who) {
            let cause = "whoever leaves has to be handed back: the loop closes that \
                 connection.";
            self.check.fail(
                &format!("remove returns {:?}", Some(who)),
                &format!("{came:?}"),
                cause,
            );
        }
        self.look();
    }

    pub fn leaves_again(&mut self, id: ClientId, why: &str) {
        self.check.note("clients", "ann is removed once more");
        self.check.likely(LATE);
        let came = self.clients.remove(id);
        self.check.likely("");
        if let Some(who) = came {
            let expected = format!("remove returns None: {why}");
            let cause = "`remove` has to look at the whole id, as `get_mut` does, \
                 and not at the place alone.";
            self.check.fail(&expected, &format!("{who} was removed"), cause);
        }
        self.look();
    }

    pub fn next_batch(&mut self) {
        self.check.note("loop", "recycle, next batch");
        self.clients.recycle();
        self.batch += 1;
        self.look();
    }

    /// Asks for everybody who ever was here.
    pub fn look(&mut self) {
        for at in 0..self.guests.len() {
            let Visit { who, id, left: None } = self.guests[at] else { continue };
            let came = self.clients.get_mut(id).copied();
            if came != Some(who) {
                let cause = "who stays was moved or overwritten: nobody's place may \
                     change because of another.";
                let expected = format!("{who}'s id finds {who}");
                self.check.fail(&expected, &found(came), cause);
            }
        }
        for at in 0..self.guests.len() {
            let Visit { who, id, left: Some(_) } = self.guests[at] else { continue };
            self.finds_nobody(id, &format!("{who} has left"));
        }
    }

    pub fn finds_nobody(&mut self, id: ClientId, why: &str) {
        self.check.likely(LATE);
        let came = self.clients.get_mut(id).copied();
        self.check.likely("");
        if came.is_some() {
            let expected = format!("the id finds nobody: {why}");
            let cause = "an id is valid only as long as who got it is here; compare \
                 all of it.";
            self.check.fail(&expected, &found(came), cause);
        }
    }

    pub fn is_listed(&mut self) {
        let here = self.guests.iter().filter(|guest| guest.left.is_none());
        let mut expected: Vec<_> = here.map(|guest| guest.id).collect();
        let mut listed: Vec<_> = self.clients.ids().collect();
        expected.sort_unstable();
        listed.sort_unstable();
        if listed != expected {
            let cause = if listed.len() > expected.len() {
                "`ids` has to list those who are here: an empty place has no id."
            } else {
                "`ids` has to list everybody who is here, by the very id that \
                 `insert` gave them."
            };
            let names = |ids: &[ClientId]| {
                let guests =
                    self.guests.iter().filter(|guest| ids.contains(&guest.id));
                guests.map(|guest| guest.who).collect::<Vec<_>>().join(", ")
            };
            let expected =
                format!("ids of {} clients: {}", expected.len(), names(&expected));
            let got = format!("{}: {}", listed.len(), names(&listed));
            self.check.fail(&expected, &got, cause);
        }
        let came = (self.clients.len(), self.clients.is_empty());
        let expected = (expected.len(), expected.is_empty());
        if came != expected {
            let say = |(len, is_empty)| format!("len {len}, is_empty {is_empty}");
            let cause = "a place is empty from `remove` on, long before `recycle` \
                 makes it free.";
            self.check.fail(&say(expected), &say(came), cause);
        }
    }
}

fn found(came: Option<&str>) -> String {
    came.map_or("it finds nobody".to_owned(), |who| format!("it finds {who}"))
}
