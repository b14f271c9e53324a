//! What happens when much comes at once.
//!
//! The server is stopped, its clients act, and it goes on: all that they did
//! reaches it in one batch of events, in the order in which they did it.

use testkit::{Guest, Server, TINY};

use crate::people::{greeted, in_tea, named, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step1] {
    a_line_and_the_end_in_one_event_are_both_seen,
    whoever_resets_before_being_accepted_harms_no_echo,
} }

facts! { [step2 step3 step4] {
    three_hundred_that_come_at_once_are_all_let_in,
    a_line_and_the_end_in_one_event_are_both_heard,
    what_comes_in_one_piece_is_read_to_its_end,
    whoever_resets_before_being_accepted_harms_nobody,
    whoever_comes_while_another_resets_gets_nothing_of_its_fate,
    two_that_reset_while_a_line_is_handed_out_cost_nobody_that_line,
    a_line_of_a_stalled_reader_that_resets_is_the_last_of_it,
    nobody_is_dropped_for_what_is_said_within_one_turn,
    nobody_is_dropped_for_six_megabytes_that_many_say_at_once,
} }

/// Does all of this while the server stands still, and says what is left in
/// the kernel when it has done all it will do.
fn at_once(server: &Server, actions: impl FnOnce()) {
    server.freeze();
    actions();
    server.thaw();
    let left = server.expect_asleep();
    if left.unread + left.unaccepted > 0 {
        server.fail("nothing is left to read or to accept", &format!("{left:?}"));
    }
}

fn a_line_and_the_end_in_one_event_are_both_seen(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    at_once(&server, || {
        ann.send("hello\nbye");
        ann.half_close();
    });
    assert_eq!(ann.drain_to_end(), b"hello\nbye\n");
}

fn whoever_resets_before_being_accepted_harms_no_echo(step: Step) {
    let server = step.start();
    at_once(&server, || {
        server.guest("mute").reset();
        let mut eve = server.guest("eve");
        eve.say("hello");
        eve.reset();
    });
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
}

/// More than the backlog usually holds, and more than a turn lets in.
fn three_hundred_that_come_at_once_are_all_let_in(step: Step) {
    let server = step.start();
    let mut all: Vec<Guest> = Vec::new();
    at_once(&server, || all.extend((0..300).map(|_| server.guest("one"))));
    for guest in &mut all {
        assert!(guest.line().starts_with("* welcome, guest"));
    }
    all[299].say("hello");
    assert!(all[0].line().ends_with(": hello"));
}

fn a_line_and_the_end_in_one_event_are_both_heard(step: Step) {
    let server = step.start();
    let mut bob = in_tea(&server, "bob");
    let mut ann = in_tea(&server, "ann");
    at_once(&server, || {
        ann.send("hello\n/ping one\nbye");
        ann.half_close();
    });
    assert_eq!(ann.drain_to_end(), b"* pong one\n");
    assert_eq!(bob.sync(), ["* ann joined", "ann: hello", "ann: bye", "* ann left"]);
}

/// Much more than one `read` takes, and no further event tells of the rest.
fn what_comes_in_one_piece_is_read_to_its_end(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = (named(&server, "ann"), named(&server, "bob"));
    at_once(&server, || ann.send(speech(0..200)));
    let heard: Vec<String> = (0..200).map(|_| bob.line()).collect();
    assert!(heard.last().is_some_and(|line| line.starts_with("ann: 000199")));
    bob.expect_nothing();
}

fn whoever_resets_before_being_accepted_harms_nobody(step: Step) {
    let server = step.start();
    let mut bob = named(&server, "bob");
    at_once(&server, || {
        for _ in 0..10 {
            server.guest("mute").reset();
            let mut eve = server.guest("eve");
            eve.say("hello");
            eve.reset();
        }
    });
    assert!(bob.sync().iter().all(|line| line.ends_with(": hello")));
    bob.say("/who");
    bob.expect("* in lobby: bob");
    greeted(&server, "ann").expect_nothing();
}

/// In every order: the event of one who is gone must not reach whoever has its
/// slot, its key or its descriptor now.
fn whoever_comes_while_another_resets_gets_nothing_of_its_fate(step: Step) {
    for order in ["SCR", "SRC", "CSR", "CRS", "RSC", "RCS", "RCC", "CRC"] {
        let server = step.start();
        let (mut ann, eve) = (named(&server, "ann"), named(&server, "eve"));
        let mut eve = Some(eve);
        let mut new = Vec::new();
        at_once(&server, || {
            for action in order.chars() {
                match action {
                    'S' => ann.say("hello"),
                    'C' => new.push(server.guest("new")),
                    _ => eve.take().expect("she resets once").reset(),
                }
            }
        });
        for guest in &mut new {
            assert!(guest.line().starts_with("* welcome, guest"));
            guest.sync();
            guest.say("I am here");
            assert!(ann.line().ends_with(": I am here"), "order {order}");
        }
        ann.say("/rooms");
        ann.expect(&format!("* rooms: lobby ({})", 1 + new.len()));
    }
}

fn two_that_reset_while_a_line_is_handed_out_cost_nobody_that_line(step: Step) {
    for gone in [[0, 1], [1, 3], [2, 4], [3, 4]] {
        let server = step.start();
        let mut guests: Vec<Option<Guest>> = ["ada", "bea", "cem", "dan", "eli"]
            .map(|n| Some(in_tea(&server, n)))
            .into();
        let mut fay = in_tea(&server, "fay");
        guests.iter_mut().flatten().for_each(|guest| drop(guest.sync()));
        at_once(&server, || {
            fay.say("hello");
            gone.iter().for_each(|&who| guests[who].take().expect("once").reset());
            fay.say("goodbye");
        });
        for guest in guests.iter_mut().flatten() {
            let mut lines = guest.sync();
            lines.sort();
            let left = lines.iter().filter(|line| line.ends_with(" left")).count();
            assert_eq!((left, lines.len()), (2, 4), "{lines:?}");
            lines.retain(|line| line.starts_with("fay"));
            assert_eq!(lines, ["fay: goodbye", "fay: hello"]);
        }
    }
}

/// Its event says all at once: readable, writable, and broken.
fn a_line_of_a_stalled_reader_that_resets_is_the_last_of_it(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let mut cat = stalled_in_tea(&server, "cat");
    ann.expect("* cat joined");
    ann.send(speech(0..10_000));
    ann.expect_nothing();
    at_once(&server, || {
        cat.read_exactly(100 * TINY);
        cat.send("hello\nnever finish");
        cat.reset();
    });
    let mut lines = ann.sync();
    // Whether a word that a reset overtakes is heard, nobody can promise.
    lines.retain(|line| line != "cat: hello");
    assert_eq!(lines, ["* cat left"]);
}

/// Bob reads, the kernel has room for him, and his outbox is of one byte.
fn nobody_is_dropped_for_what_is_said_within_one_turn(step: Step) {
    let server = step.with(["--max-outbox", "1"]);
    let mut bob = named(&server, "bob");
    let mut guests: Vec<Guest> = (0..8).map(|_| greeted(&server, "one")).collect();
    at_once(&server, || {
        guests.iter_mut().for_each(|guest| guest.send(speech(0..100)));
    });
    (0..800).for_each(|_| drop(bob.line()));
    bob.expect_nothing();
    guests.iter_mut().for_each(|guest| assert_eq!(guest.sync().len(), 700));
}

/// The kernel takes four, and bob reads as fast as he can.
fn nobody_is_dropped_for_six_megabytes_that_many_say_at_once(step: Step) {
    let server = step.start();
    let mut bob = named(&server, "bob");
    let mut guests: Vec<Guest> = (0..400).map(|_| greeted(&server, "one")).collect();
    let line = format!("/msg bob {}\n", "x".repeat(490));
    server.freeze();
    guests.iter_mut().for_each(|guest| guest.send(line.repeat(32)));
    server.thaw();
    (0..400 * 32).for_each(|_| drop(bob.line()));
    bob.expect_nothing();
}
