//! Leaving: by an end of input, by a reset, by `/quit`.

use testkit::Guest;

use crate::people::{
    greeted, heard, in_tea, named, speech, stalled_in_tea, two_in_tea,
};
use crate::servers::Step;

facts! { [step1] {
    an_unfinished_last_line_is_echoed_before_the_end,
    all_that_is_owed_is_echoed_before_the_end,
} }

facts! { [step2 step3 step4] {
    an_unfinished_last_line_counts_at_the_end_of_input,
    an_unfinished_question_is_answered_before_the_end,
    an_unfinished_line_is_dropped_after_a_reset,
    whoever_leaves_frees_its_name_though_it_is_owed_much,
    eight_megabytes_owed_at_the_half_close_all_arrive,
    each_way_out_is_told_exactly_once,
    nobody_is_told_who_leaves_the_lobby,
} }

fn an_unfinished_last_line_is_echoed_before_the_end(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.send("one\ntwo");
    ann.half_close();
    assert_eq!(ann.drain_to_end(), b"one\ntwo\n");
}

fn all_that_is_owed_is_echoed_before_the_end(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.send(speech(0..2000));
    ann.half_close();
    assert!(ann.drain_to_end() == speech(0..2000).as_bytes(), "not all came back");
}

fn an_unfinished_last_line_counts_at_the_end_of_input(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = two_in_tea(&server);
    ann.send("one\ntwo");
    ann.half_close();
    bob.expect("ann: one");
    bob.expect("ann: two");
    bob.expect("* ann left");
    ann.expect_end();
}

fn an_unfinished_question_is_answered_before_the_end(step: Step) {
    let server = step.start();
    let mut ann = greeted(&server, "ann");
    ann.send("/ping one\n/ping two");
    ann.half_close();
    assert_eq!(ann.drain_to_end(), b"* pong one\n* pong two\n");
}

fn an_unfinished_line_is_dropped_after_a_reset(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = two_in_tea(&server);
    ann.send("hello\nnever finish");
    bob.expect("ann: hello");
    ann.reset();
    bob.expect("* ann left");
    bob.expect_nothing();
}

fn whoever_leaves_frees_its_name_though_it_is_owed_much(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let (mut ann, mut bob) =
        (in_tea(&server, "ann"), stalled_in_tea(&server, "bob"));
    ann.send(speech(0..6000));
    bob.say("/quit");
    ann.expect("* bob joined");
    ann.expect("* bob left");
    ann.say("/nick BOB");
    ann.expect("* you are now BOB");
}

fn eight_megabytes_owed_at_the_half_close_all_arrive(step: Step) {
    let server = step.with(["--max-outbox", "16000000"]);
    let (mut ann, mut bob) =
        (in_tea(&server, "ann"), stalled_in_tea(&server, "bob"));
    ann.send(speech(0..20_000));
    ann.sync();
    bob.half_close();
    ann.expect("* bob left");
    ann.say("this is not for bob");
    ann.sync();
    let all = bob.drain_to_end();
    assert!(all == heard("ann", 0..20_000).as_bytes(), "{} bytes came", all.len());
}

fn each_way_out_is_told_exactly_once(step: Step) {
    let server = step.start();
    let mut bob = in_tea(&server, "bob");
    let ways: [fn(Guest); 5] = [
        Guest::close,
        Guest::reset,
        |mut ann| {
            ann.half_close();
            ann.expect_end();
        },
        |mut ann| ann.say("/quit"),
        |mut ann| {
            ann.say("/quit");
            ann.reset();
        },
    ];
    for leave in ways {
        leave(in_tea(&server, "ann"));
        bob.expect("* ann joined");
        bob.expect("* ann left");
        bob.expect_nothing();
    }
}

fn nobody_is_told_who_leaves_the_lobby(step: Step) {
    let server = step.start();
    let mut bob = named(&server, "bob");
    let (mut ann, mut cat) = (named(&server, "ann"), named(&server, "cat"));
    ann.half_close();
    cat.say("/quit");
    ann.expect_end();
    cat.expect("* goodbye");
    bob.expect_nothing();
}
