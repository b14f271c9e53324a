//! The checks of exercise 14: a street, people who come to the door, and a clock
//! that is put forward by hand.

#[path = "support/ex14_street.rs"]
mod street;

use std::io::{self, ErrorKind};
use std::time::Duration;

use street::{EMFILE, ENFILE, House, SCANNER, address};
use testkit::check;

const PAGE: &str = "events/accepting.md";
const SECOND: Duration = Duration::from_secs(1);

/// What it means that somebody is still outside after one knock.
const STRANDED: &str = "the kernel knocks once, however many wait: accept until \
     `WouldBlock`, or have the next turn follow at once.";

/// Catches one `accept` for each event: the others stand outside until someone else
/// comes.
#[test]
fn one_knock_lets_in_everybody_who_waits() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.come(["ann", "bob", "eve"]);
    house.knock();
    house.run();
    house.are_in(["ann", "bob", "eve"], STRANDED);
    house.street.come(["dan"]);
    house.knock();
    house.run();
    house.are_in(["ann", "bob", "eve", "dan"], STRANDED);
}

/// Catches a share for each turn that is not continued in the next one.
#[test]
fn a_crowd_is_let_in_to_the_last_one() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.come(["somebody"; 1000]);
    house.knock();
    house.run();
    let inside = house.inside.len();
    if inside != 1000 {
        let got = format!("{inside}, and the loop sleeps");
        check.fail("1000 people inside", &got, STRANDED);
    }
}

/// Catches a loop that wakes up, again and again, though nobody is there.
#[test]
fn a_quiet_door_lets_the_loop_sleep_for_ever() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    check.note("street", "nobody is there");
    house.knock();
    house.sleeps_for_ever(
        "a knock is only a hint: after `WouldBlock` nobody waits, \
         and only the next knock brings a change.",
    );
    house.street.come(["ann"]);
    house.knock();
    house.sleeps_for_ever("everybody is inside: no timer has to run.");
    house.leave("ann");
    house.sleeps_for_ever(
        "a client who leaves is of interest only to those who wait.",
    );
}

/// Catches a signal that is taken for a reason to give up.
#[test]
fn a_signal_does_not_end_the_accepting() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.fails(ErrorKind::Interrupted.into());
    house.street.come(["ann"]);
    house.street.fails(ErrorKind::Interrupted.into());
    house.street.come(["bob"]);
    house.knock();
    house.run();
    house.are_in(
        ["ann", "bob"],
        "`Interrupted` means that a signal came before the answer: ask once more.",
    );
}

/// Catches one who hung up in the queue and takes the others, or the server, along.
#[test]
fn whoever_gave_up_keeps_nobody_waiting() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.fails(ErrorKind::ConnectionAborted.into());
    house.street.come(["ann"]);
    for _ in 0..50 {
        house.street.fails(ErrorKind::ConnectionAborted.into());
    }
    house.street.come(["bob"]);
    house.knock();
    house.run();
    house.are_in(
        ["ann", "bob"],
        "`ConnectionAborted` is about one client who has \
         given up, at no cost: the next one is let in at once.",
    );
}

/// Catches a list of errors that are survived, on which one is missing.
#[test]
fn no_error_of_accept_is_the_last_one() {
    // ENOMEM, ENFILE, EPROTO, ENETDOWN, ENOBUFS, EHOSTUNREACH, and one unheard of.
    for errno in [12, 23, 71, 100, 105, 113, 9999] {
        let check = check!(PAGE);
        let mut house = House::new(&check);
        house.street.fails(io::Error::from_raw_os_error(errno));
        house.street.come(["ann"]);
        house.knock();
        house.run_for(SECOND);
        house.are_in(
            ["ann"],
            "after an error that you do not know, try again a \
             little later: somebody may wait.",
        );
    }
}

/// Catches a loop that asks again at once, and one that never asks again.
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
    let cause = match (house.street.came.get(), has_opened) {
        (1, _) => "ann was accepted, and is not among those who are returned.",
        (_, true) => "one more `accept` failed, and after it nobody asked again.",
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

/// Catches `peer_addr().unwrap()`: whoever scans for open ports ends the server.
#[test]
fn whoever_resets_before_being_let_in_harms_nobody() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.come(["ann", SCANNER, "bob"]);
    check.note(SCANNER, "resets its connection");
    house.knock();
    house.run();
    house.inside.retain(|(who, _)| *who != SCANNER);
    house.are_in(
        ["ann", "bob"],
        "a client that is gone already concerns none but itself.",
    );
}

/// Catches a client without `TCP_NODELAY`, and one with somebody else's address.
#[test]
fn everybody_is_handed_over_ready() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.come(["ann", "bob"]);
    house.knock();
    house.run();
    house.are_in(["ann", "bob"], STRANDED);
    for (at, (who, addr)) in house.inside.iter().enumerate() {
        if *addr != address(at) {
            let cause = "the address has to be the one that came with this client.";
            let expected = format!("{who} at {}", address(at));
            check.fail(&expected, &addr.to_string(), cause);
        }
    }
    if house.street.nodelay.get() != 2 {
        let got = format!("for {} of them", house.street.nodelay.get());
        let cause =
            "without `set_nodelay(true)` a short line may wait 40 ms in the kernel.";
        check.fail("TCP_NODELAY for both", &got, cause);
    }
}
