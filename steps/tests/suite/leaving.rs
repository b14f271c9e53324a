//! Leaving: by an end of input, by a reset, by `/quit`.

use testkit::Guest;

use crate::people::{heard, in_tea, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step1] {
    all_that_is_owed_is_echoed_before_the_end,
} }

facts! { [step2 step3 step4] {
    whoever_leaves_frees_its_name_though_it_is_owed_much,
    eight_megabytes_owed_at_the_half_close_all_arrive,
    each_way_out_is_told_exactly_once,
} }

fn all_that_is_owed_is_echoed_before_the_end(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.send(speech(0..2000));
    ann.half_close();
    assert!(ann.drain_to_end() == speech(0..2000).as_bytes(), "not all came back");
}

fn whoever_leaves_frees_its_name_though_it_is_owed_much(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let (mut ann, mut bob) =
        (in_tea(&server, "ann"), stalled_in_tea(&server, "bob"));
    ann.send(speech(0..10_000));
    assert_eq!(ann.sync(), ["* bob joined"]);
    bob.say("/quit");
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
