//! The part of exercise 14 in which no descriptor is left.

use std::time::Duration;

use testkit::check;

use super::house::House;
use super::street::{EMFILE, ENFILE};
use super::{PAGE, SECOND, STRANDED};

/// Catches a loop that asks again at once, and one that never asks again, or not
/// after a turn that took longer than the pause.
#[test]
fn without_descriptors_the_loop_sleeps_a_little() {
    for errno in [EMFILE, ENFILE] {
        let check = check!(PAGE);
        let mut house = House::new(&check);
        house.street.free.set(1);
        house.street.full.set(errno);
        house.street.come(["ann", "bob"]);
        house.knock();
        let sleeps = house.run();
        house.are_in(["ann"], STRANDED);
        if sleeps.is_none_or(|pause| pause > SECOND) {
            check.fail(
                "a sleep of at most 1 s: bob waits outside",
                "it sleeps until the next knock, or for longer",
                "`accept` failed, and bob's knock is used up: without a timer only \
                 a further client would wake you.",
            );
        }
        if house.street.in_vain.get() > 1 {
            let got = format!("{} of them", house.street.in_vain.get());
            let cause = "the first call that fails for want of descriptors begins the \
                         pause, also where others succeeded just before.";
            check.fail("one call of accept without a descriptor", &got, cause);
        }
        check.note("house", "works on, and looks at the clock 1 s later");
        house.pass(SECOND);
        let sleeps = house.door.may_sleep(house.now);
        if sleeps != Some(Duration::ZERO) {
            let got = sleeps.map_or("for ever".into(), |s| format!("{s:?}"));
            check.fail(
                "no sleep: the pause is over, and bob waits outside",
                &format!("may_sleep: {got}"),
                "the end of a pause may be long past when `may_sleep` is asked: \
                 that is a sleep of zero, not one for ever.",
            );
        }
    }
}

/// Catches `as_millis`: the last part of a millisecond becomes a loop that spins.
#[test]
fn a_pause_is_slept_to_its_end() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.free.set(0);
    house.street.come(["ann"]);
    house.knock();
    let Some(pause) = house.run() else {
        check.fail(
            "a sleep of at most 1 s",
            "it sleeps until the next knock",
            STRANDED,
        )
    };
    let left = Duration::from_micros(400);
    house.pass(pause.saturating_sub(left));
    let sleep = house.door.may_sleep(house.now).unwrap_or(Duration::MAX);
    // Who rounds up to milliseconds is right as well.
    if !(left..=5 * left).contains(&sleep) {
        let cause = match sleep {
            Duration::ZERO => {
                "what is left was rounded down: the loop does not sleep, and turns in \
                 circles until the pause is over."
            }
            _ => {
                "it sleeps for what is left of the pause: remember when that ends, and \
                 count from `now` to there."
            }
        };
        let expected = format!("may_sleep: {left:?}, which is what is left");
        check.fail(&expected, &format!("may_sleep: {sleep:?}"), cause);
    }
}

/// Catches a pause that nothing ends but a knock, and a knock that gets lost in it.
#[test]
fn after_the_pause_the_door_opens_by_itself() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.free.set(0);
    house.street.come(["ann"]);
    house.knock();
    house.run();
    house.street.come(["bob"]);
    house.knock();
    house.run();
    check.note("process", "closes a file");
    house.street.free.set(3);
    house.run_for(SECOND);
    house.are_in(
        ["ann", "bob"],
        "when a pause is over the listener has to be asked again, without a knock.",
    );
    house.sleeps_for_ever(
        "the pause is over and everybody is inside: its timer is still running.",
    );
}

/// Catches a door that waits for its timer although there is a descriptor again.
#[test]
fn who_leaves_makes_room_at_once() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.free.set(1);
    house.street.come(["ann", "bob", "eve"]);
    house.knock();
    house.run();
    let cause = "a client who leaves gives its descriptor back: that ends the \
         pause, and the next turn follows at once.";
    house.leave("ann");
    house.run();
    house.are_in(["bob"], cause);
    house.leave("bob");
    house.run();
    house.are_in(["eve"], cause);
    house.leave("eve");
    house.sleeps_for_ever(
        "the pause is over and everybody was inside: its timer is still running.",
    );
}

/// Catches a pause that is none: ten times a second is often enough.
#[test]
fn a_full_house_costs_no_cpu() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.free.set(0);
    house.street.come(["ann"]);
    house.knock();
    house.run_for(10 * SECOND);
    let asked = house.street.in_vain.get();
    if !(5..=200).contains(&asked) {
        check.fail(
            "in 10 s without a descriptor, about 100 calls of accept",
            &format!("{asked} calls"),
            "after each failed `accept` a new pause of `PAUSE` begins, from `now`.",
        );
    }
    check.note("others", "chat: 500 turns within the pause");
    for _ in 0..500 {
        house.pass(SECOND / 100_000);
        house.turn();
    }
    let more = house.street.in_vain.get() - asked;
    if more > 10 {
        check.fail(
            "no further call of accept before the pause is over",
            &format!("{more} calls"),
            "there is a turn for every line that somebody inside says: look whether \
             the pause is over before you ask the listener.",
        );
    }
    check.note("street", "50 knocks within the pause");
    let asked = house.street.in_vain.get();
    for _ in 0..50 {
        house.pass(SECOND / 100_000);
        house.door.handle_knock();
        house.turn();
    }
    let knocked = house.street.in_vain.get() - asked;
    if knocked > 1 {
        check.fail(
            "no further call of accept before the pause is over",
            &format!("{knocked} calls"),
            "a knock brings no descriptor: during a pause it changes nothing.",
        );
    }
}

/// Catches a pause that begins anew with every turn: in a lively room it never ends.
#[test]
fn a_lively_room_does_not_prolong_the_pause() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.free.set(0);
    house.street.come(["ann"]);
    house.knock();
    house.run();
    check.note("process", "closes a file");
    house.street.free.set(1);
    check.note("others", "chat for 1 s, a turn each 10 ms");
    let asked = house.street.asked.get();
    for _ in 0..100 {
        house.pass(SECOND / 100);
        house.turn();
    }
    let has_opened = house.street.asked.get() > asked;
    let cause = match has_opened {
        true => "one more `accept` failed, and after it nobody asked again.",
        _ if house.door.may_sleep(house.now).is_none() => {
            "without descriptors ann still waits outside: without a timer only a \
             further client would wake you."
        }
        _ => {
            "a pause has a fixed end: remember the moment, and do not count from \
             `now` again in each turn."
        }
    };
    house.are_in(["ann"], cause);
}
