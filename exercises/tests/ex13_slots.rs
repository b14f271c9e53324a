//! The checks of exercise 13: people come and go, and reports arrive late.
//!
//! After each step every id that was ever given out is looked up: see
//! `House::look`.

#[path = "support/ex13_house.rs"]
mod house;

use exercises::ex13_slots::{ClientId, Slots};
use house::House;
use testkit::{check, memory_held};

const PAGE: &str = "events/slots.md";

/// What a visit that never ends means.
const TOO_SLOW: &str = "each visit costs more than the one before: `insert` and \
     `recycle` must not look at everybody who ever came.";

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
    house.leaves(ann);
    house.check.note("clients", "ids that were given to nobody are removed");
    for bit in 0..usize::BITS {
        let id = ClientId(ann.0 ^ 1 << bit);
        if id != bob {
            house.clients.remove(id);
        }
    }
    house.next_batch();
    for who in ["eve", "dan"] {
        house.arrives(who);
    }
    house.is_listed();
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

/// Catches an id in which too few bits are left for the places.
#[test]
fn ten_thousand_clients_are_told_apart() {
    let check = check!(PAGE);
    let mut clients = Slots::default();
    let mut ids: Vec<_> = (0..5_000).map(|guest| clients.insert(guest)).collect();
    for guest in (0..5_000).step_by(2) {
        clients.remove(ids[guest]);
    }
    clients.recycle();
    for guest in (0..5_000).step_by(2) {
        ids[guest] = clients.insert(guest);
    }
    ids.extend((5_000..10_000).map(|guest| clients.insert(guest)));
    check.note("clients", "10000 arrive; 2500 of them in the places of others");
    let mut is_lost = |(guest, id): &(usize, ClientId)| {
        clients.get_mut(*id).copied() != Some(*guest)
    };
    let wrong = ids.into_iter().enumerate().filter(&mut is_lost).count();
    if wrong > 0 {
        check.fail(
            "10000 clients, each found by its own id",
            &format!("{wrong} ids find nobody, or somebody else"),
            "two pairs of place and generation make the same number: leave half of \
             the bits to each.",
        );
    }
}

/// Catches an id with sixteen bits for the place, where there are more to be had.
#[cfg(target_pointer_width = "64")]
#[test]
fn seventy_thousand_who_are_here_are_told_apart() {
    let check = check!(PAGE);
    let mut clients = Slots::default();
    check.likely(
        "a free place must not be looked for among all of them; and more than 65536 \
         may be here: leave half of the bits of an id to the place.",
    );
    let ids: Vec<_> = (0..70_000).map(|guest| clients.insert(guest)).collect();
    check.likely(
        "more than 65536 may be here at once: leave half of the bits of an id to \
         the place.",
    );
    check.note("clients", "70000 arrive, and nobody leaves");
    // Each hundredth will do, for those who search.
    for (guest, id) in ids.into_iter().enumerate().step_by(100) {
        let came = clients.get_mut(id).copied();
        if came != Some(guest) {
            let expected = format!("the id of number {guest} finds number {guest}");
            let got =
                came.map_or("nobody".into(), |other| format!("number {other}"));
            check.timeline().fail(&expected, &got);
        }
    }
}

/// Catches generations that are thrown away with the places after a rush.
#[test]
fn ids_of_a_rush_that_is_over_find_nobody() {
    let check = check!(PAGE);
    let mut clients = Slots::default();
    let mut rush = || {
        let ids: Vec<_> = (0..5_000).map(|guest| clients.insert(guest)).collect();
        for id in &ids {
            clients.remove(*id);
        }
        clients.recycle();
        ids
    };
    let mut ids = [rush(), rush()].concat();
    check.note("clients", "5000 arrive and leave (2 times)");
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < 10_000 {
        check.fail(
            "10000 ids",
            &format!("{} of them came back", 10_000 - ids.len()),
            "how often a place was given away must not be forgotten, even when nobody is \
             here any more: a report from the rush may be on its way.",
        );
    }
}

/// Catches a small counter of generations: it starts over, and ann is back.
#[test]
fn an_id_is_its_own_for_sixty_five_thousand_visits() {
    let mut house = House::new(check!(PAGE));
    let ann = house.arrives("ann");
    house.leaves(ann);
    house.check.likely(TOO_SLOW);
    // A count of the batches is none of the visits: it may start over meanwhile.
    house.check.note("loop", "recycle (65535 times)");
    (0..65_535).for_each(|_| house.clients.recycle());
    for visit in 1..=65_000 {
        house.clients.recycle();
        let bob = house.clients.insert("bob");
        if bob == ann {
            let visits = format!("bob arrives and leaves ({visit} times)");
            house.check.note("clients", visits);
            house.check.fail(
                "an id that is bob's own",
                "he has ann's",
                "the count of how often a place was given away started over: give \
                 it more bits.",
            );
        }
        house.clients.remove(bob);
    }
}

/// Catches places that are never given away again: each visit costs for ever.
#[test]
fn a_server_does_not_grow_with_each_visit() {
    let check = check!(PAGE);
    check.likely(TOO_SLOW);
    let before = memory_held();
    let mut clients = Slots::default();
    for _ in 0..10_000 {
        let ids = ["bob", "eve", "dan"].map(|who| clients.insert(who));
        for id in ids {
            clients.remove(id);
        }
        clients.recycle();
    }
    let held = memory_held() - before;
    check.note("clients", "three arrive, all leave, next batch (10000 times)");
    if held > 4096 {
        check.fail(
            "after 30000 visits, at most 4 KiB of memory",
            &format!("{held} bytes, and nobody is here"),
            "`recycle` has to make the places that were left free, and `insert` has \
             to use those first.",
        );
    }
}
