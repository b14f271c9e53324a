//! Readers who read are kept, however much is said.
//!
//! What a server holds for them is bounded all the same: it serves a part of a
//! crowd, writes, and serves the next part.

use chat::outbox::MAX_OUTBOX;
use testkit::Guest;

use crate::meters::most_memory;
use crate::people::{greeted, heard, in_tea, named, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_reader_survives_what_a_crowd_says_at_once,
    a_reader_who_keeps_pace_is_not_dropped,
} }

facts! { [step3 step4] {
    what_a_crowd_asks_at_once_costs_little_memory,
} }

/// 7 MB in one batch, which is more than the kernel and an outbox hold. But bob
/// reads what one of the crowd said to him as soon as it is known to be said.
fn a_reader_survives_what_a_crowd_says_at_once(step: Step) {
    let server = step.with(["--max-outbox", "1500000"]);
    let mut bob = named(&server, "bob");
    let mut crowd: Vec<Guest> = (0..400).map(|_| greeted(&server, "one")).collect();
    let text = "x".repeat(490);
    // As much as a server reads from one client in one turn, or a little less.
    let said = format!("/msg bob {text}\n").repeat(32) + "/ping me\n";
    let heard = |number| 32 * format!("guest{number} (to you): {text}\n").len();
    server.freeze();
    // His event is the first one, so he is the first to be written to.
    bob.say("");
    crowd.iter_mut().for_each(|one| one.send(&said));
    server.thaw();
    if step.number == 2 {
        // The threads of the crowd take turns in an order of their own.
        bob.read_exactly((2..402).map(heard).sum());
    } else {
        for (one, number) in crowd.iter_mut().zip(2..) {
            one.expect("* pong me");
            bob.read_exactly(heard(number));
        }
    }
    bob.expect_nothing();
}

/// The kernel is full for cat, and her outbox nearly so. But from then on she
/// reads as much as is said.
fn a_reader_who_keeps_pace_is_not_dropped(step: Step) {
    const BEFORE: usize = 8000;
    const ROUND: usize = 80;
    const ROUNDS: usize = 20;
    let stalled = |limit: u64| {
        let server = step.with(["--max-outbox", &limit.to_string()]);
        let mut ann = in_tea(&server, "ann");
        let cat = stalled_in_tea(&server, "cat");
        ann.expect("* cat joined");
        ann.send(speech(0..BEFORE));
        ann.expect_nothing();
        (server, ann, cat)
    };
    let (server, _ann, _cat) = stalled(8_000_000);
    let in_kernel = server.expect_asleep().unsent;
    let queued = (heard("ann", 0..BEFORE).len() as u64).saturating_sub(in_kernel);
    assert!(queued > 0, "the kernel takes all of it");

    let (_server, mut ann, mut cat) = stalled(queued + 300_000);
    let mut read = Vec::new();
    for round in 0..ROUNDS {
        let lines = BEFORE + round * ROUND..BEFORE + (round + 1) * ROUND;
        let said = heard("ann", lines.clone()).len();
        ann.send(speech(lines));
        read.extend(cat.read_exactly(said));
        ann.expect_nothing();
    }
    let all = heard("ann", 0..BEFORE + ROUNDS * ROUND);
    read.extend(cat.read_exactly(all.len() - read.len()));
    assert!(read == all.as_bytes(), "cat read something else");
    cat.expect_nothing();
}

/// The answers come to 9 MB, and those to each are less than an outbox may hold, so
/// nobody is disconnected even where the kernel takes little of them.
fn what_a_crowd_asks_at_once_costs_little_memory(step: Step) {
    const QUESTIONS: usize = 500;
    let server = step.start();
    let mut crowd: Vec<Guest> = (0..40).map(|_| greeted(&server, "one")).collect();
    crowd[0].say("/help");
    let answer = crowd[0].sync().join("\n") + "\n";
    assert!(QUESTIONS * answer.len() <= MAX_OUTBOX, "more than an outbox may hold");
    let before = most_memory(&server);
    server.freeze();
    crowd.iter_mut().for_each(|one| one.send("/help\n".repeat(QUESTIONS)));
    server.thaw();
    for one in &mut crowd {
        one.read_exactly(QUESTIONS * answer.len());
        one.expect_nothing();
    }
    let grown = most_memory(&server) - before;
    assert!(grown < 5 << 20, "the server needed {grown} bytes more");
}
