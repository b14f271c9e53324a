//! The checks of exercise 14: a street, people who come to the door, and a clock
//! that is put forward by hand.

#[path = "support/ex14_full_house.rs"]
mod full_house;
#[path = "support/ex14_house.rs"]
mod house;
#[path = "support/ex14_street.rs"]
mod street;

use std::io::{self, ErrorKind};
use std::time::Duration;

use house::House;
use street::{SCANNER, address};
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

/// Catches a share for each turn that is not continued in the next one, be it as
/// large as a thousand.
#[test]
fn a_crowd_is_let_in_to_the_last_one() {
    let check = check!(PAGE);
    let mut house = House::new(&check);
    house.street.come(["somebody"; 5000]);
    house.knock();
    house.run();
    let inside = house.inside.len();
    if inside != 5000 {
        let got = format!("{inside}, and the loop sleeps");
        check.fail("5000 people inside", &got, STRANDED);
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
