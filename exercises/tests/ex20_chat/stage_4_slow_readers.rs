//! Stage 4: cat stops reading, and the kernel's buffers are small.

#[cfg(target_os = "linux")]
use std::ops::Range;
use std::time::Duration;

use testkit::{Check, Guest, Server, check};

use super::people::{
    at_once, falls_asleep, greeted, heard, holds, in_tea, named, pauses, speech,
    stalled_in_tea,
};

const PAGE: &str = "events/slow-readers.md";

/// Ann talks, bob listens, and cat does not read.
fn ann_bob_and_cat(check: &Check) -> (Server, [Guest; 3]) {
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = in_tea(&server, "ann");
    let mut bob = in_tea(&server, "bob");
    let cat = stalled_in_tea(&server, "cat");
    ann.expect("* bob joined");
    ann.expect("* cat joined");
    bob.expect("* cat joined");
    (server, [ann, bob, cat])
}

/// Catches a write that is tried again until it works (C3), or blocks; and a loop
/// that is told again and again that cat's socket is as full as before (R10).
#[test]
fn a_reader_that_does_not_read_delays_nobody() {
    let check = check!(PAGE);
    let (server, [mut ann, mut bob, _cat]) = ann_bob_and_cat(&check);
    check.likely(
        "cat's socket takes no more. Either the loop is busy with her, and `WouldBlock` \
         means to keep the rest and go on with the others, until an event says that \
         there is room; or somebody was dropped who is owed less than `MAX_OUTBOX`.",
    );
    ann.send(speech(0..200));
    same(&server, &mut bob, &heard(0..200));
    falls_asleep(&server);
}

/// Catches the rest of a write that is dropped (C1), overtaken (C2), or never sent
/// because nobody notices that there is room again (R11).
#[test]
fn a_reader_that_goes_on_misses_nothing() {
    let check = check!(PAGE);
    let (server, [mut ann, _bob, mut cat]) = ann_bob_and_cat(&check);
    check.likely(
        "what the kernel did not take stays in front of the outbox, and goes out when \
         the socket is writable again: all of it, and nothing twice.",
    );
    let (mut read, all) = (Vec::new(), heard(0..300));
    // Far more than the kernel takes for her.
    let part_of_it = all.len() / 4;
    let story = "says 300 lines, and cat reads a part each time, and the rest";
    check.timeline().sum_up("ann", story, || {
        for part in [0..100, 100..200, 200..300] {
            ann.send(speech(part));
            ann.sync();
            read.extend(cat.read_exactly(part_of_it));
        }
        read.extend(cat.read_exactly(part_of_it));
    });
    let came = "bytes are missing, come twice, or in another order";
    holds(&server, read == all.as_bytes(), "cat reads what was said", came);
    cat.expect_nothing();
}

/// Catches memory that grows with cat's silence (C4), lines that are left out instead
/// (C5), and a farewell that nobody hears of until something else happens (C20).
#[cfg(target_os = "linux")]
#[test]
fn who_is_owed_too_much_is_disconnected_and_that_is_told() {
    let check = check!(PAGE);
    let (server, [mut ann, mut bob, mut cat]) = ann_bob_and_cat(&check);
    check.likely(
        "more than `MAX_OUTBOX` bytes wait for cat after the kernel was offered all of \
         it: drop her, tell the chat, and write what follows from that before you sleep.",
    );
    // A little less than an outbox may hold.
    ann.send(speech(0..500));
    same(&server, &mut bob, &heard(0..500));
    // How much the kernel takes besides differs from run to run.
    let is_told = check.timeline().sum_up("ann", "says more, bit by bit", || {
        let mut bits = (500..700).step_by(20).map(|first| first..first + 20);
        bits.any(|bit| is_told_meanwhile(&server, &mut ann, &mut bob, bit))
    });
    holds(&server, is_told, "bob reads \"* cat left\" at last", "he does not");
    cat.expect_gone();
    ann.expect("* cat left");
}

/// Ann says these lines, and bob reads them. True if he has also read that cat left
/// by the time when the server sleeps.
#[cfg(target_os = "linux")]
fn is_told_meanwhile(
    server: &Server,
    ann: &mut Guest,
    bob: &mut Guest,
    lines: Range<usize>,
) -> bool {
    let (farewell, mut expected) = ("* cat left\n", heard(lines.clone()));
    ann.send(speech(lines));
    let read = bob.read_exactly(expected.len());
    let at =
        read.windows(farewell.len()).position(|part| part == farewell.as_bytes());
    if let Some(at) = at {
        // Whoever reads little at a time had more than one turn with these lines.
        let came = "nobody was told before ann spoke again";
        holds(server, at > 0, "bob reads \"* cat left\" when she is dropped", came);
        let rest = bob.read_exactly(farewell.len());
        expected.insert_str(at, farewell);
        is_what_ann_said(server, &[read, rest].concat(), &expected);
        return true;
    }
    is_what_ann_said(server, &read, &expected);
    // Now all that follows from it has been written, and is here.
    falls_asleep(server);
    next_if_here(bob).is_some_and(|line| line == farewell.trim_end())
}

/// The next line, if it has come already.
#[cfg(target_os = "linux")]
fn next_if_here(guest: &mut Guest) -> Option<String> {
    let stream = guest.stream();
    stream.set_nonblocking(true).expect("it is a socket of ours");
    let is_here = stream.peek(&mut [0]).is_ok();
    stream.set_nonblocking(false).expect("it is a socket of ours");
    // It may have come together with the line before.
    if is_here { Some(guest.line()) } else { guest.try_line(Duration::ZERO) }
}
testkit::linux_only!(
    who_is_owed_too_much_is_disconnected_and_that_is_told,
    "it must be sure that nothing more comes"
);

/// Catches a client that is judged before the kernel was asked (C5): twenty talk at
/// once, more than an outbox may hold, and bob's kernel has room for all of it.
#[test]
fn nobody_is_disconnected_for_what_is_said_in_one_turn() {
    let check = check!(PAGE);
    let server = check.server();
    let mut bob = named(&server, "bob");
    let mut guests: Vec<Guest> =
        (0..20).map(|_| greeted(&server, "guest")).collect();
    check.likely(
        "whoever is still to be read from when a turn has heard enough is read from in \
         the next one, and until then the loop does not sleep: the kernel reports \
         nothing twice.",
    );
    at_once(&server, || {
        guests.iter_mut().for_each(|guest| guest.send(speech(0..40)))
    });
    check.likely("offer the kernel all of it first, and look at what is left then.");
    (0..20 * 40).for_each(|_| drop(bob.line()));
    bob.expect_nothing();
}

/// Catches backpressure in the wrong place (R6): cat does not read, but she talks.
#[test]
fn a_reader_that_does_not_read_is_still_heard() {
    let check = check!(PAGE);
    let (_server, [mut ann, _bob, mut cat]) = ann_bob_and_cat(&check);
    ann.send(speech(0..200));
    ann.sync();
    check.likely("a client that is owed something is read from like any other.");
    cat.say("not so loud");
    ann.expect("cat: not so loud");
}

/// Catches a close that takes what is owed along (C14).
#[test]
fn all_that_is_owed_arrives_after_the_half_close() {
    let check = check!("events/farewells.md");
    let (server, [mut ann, mut bob, mut cat]) = ann_bob_and_cat(&check);
    ann.send(speech(0..200));
    same(&server, &mut bob, &heard(0..200));
    cat.half_close();
    check.likely(
        "the end of cat's input is no reason to stop writing: she still reads.",
    );
    ann.expect("* cat left");
    ann.say("she does not hear this");
    bob.expect("* cat left");
    bob.expect("ann: she does not hear this");
    check.likely(
        "the end of cat's input is no reason to stop writing, and the two seconds that \
         she has to close begin with the last byte: until then she may take her time.",
    );
    let check = check.may_take(Duration::from_secs(8));
    pauses(&server, "cat");
    let all =
        check.timeline().sum_up("cat", "reads to the end", || cat.drain_to_end());
    let came = "fewer or others";
    holds(
        &server,
        all == heard(0..200).as_bytes(),
        "cat reads all she is owed",
        came,
    );
}

/// Bob reads exactly this.
#[track_caller]
fn same(server: &Server, bob: &mut Guest, expected: &str) {
    is_what_ann_said(server, &bob.read_exactly(expected.len()), expected);
}

#[track_caller]
fn is_what_ann_said(server: &Server, read: &[u8], expected: &str) {
    let fact = read == expected.as_bytes();
    holds(server, fact, "bob hears what ann said", "something else");
}
