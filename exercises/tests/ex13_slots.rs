//! The checks of exercise 13: people come and go, and reports arrive late.
//!
//! After each step every id that was ever given out is looked up: see
//! `House::look`.

use exercises::ex13_slots::{ClientId, Slots};
use testkit::{Check, check, memory_held};

const PAGE: &str = "events/slots.md";

/// What a panic means while nobody is to be found.
const LATE: &str = "a report may be older than what became of its client: an id \
     that \
                    finds nobody is an ordinary case, and `None` the answer.";

/// Catches places that move, as after `swap_remove` or `Vec::remove`.
#[test]
fn whoever_stays_is_found_when_another_leaves() {
    for leaver in 0..3 {
        let mut house = House::new(check!(PAGE));
        let ids = ["ann", "bob", "eve"].map(|who| house.arrives(who));
        house.leaves(ids[leaver]);
        house.next_batch();
    }
}

/// Catches an id that depends on how many are here.
#[test]
fn a_newcomer_takes_the_place_of_nobody_who_is_here() {
    let mut house = House::new(check!(PAGE));
    let [ann, _bob] = ["ann", "bob"].map(|who| house.arrives(who));
    house.leaves(ann);
    for who in ["eve", "dan"] {
        house.next_batch();
        house.arrives(who);
    }
}

/// Catches an id that is used again: ann's last report throws bob out.
#[test]
fn a_late_report_about_ann_does_not_find_bob() {
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.leaves(ann);
    house.next_batch();
    house.arrives("bob");
}

/// Catches the same within one batch, where the report is sure to come.
#[test]
fn a_newcomer_of_the_same_batch_is_not_taken_for_who_left_in_it() {
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.next_batch();
    house.leaves(ann);
    house.arrives("bob");
}

/// Catches a `remove` that trusts the place, while `get_mut` looks at the id.
#[test]
fn bob_is_not_thrown_out_for_ann() {
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.leaves(ann);
    house.next_batch();
    house.arrives("bob");
    house.leaves_again(ann, "she has left, and her place is bob's");
}

/// Catches a place that goes on the list of free ones twice.
#[test]
fn to_leave_twice_frees_one_place() {
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.leaves(ann);
    house.leaves_again(ann, "she has left already");
    for who in ["bob", "eve", "dan"] {
        house.next_batch();
        house.arrives(who);
    }
}

/// Catches a look-up that panics, for a report that nobody waits for any more.
#[test]
fn an_id_that_never_was_finds_nobody() {
    let mut house = House::new(check!(PAGE));
    for number in [0, 3, usize::MAX, usize::MAX - 1] {
        house.finds_nobody(ClientId(number), "nobody has arrived yet");
    }
    let [ann, bob] = ["ann", "bob"].map(|who| house.arrives(who));
    for bit in 0..usize::BITS {
        let id = ClientId(ann.0 ^ 1 << bit);
        if id != bob {
            house.finds_nobody(id, "that number was given to nobody");
        }
    }
}

/// Catches a list or a count that holds those who left, or nobody new.
#[test]
fn those_who_are_here_are_listed_and_counted() {
    let mut house = House::new(check!(PAGE));
    house.is_listed();
    let [ann, _, eve] = ["ann", "bob", "eve"].map(|who| house.arrives(who));
    house.is_listed();
    house.leaves(ann);
    house.is_listed();
    house.next_batch();
    house.is_listed();
    house.arrives("dan");
    house.leaves(eve);
    house.is_listed();
}

/// Catches a small counter of generations: it starts over, and ann is back.
#[test]
fn an_id_is_its_own_for_a_hundred_thousand_visits() {
    let visits = if usize::BITS < 64 { 60_000 } else { 100_000 };
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.leaves(ann);
    for visit in 1..=visits {
        house.clients.recycle();
        let bob = house.clients.insert("bob");
        if bob == ann {
            let visits = format!("bob arrives and leaves ({visit} times)");
            house.check.note("clients", visits);
            house.check.fail(
                "an id that is bob's own",
                "he has ann's",
                "the count of how often a place was given away started over: give \
                 it \
                 more bits.",
            );
        }
        house.clients.remove(bob);
    }
}

/// Catches places that are never given away again: each visit costs for ever.
#[test]
fn a_server_does_not_grow_with_each_visit() {
    let check = check!(PAGE);
    let before = memory_held();
    let mut clients = Slots::default();
    for _ in 0..10_000 {
        let id = clients.insert("bob");
        clients.remove(id);
        clients.recycle();
    }
    let held = memory_held() - before;
    check.note("clients", "bob arrives, leaves, next batch (10000 times)");
    if held > 4096 {
        check.fail(
            "after 10000 visits, at most 4 KiB of memory",
            &format!("{held} bytes, and nobody is here"),
            "`recycle` has to make the places that were left free, and `insert` has \
             to \
             use those first.",
        );
    }
}

/// The clients, and everybody who was ever one.
struct House {
    clients: Slots<&'static str>,
    guests: Vec<Visit>,
    batch: usize,
    check: Check,
}

struct Visit {
    who: &'static str,
    id: ClientId,
    /// The batch in which they left.
    left: Option<usize>,
}

impl House {
    fn new(check: Check) -> House {
        let clients = Slots::default();
        House { clients, guests: Vec::new(), batch: 0, check }
    }

    fn arrives(&mut self, who: &'static str) -> ClientId {
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

    fn leaves(&mut self, id: ClientId) {
        let batch = self.batch;
        let guest = self.guests.iter_mut().find(|guest| guest.id == id).unwrap();
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

    fn leaves_again(&mut self, id: ClientId, why: &str) {
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

    fn next_batch(&mut self) {
        self.check.note("loop", "recycle, next batch");
        self.clients.recycle();
        self.batch += 1;
        self.look();
    }

    /// Asks for everybody who ever was here.
    fn look(&mut self) {
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

    fn finds_nobody(&mut self, id: ClientId, why: &str) {
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

    fn is_listed(&mut self) {
        let here = self.guests.iter().filter(|guest| guest.left.is_none());
        let mut expected: Vec<_> = here.map(|guest| guest.id).collect();
        let mut listed: Vec<_> = self.clients.ids().collect();
        expected.sort_unstable();
        listed.sort_unstable();
        if listed != expected {
            let names = |ids: &[ClientId]| {
                let guests =
                    self.guests.iter().filter(|guest| ids.contains(&guest.id));
                guests.map(|guest| guest.who).collect::<Vec<_>>().join(", ")
            };
            let expected =
                format!("ids of {} clients: {}", expected.len(), names(&expected));
            let got = format!("{}: {}", listed.len(), names(&listed));
            let cause =
                "`ids` has to list those who are here: an empty place has no id.";
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
