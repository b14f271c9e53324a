//! The last word arrives, whatever the client does meanwhile.

use std::thread::sleep;
use std::time::Duration;

use crate::meters::{eventually, files_and_threads};
use crate::people::{greeted, heard, in_tea, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_flood_after_quit_does_not_destroy_the_goodbye,
    whoever_closes_late_sees_no_reset,
    a_drain_comes_to_an_end,
    only_a_client_that_got_everything_has_a_deadline,
} }

fn a_flood_after_quit_does_not_destroy_the_goodbye(step: Step) {
    let server = step.start();
    let mut ann = greeted(&server, "ann");
    ann.send(format!("/quit\n{}", speech(0..2000)));
    ann.expect("* goodbye");
    ann.expect_end();
    // A reset may be behind that end, and would show now.
    ann.send(speech(2000..4000));
}

/// A close of our own, with words unread, would be a reset; and the reset would
/// destroy what the client has not read yet.
fn whoever_closes_late_sees_no_reset(step: Step) {
    let server = step.start();
    let mut ann = greeted(&server, "ann");
    ann.send(format!("/quit\n{}", speech(0..100)));
    // Well before the two seconds are over, also on a slow machine.
    sleep(Duration::from_millis(500));
    ann.send(speech(100..200));
    ann.expect("* goodbye");
    ann.expect_end();
    ann.send(speech(200..300));
    ann.half_close();
}

/// Nor do single bytes make it longer. Nothing is left of it.
fn a_drain_comes_to_an_end(step: Step) {
    let server = step.start();
    let mut bob = greeted(&server, "bob");
    let before = files_and_threads(&server);
    let mut ann = greeted(&server, "ann");
    ann.say("/quit");
    ann.expect("* goodbye");
    ann.expect_end();
    eventually(&server, "the server closes after 2 s", || {
        ann.send_what_fits(b"x").is_err()
    });
    eventually(&server, "nothing is left", || files_and_threads(&server) == before);
    bob.expect_nothing();
}

fn only_a_client_that_got_everything_has_a_deadline(step: Step) {
    let server = step.with(["--max-outbox", "16000000"]);
    let mut bob = stalled_in_tea(&server, "bob");
    let without_ann = files_and_threads(&server);
    let mut ann = in_tea(&server, "ann");
    ann.send(speech(0..10_000));
    ann.sync();
    bob.say("/quit");
    ann.expect("* bob left");
    ann.say("this is not for bob");
    ann.say("/quit");
    ann.expect("* goodbye");
    ann.expect_end();
    ann.close();
    eventually(&server, "ann is gone", || files_and_threads(&server) == without_ann);
    // She gets whatever ann had: a slot, a key, a descriptor.
    let mut eve = greeted(&server, "eve");
    // Longer than a drain.
    sleep(Duration::from_millis(2500));
    eve.expect_nothing();
    let all = bob.drain_to_end();
    let owed =
        "* ann joined\n".to_owned() + &heard("ann", 0..10_000) + "* goodbye\n";
    assert!(all == owed.as_bytes(), "{} bytes of {} came", all.len(), owed.len());
}
