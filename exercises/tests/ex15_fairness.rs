//! The checks of exercise 15: ann talks a lot, bob says one line.
//!
//! In every turn, `Loop::turn` looks whether anybody got more than a share.

#[path = "support/ex15_ends.rs"]
mod ends;
#[path = "support/ex15_people.rs"]
mod people;
#[path = "support/ex15_wire.rs"]
mod wire;

use people::{Loop, bytes, lines, so_many};
use testkit::{ReadStep, check};

const PAGE: &str = "events/fairness.md";

/// What it means that the loop sleeps while the kernel has more.
const STILL_READY: &str = "whoever has used up a share is still ready, and the \
     kernel will not say so again: remember it, and do not sleep. Only `WouldBlock` \
     says that it has no more.";

/// Catches a client that is read until `WouldBlock`, however much it says.
#[test]
fn bob_waits_for_one_share_of_ann_at_most() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann", "bob"]);
    house.arrives("ann", lines(3000).chunks(50).map(bytes));
    for _ in 0..3 {
        house.arrives("bob", [ReadStep::bytes("hi\n")]);
        let before = house.heard_before("bob");
        if before > 128 {
            check.fail(
                "at most 128 lines of ann before that of bob",
                &so_many(before),
                "who has used up a share goes to the end of the queue.",
            );
        }
    }
}

/// Catches two reports of one client that are taken for two clients.
#[test]
fn a_report_that_comes_twice_brings_one_share() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    house.arrives("ann", lines(3000).chunks(50).map(bytes));
    for _ in 0..5 {
        house.report("ann");
        house.report("ann");
        house.turn();
    }
    house.run();
    house.has_said("ann", &lines(3000), STILL_READY);
}

/// Catches a share that is counted in lines only (there may be none), or in reads
/// (each may fill whatever buffer it is given).
#[test]
fn bytes_without_a_newline_hold_nobody_up() {
    for in_a_read in [1000, 1024 * 1024] {
        let check = check!(PAGE);
        let mut house = Loop::new(&check, ["ann", "bob"]);
        house.never_stops("ann", &vec![b'x'; in_a_read]);
        house.arrives("bob", [ReadStep::bytes("hi\n")]);
        house.heard_before("bob");
    }
}

/// Catches a share that is counted in good lines only: there may be none.
#[test]
fn bad_lines_count_too() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    let bad = b"\xff\n".repeat(300);
    house.arrives("ann", [ReadStep::bytes([&bad[..], b"hi\n"].concat())]);
    house.turn();
    if !house.said("ann").is_empty() {
        check.fail(
            "a share of ann's 300 bad lines, and \"hi\" in a later turn",
            "\"hi\" in the first turn",
            "a line that is too long or not UTF-8 counts like any other, or bad \
             ones hold everybody up.",
        );
    }
    house.run();
    let cause = match house.said("ann").is_empty() {
        true => STILL_READY,
        false => "bad lines are counted, not handed on.",
    };
    house.has_said("ann", &["hi".to_owned()], cause);
}

/// Catches a stack instead of a queue: the last one to speak goes on for ever.
#[test]
fn two_who_never_stop_take_turns() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann", "eve"]);
    house.never_stops("ann", b"la\n");
    house.never_stops("eve", b"la\n");
    (0..40).for_each(|_| house.turn());
    let [ann, eve] = ["ann", "eve"].map(|who| house.said(who).len());
    if ann.min(eve) * 3 < ann.max(eve) {
        check.fail(
            "about as many lines of ann as of eve",
            &format!("{ann} of ann, {eve} of eve"),
            "the same one is always served first: take from one end of the queue, \
             and put back at the other.",
        );
    }
}

/// Catches the budget that loses the rest: after it nobody wakes the loop.
#[test]
fn what_a_share_leaves_in_the_kernel_is_heard_without_a_report() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    house.arrives("ann", lines(3000).chunks(50).map(bytes));
    house.run();
    house.has_said("ann", &lines(3000), STILL_READY);
}

/// The same for the other count: these bytes are used up long before the lines.
#[test]
fn what_a_share_of_bytes_leaves_is_heard_without_a_report() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    let long = |n| format!("{n} {}", "x".repeat(490));
    let long: Vec<_> = (100..200).map(long).collect();
    house.arrives("ann", long.chunks(2).map(bytes));
    // What a share of long lines left of its 128 is not saved for short ones.
    house.arrives("ann", [bytes(&lines(300))]);
    house.run();
    house.has_said("ann", &[long, lines(300)].concat(), STILL_READY);
}

/// Catches lines that were read and then left in the line buffer.
#[test]
fn lines_that_are_here_already_are_heard_without_a_report() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    house.arrives("ann", [bytes(&lines(300))]);
    house.run();
    let cause = "these lines were read already and wait in the line buffer: the \
                 kernel will never report bytes that are here.";
    house.has_said("ann", &lines(300), cause);
}

/// Catches one read for each report, and a short read that is taken for the end.
#[test]
fn only_would_block_says_that_the_kernel_has_no_more() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    house.arrives(
        "ann",
        ["li", "ne 1\nline", " 2\n", "line 3\n"].map(ReadStep::bytes),
    );
    house.run();
    let cause = "one read for each report is not enough, and a short one need not \
                 be the last: the edge is used up, read until `WouldBlock`.";
    house.has_said("ann", &lines(3), cause);
}

/// Catches a signal that ends the reading.
#[test]
fn a_signal_does_not_end_the_reading() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    house.arrives("ann", [ReadStep::Interrupted, bytes(&lines(1))]);
    house.run();
    let cause =
        "`Interrupted` means that a signal came before the answer: read again.";
    house.has_said("ann", &lines(1), cause);
}

/// Catches a round through all clients, and a report that drives out another one.
#[test]
fn those_who_were_reported_are_read_and_nobody_else() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann", "bob", "eve", "dan"]);
    for who in ["ann", "bob", "eve"] {
        house.arrives(who, [bytes(&lines(1))]);
    }
    house.run();
    for who in ["ann", "bob", "eve"] {
        let cause =
            "all the reports of a batch come before the turn: remember each.";
        house.has_said(who, &lines(1), cause);
    }
    let reads = house.reads_of("ann");
    house.arrives("bob", [bytes(&lines(1))]);
    house.run();
    if house.reads_of("dan") > 0 || house.reads_of("ann") > reads {
        check.fail(
            "no read from dan, and none from ann after her `WouldBlock`",
            "a read that could bring nothing",
            "of ten thousand clients a few are ready: read from those alone.",
        );
    }
}
