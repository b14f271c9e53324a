//! The part of exercise 18 in which bob is owed too much.

use exercises::ex18_slow_reader::Event::{Readable, Writable};
use testkit::check;

use super::people::{People, long};
use super::{PAGE, said_by_ann};

/// Catches memory that grows with bob's silence (C4), and lines that are left out
/// instead, which leaves a hole in what he reads (C5).
#[test]
fn whoever_is_owed_more_than_the_limit_is_disconnected() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100, ["ann", "bob", "cat"]);
    room["bob"].has_room(7);
    room.says("ann", &long(50));
    room.turn(&[Readable("ann")]);
    room.says("ann", &long(58));
    room.expect_gone(&[Readable("ann")], &["bob"]);
    room.heard_the_start_of("bob", &said_by_ann(&[50, 58]));
    room.heard("cat", &said_by_ann(&[50, 58]));
}

/// Catches a limit that is off by one.
#[test]
fn to_reach_the_limit_is_not_to_exceed_it() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100, ["ann", "bob"]);
    room["bob"].has_room(7);
    room.says("ann", &long(50));
    room.turn(&[Readable("ann")]);
    room.says("ann", &long(57));
    room.turn(&[Readable("ann")]);
    room["bob"].has_room(usize::MAX);
    room.turn(&[Writable("bob")]);
    room.heard("bob", &said_by_ann(&[50, 57]));
}

/// Catches a limit on what bob was ever owed, not on what waits for him.
#[test]
fn a_reader_that_is_slow_but_steady_stays() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100, ["ann", "bob"]);
    for _ in 0..20 {
        room["bob"].has_room(50);
        room.says("ann", &long(50));
        room.turn(&[Readable("ann"), Writable("bob")]);
    }
    room.heard("bob", &said_by_ann(&[50; 20]));
}

/// Catches a judgement before the kernel was asked (C5): much is said at once.
#[test]
fn nobody_is_disconnected_for_what_the_kernel_takes_in_the_same_turn() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100, ["ann", "bob", "cat"]);
    room["bob"].has_room(0);
    room.says("ann", &long(90));
    room.turn(&[Readable("ann")]);
    room["bob"].has_room(usize::MAX);
    (0..3).for_each(|_| room.says("ann", &long(90)));
    room.turn(&[Readable("ann"), Writable("bob")]);
    room.heard("bob", &said_by_ann(&[90; 4]));
    room.heard("cat", &said_by_ann(&[90; 4]));
}

/// Catches a list that is changed while it is gone through (C7).
#[test]
fn two_slow_readers_are_disconnected_and_nobody_else() {
    let check = check!(PAGE);
    for slow in [["bob", "cat"], ["cat", "dan"], ["bob", "eve"], ["dan", "eve"]] {
        let everybody = ["ann", "bob", "cat", "dan", "eve"];
        let mut room = People::enter(&check, 100, everybody);
        slow.iter().for_each(|name| room[name].has_room(0));
        room.says("ann", &long(101));
        room.expect_gone(&[Readable("ann")], &slow);
        room.says("ann", "anybody?");
        room.turn(&[Readable("ann")]);
        for name in &everybody[1..] {
            if !slow.contains(name) {
                room.heard(name, &(said_by_ann(&[101]) + "ann: anybody?\n"));
            }
        }
    }
}
