//! The checks of exercise 10: ann's socket, and the question about it.
//!
//! Each plays a moment of her life and then lets the poller report, once for each
//! question, until there is nothing more to report. Then the server sleeps, and
//! nothing may be left undone.

#[path = "ex10_interest/socket.rs"]
mod socket;
#[path = "ex10_interest/world.rs"]
mod world;

use exercises::ex10_interest::Client;
use testkit::check;

use socket::Socket;
use world::{BOTH, NOTHING, READABLE, WRITABLE, World, words};

const PAGE: &str = "readiness/interest.md";
const PLENTY: usize = 10_000;

/// Catches interest that does not follow from the state (R6, R10, R11, R12).
#[test]
fn interest_follows_from_the_state() {
    let check = check!(PAGE);
    for (has_ended, owed, expected) in [
        (false, 0, READABLE),
        (false, 6, BOTH),
        (false, 1_000_000, BOTH),
        (true, 6, WRITABLE),
        (true, 0, NOTHING),
    ] {
        let mut ann = Client::new(Socket::default());
        (ann.has_ended, ann.owed) = (has_ended, vec![b'x'; owed]);
        // Twice, and from the state alone: nothing happened in between.
        for came in [ann.interest(), ann.interest()] {
            let cause = match (came.readable, came.writable) {
                (_, false) if expected.writable => {
                    "she is owed something: only who asks for writability hears that \
                     there is room for it."
                }
                (_, true) if !expected.writable => {
                    "nothing is owed to her: to ask for writability now means to be \
                     told about it without end."
                }
                (false, _) => {
                    "she has not ended, and may say something at any time."
                }
                (true, _) => {
                    "her end was read: there is nothing to be read any more."
                }
            };
            if came != expected {
                let ended = if has_ended { "has ended" } else { "has not ended" };
                let state = format!("she {ended} and is owed {owed} bytes");
                check.timeline().note("ann", state);
                check.fail(words(expected), words(came), cause);
            }
        }
    }
}

/// Catches a question that is asked only once (R5).
#[test]
fn after_a_report_the_poller_is_asked_anew() {
    let check = check!(PAGE);
    let mut world = World::new(&check, PLENTY);
    world.ann_says("one\n");
    world.settles();
    world.ann_says("two\n");
    world.settles();
    world.has_heard("one\ntwo\n", "when `readable` is reported, read.");
}

/// Catches a way out of `handle` that goes past the question (R5).
#[test]
fn after_a_wrong_report_the_poller_is_asked_anew() {
    for report in [READABLE, WRITABLE, BOTH, NOTHING] {
        let check = check!(PAGE);
        let mut world = World::new(&check, PLENTY);
        world.reports(report);
        world.ann_says("hello\n");
        world.settles();
        world.has_heard("hello\n", "when `readable` is reported, read.");
    }
}

/// Catches interest in writing that replaces the one in reading (R6).
#[test]
fn who_does_not_read_is_heard_all_the_same() {
    let check = check!(PAGE);
    let mut world = World::new(&check, 3);
    world.is_owed("hello ann\n");
    world.settles();
    world.is_owed("are you there?\n");
    world.ann_says("/quit\n");
    world.settles();
    world.has_heard("/quit\n", "when `readable` is reported, read.");
}

/// Catches bytes that wait for ever for room that is there (R11, R5).
#[test]
fn when_there_is_room_again_the_rest_is_written() {
    let check = check!(PAGE);
    let mut world = World::new(&check, 3);
    let text = "bob: hello ann\n";
    world.is_owed(text);
    world.settles();
    for bytes in [2, 4, 100] {
        world.ann_makes_room(bytes);
        world.settles();
    }
    world.ann_has_got(text, "when `writable` is reported, write.");
}

/// Catches bytes that nobody asks about, because no report came before them (R11).
#[test]
fn what_others_say_reaches_a_silent_client() {
    let check = check!(PAGE);
    let mut world = World::new(&check, PLENTY);
    world.settles();
    world.is_owed("bob: hello\n");
    world.settles();
    world.is_owed("bob: ann?\n");
    world.settles();
    let cause = "when `writable` is reported, write what is owed, once.";
    world.ann_has_got("bob: hello\nbob: ann?\n", cause);
}

/// Catches words that take the place of earlier ones, or overtake them (C1, C2).
#[test]
fn what_is_owed_already_comes_first() {
    let check = check!(PAGE);
    let mut world = World::new(&check, 3);
    world.is_owed("one\n");
    world.is_owed("two\n");
    world.settles();
    world.ann_makes_room(PLENTY);
    world.settles();
    let cause = "`owed` may still hold earlier words: add to it, at the end.";
    world.ann_has_got("one\ntwo\n", cause);
}

/// Catches interest in writing that stays on (R10).
#[test]
fn with_nothing_to_do_the_server_sleeps() {
    let check = check!(PAGE);
    let mut world = World::new(&check, PLENTY);
    world.settles();
    world.is_owed("bob: hello\n");
    world.settles();
    world.ann_says("hi\n");
    world.settles();
    world.ann_has_got(
        "bob: hello\n",
        "what is owed is written once, and completely.",
    );
}

/// Catches a client whose end is reported for ever (R12), or hides what it is owed
/// by then, or what others say later.
#[test]
fn after_her_end_ann_still_gets_what_she_is_owed() {
    let check = check!(PAGE);
    let mut world = World::new(&check, 3);
    world.is_owed("bob: hello\n");
    world.ann_says("bye\n");
    world.ann_ends();
    world.settles();
    world.ann_makes_room(PLENTY);
    world.settles();
    world.has_heard("bye\n", "when `readable` is reported, read.");
    world.ann_has_got("bob: hello\n", "when `writable` is reported, write.");
    world.is_owed("eve: goodbye\n");
    world.settles();
    let cause = "who has ended her input still reads: owe her what others say now, \
                 and ask to write it.";
    world.ann_has_got("bob: hello\neve: goodbye\n", cause);
}

/// Catches a report of both of which only one half is acted upon, and forgotten.
#[test]
fn a_long_talk_in_both_directions_comes_to_its_end() {
    let check = check!(PAGE);
    let mut world = World::new(&check, 1);
    let (question, answer) = ("x".repeat(300), "y".repeat(40));
    world.is_owed(&answer);
    world.ann_says(&question);
    world.settles();
    for _ in 0..4 {
        world.ann_makes_room(10);
        world.ann_says("more");
        world.settles();
    }
    world.has_heard(&(question + &"more".repeat(4)), "`readable`: read.");
    world.ann_has_got(&answer, "`writable`: write.");
}
