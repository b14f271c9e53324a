//! The checks of exercise 16: hours pass, and nobody waits for them.

#[path = "support/ex16_clock.rs"]
mod clock;

use std::time::Duration;

use chat::LineBuffer;
use clock::{Clock, MS, SECOND};
use testkit::{check, memory_held};

const PAGE: &str = "events/deadlines.md";

/// Catches a sleep until some other deadline, and time that is measured from the
/// moment when it was set.
#[test]
fn the_loop_sleeps_until_the_earliest_deadline() {
    let mut clock = Clock::new(check!(PAGE));
    clock.may_sleep(None, "there is no deadline");
    clock.set("ann", 5 * SECOND);
    clock.set("bob", 3 * SECOND);
    clock.set("eve", 9 * SECOND);
    let cause = "the sleep ends with the earliest deadline, counted from `now`.";
    clock.may_sleep(Some(3 * SECOND), cause);
    clock.pass(SECOND);
    clock.may_sleep(Some(2 * SECOND), cause);
    clock.expire(
        &[],
        "nobody's time is over yet: only a deadline that is `now` or earlier.",
    );
}

/// Catches a deadline that stays where it was because it hardly moved.
#[test]
fn a_deadline_moves_however_little() {
    let mut clock = Clock::new(check!(PAGE));
    for moved in [5 * SECOND, 5 * SECOND + MS, 5 * SECOND - MS] {
        clock.set("ann", moved);
        clock.may_sleep(Some(moved), "the last `set` holds, however near it is.");
    }
}

/// Catches `as_millis`: the last half of a millisecond becomes a loop that spins.
#[test]
fn a_sleep_is_never_cut_short() {
    for left in [Duration::from_nanos(1), MS * 2 / 5, MS * 7 / 5, 86_400 * SECOND] {
        let mut clock = Clock::new(check!(PAGE));
        clock.set("ann", left);
        clock.may_sleep(
            Some(left),
            "what is left was rounded down: the loop wakes \
             up too early, and then spins.",
        );
    }
}

/// What an answer other than zero means.
const MISSED: &str = "a deadline that has passed is due now, and not never: the \
                      loop would sleep for ever. `due - now` has to be zero.";

/// Catches a deadline that has passed, and counts as none.
#[test]
fn a_deadline_that_was_missed_is_due_at_once() {
    let mut clock = Clock::new(check!(PAGE));
    clock.set("ann", 5 * SECOND);
    clock.pass(3600 * SECOND);
    clock
        .check
        .likely("a deadline may lie in the past: `due - now` has to be zero then.");
    clock.may_sleep(Some(Duration::ZERO), MISSED);
    clock.check.likely("");
    clock.expire(&["ann"], "a deadline that has passed has come, however long ago.");
    clock.may_sleep(
        None,
        "all is done: only a deadline that is still there ends a sleep.",
    );
}

/// Catches `<` for `<=`: for a moment the loop may not sleep, with nothing to do.
#[test]
fn a_deadline_has_come_at_its_very_moment() {
    let mut clock = Clock::new(check!(PAGE));
    clock.set("ann", SECOND);
    clock.pass(SECOND);
    clock.may_sleep(Some(Duration::ZERO), "at its very moment a deadline has come.");
    clock.expire(
        &["ann"],
        "`next_timeout` is zero and `poll_expired` has nobody: the loop spins.",
    );
}

/// Catches one who is handed out twice, or in the wrong order.
#[test]
fn each_runs_out_of_time_once_the_earliest_first() {
    let mut clock = Clock::new(check!(PAGE));
    clock.set("ann", 5 * SECOND);
    clock.set("bob", 3 * SECOND);
    clock.set("eve", 4 * SECOND);
    clock.set("dan", 9 * SECOND);
    clock.pass(6 * SECOND);
    clock.expire(
        &["bob", "eve", "ann"],
        "`poll_expired` takes out the earliest one, and each only once.",
    );
    for (who, has) in [("ann", false), ("bob", false), ("dan", true)] {
        clock.has(
            who,
            has,
            "whose time is over has no deadline any more; the others keep theirs.",
        );
    }
}

/// Catches a map by time, in which the second one drives out the first.
#[test]
fn two_may_run_out_of_time_at_the_same_moment() {
    let mut clock = Clock::new(check!(PAGE));
    clock.set("ann", SECOND);
    clock.set("bob", SECOND);
    clock.set("eve", SECOND);
    clock.clear("bob");
    clock.pass(SECOND);
    clock.expire(
        &["ann", "eve"],
        "a moment is no key: several clients may have the same one.",
    );
}

/// Catches an old deadline that still runs after a new one was set.
#[test]
fn a_new_deadline_takes_the_place_of_the_old_one() {
    let cause = "the old deadline is still there: `set` has to take it away first.";
    let mut clock = Clock::new(check!(PAGE));
    clock.set("ann", SECOND);
    clock.set("ann", 9 * SECOND);
    clock.may_sleep(Some(9 * SECOND), cause);
    clock.pass(8 * SECOND);
    clock.expire(&[], cause);
    clock.set("ann", 8 * SECOND);
    clock.expire(&["ann"], "a deadline may be set to an earlier moment as well.");
    clock.pass(SECOND);
    clock.expire(&[], cause);
}

/// Catches deadlines that are left where they were until their time comes, or for
/// ever: a client that talks sets thousands of them.
#[test]
fn a_deadline_that_was_replaced_costs_no_memory() {
    let mut clock = Clock::new(check!(PAGE));
    // His comes first, so nothing that is behind it is met on the way.
    clock.set("bob", SECOND / 2);
    let before = memory_held();
    for n in 1..=100_000 {
        clock.deadlines.set("ann", clock.start + n * SECOND);
        // As the loop does in each turn.
        let _ = clock.deadlines.poll_expired(clock.now);
        let _ = clock.deadlines.next_timeout(clock.now);
    }
    let held = memory_held() - before;
    clock.check.note("loop", "set ann: 1s, 2s, 3s, ... (100000 times)");
    if held > 64 * 1024 {
        clock.check.fail(
            "two deadlines, in at most 64 KiB of memory",
            &format!("{held} bytes"),
            "each `set` leaves the old deadline behind, and memory grows with every \
             line: take the old one out.",
        );
    }
}

/// Catches a client who left and is thrown out all the same.
#[test]
fn a_deadline_that_was_cleared_never_comes() {
    let cause =
        "`clear` left something behind: its client has gone, or has left in time.";
    let mut clock = Clock::new(check!(PAGE));
    clock.clear("nobody");
    clock.set("ann", SECOND);
    clock.set("bob", 5 * SECOND);
    clock.clear("ann");
    clock.has("ann", false, cause);
    clock.may_sleep(Some(5 * SECOND), cause);
    clock.pass(2 * SECOND);
    clock.expire(&[], cause);
    clock.clear("bob");
    clock.may_sleep(None, cause);
}

/// Catches whatever the others do not: a plain list has to give the same answers.
#[test]
fn a_thousand_calls_at_random_have_the_answers_of_a_plain_list() {
    let mut clock = Clock::new(check!(PAGE));
    let mut random = 1_u32;
    for _ in 0..1000 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let who = ["ann", "bob", "eve", "dan"][(random >> 24) as usize % 4];
        match (random >> 16) % 8 {
            0..4 => {
                clock.set(who, clock.now - clock.start + (random >> 28) * SECOND)
            }
            4 => clock.clear(who),
            5 => clock.pass((random >> 29) * SECOND),
            _ => {
                let mut due = clock.list.clone();
                due.retain(|(when, _)| *when <= clock.now);
                due.sort_unstable();
                let due: Vec<_> = due.into_iter().map(|(_, who)| who).collect();
                clock.expire(
                    &due,
                    "a plain list answers otherwise after these steps: go through \
                     them by hand.",
                );
            }
        }
        let earliest = clock.list.iter().map(|(when, _)| *when).min();
        let left = earliest.map(|when| when.saturating_duration_since(clock.now));
        clock.may_sleep(
            left,
            "somebody is next who should not be, or is not who should be.",
        );
    }
}

/// Catches the timer that every byte winds up again: one byte every ten seconds
/// holds a place for ever.
#[test]
fn bytes_extend_no_deadline() {
    let mut clock = Clock::new(check!(PAGE));
    let mut lines = LineBuffer::default();
    clock.set("ann", 60 * SECOND);
    for _ in 0..5 {
        clock.pass(10 * SECOND);
        clock.hears("ann", &mut lines, b"x", 0);
    }
    clock.pass(10 * SECOND);
    clock.expire(
        &["ann"],
        "a byte is no line: ann has said nothing for a minute, \
         and each of her bytes has wound up the timer.",
    );
    clock.hears("ann", &mut lines, b"x", 0);
    clock.has("ann", false, "a byte is no line: it sets no deadline either.");
}

/// Catches a deadline that runs out on somebody who talks.
#[test]
fn a_complete_line_extends_the_deadline() {
    let mut clock = Clock::new(check!(PAGE));
    let mut lines = LineBuffer::default();
    clock.set("ann", 60 * SECOND);
    clock.set("bob", 999 * SECOND);
    let pieces: [(u32, &[u8], usize, u32); 5] = [
        (30, b"hello\n", 1, 60),
        (30, b"how ", 0, 30),
        (20, b"are you\nfi", 1, 60),
        (50, b"ne\n\nbye\nI", 3, 60),
        (50, b"\xff\n", 1, 60),
    ];
    for (later, piece, count, left) in pieces {
        clock.pass(later * SECOND);
        clock.hears("ann", &mut lines, piece, count);
        clock.may_sleep(
            Some(left * SECOND),
            "whoever completes a line, even an empty one, or one that is no text, has \
             `idle` from `now` on, whatever else came with it.",
        );
    }
    clock.has("bob", true, "a line of ann says nothing about bob.");
    clock.hears("eve", &mut LineBuffer::default(), b"hi\n", 1);
    clock.has(
        "eve",
        true,
        "a line sets a deadline also for one that has none: nobody may stay silent for \
         ever.",
    );
}
