//! What becomes of a line that has no ending when its client ends.
//!
//! An end of input (FIN) is polite: what was said counts. A reset (RST) is not:
//! nobody knows whether the line was whole.

use crate::people::{in_tea, speech, stalled_in_tea};
use crate::probe::{NOT_UTF8, connect, pong, seam};
use crate::servers::Step;
use crate::three::{Three, come_in, hears};

facts! { [step1 step2 step3 step4] {
    an_unfinished_last_line_counts,
    a_last_line_that_is_not_utf8_is_answered,
    a_last_line_keeps_a_carriage_return_without_a_newline,
    a_finished_last_line_is_followed_by_nothing,
    nothing_is_left_of_a_last_line_that_was_too_long,
} }

facts! { [step2 step3 step4] {
    an_unfinished_last_line_is_said_to_the_room,
    an_unfinished_line_is_dropped_at_a_reset,
    a_reset_is_a_reset_whoever_sees_it_first,
    an_unfinished_line_is_dropped_with_a_reader_that_is_too_slow,
} }

fn an_unfinished_last_line_counts(step: Step) {
    // In one read with the end of input, and in one before it.
    for seen in [false, true] {
        let server = step.start();
        let mut ann = connect(step, &server);
        ann.send("/ping 1\n/ping 2");
        if seen {
            seam(&server);
        }
        ann.half_close();
        ann.expect(&pong(step, "1"));
        ann.expect(&pong(step, "2"));
        ann.expect_end();
    }
}

fn a_last_line_that_is_not_utf8_is_answered(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    // Half a character.
    ann.send(b"/ping \xc3");
    ann.half_close();
    ann.expect(NOT_UTF8);
    ann.expect_end();
}

fn a_last_line_keeps_a_carriage_return_without_a_newline(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send("/ping x\r");
    ann.half_close();
    ann.expect(&pong(step, if step.number == 1 { "x\r" } else { "x\u{fffd}" }));
    ann.expect_end();
}

fn a_finished_last_line_is_followed_by_nothing(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.say("/ping x");
    ann.half_close();
    ann.expect(&pong(step, "x"));
    ann.expect_end();
    // Whoever said nothing at all hears nothing.
    let mut bob = connect(step, &server);
    bob.half_close();
    bob.expect_end();
}

fn nothing_is_left_of_a_last_line_that_was_too_long(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send("x".repeat(600));
    seam(&server);
    ann.send("/ping x");
    ann.half_close();
    ann.expect(crate::probe::TOO_LONG);
    ann.expect_end();
}

fn an_unfinished_last_line_is_said_to_the_room(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.send("good night");
    three.ann.half_close();
    three.ann.expect_end();
    hears(&mut three.bob, ["ann: good night", "* ann left"]);
    hears(&mut three.eve, ["ann: good night", "* ann left"]);
}

fn an_unfinished_line_is_dropped_at_a_reset(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.send("hello\ngood ni");
    // It has been read, and waits for the rest.
    seam(&three.server);
    three.ann.reset();
    for guest in [&mut three.bob, &mut three.eve] {
        guest.expect("ann: hello");
        guest.expect("* ann left");
        guest.expect_nothing();
    }
}

/// The kernel reports a reset once, and it may be a write that meets it.
fn a_reset_is_a_reset_whoever_sees_it_first(step: Step) {
    let mut three = Three::at_tea(step);
    for _ in 0..10 {
        let mut joe = come_in(&three.server, "joe");
        joe.say("/join tea");
        joe.sync();
        joe.send("good ni");
        seam(&three.server);
        // The server is busy writing to Joe when he is gone.
        three.bob.send("hello\n".repeat(100));
        joe.reset();
        three.ann.expect("* joe joined");
        let heard = (0..101).map(|_| three.ann.line()).collect::<Vec<_>>();
        let of_joe = heard.iter().find(|line| line.starts_with("joe: "));
        assert_eq!(of_joe, None, "he never finished it");
        assert!(heard.contains(&"* joe left".to_owned()), "{heard:?}");
        three.bob.sync();
    }
}

/// The server ends that connection, which is no end of the client's making.
fn an_unfinished_line_is_dropped_with_a_reader_that_is_too_slow(step: Step) {
    let server = step.with(["--max-outbox", "2000"]);
    let mut ann = in_tea(&server, "ann");
    let mut cat = stalled_in_tea(&server, "cat");
    cat.send("hello\nnever fin");
    seam(&server);
    ann.expect("* cat joined");
    ann.expect("cat: hello");
    let mut heard = Vec::new();
    while !heard.contains(&"* cat left".to_owned()) {
        ann.send(speech(0..64));
        heard.extend(ann.sync());
    }
    heard.extend(ann.sync());
    assert_eq!(heard, ["* cat left"]);
}
