//! The checks of exercise 11: three bugs, one check for each, and then whether all
//! else still works.

use std::io::Write;
use std::time::{Duration, Instant};

use testkit::{Check, Guest, Server, TINY};

const PAGE: &str = "readiness/three-bugs.md";

/// What the learner's file says about itself, where others say `todo!`.
const TASK: &str = "What to do: open exercises/src/ex11_three_bugs.rs, which holds \
                    three bugs, find the one behind this, and mend it; the task and \
                    three hints are at its top";

/// Catches a thread that waits for one client, and with it lets everybody wait.
#[test]
fn bug_1_whoever_is_silent_holds_nobody_up() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, 1), enters(&server, 2));
    check.likely(&format!(
        "the one thread waits in a call for ann, who is silent now, and nobody else \
         is served. {TASK}"
    ));
    ann.say("hello");
    bob.expect("guest1: hello");
    check.likely(
        "`WouldBlock` says \"nothing yet\": neither is the client gone, nor is there \
         anything to wait for",
    );
    bob.say("hello, ann");
    ann.expect("guest2: hello, ann");
    ann.say("once more");
    bob.expect("guest1: once more");
    let _cat = enters(&server, 3);
    hands_on_at_once(&check, &mut ann, &mut bob);
}

/// Catches an end of input that is taken for something else.
#[test]
fn bug_2_whoever_is_gone_costs_no_cpu() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let (mut ann, bob) = (enters(&server, 1), enters(&server, 2));
    bob.close();
    let again = format!(
        "bob's end of input is reported again and again, and each time it is taken \
         for \"nothing yet\". {TASK}"
    );
    check.likely(&again);
    // Whether it sleeps takes a while to see.
    let check = check.may_take(Duration::from_secs(8));
    falls_asleep(&check, &server, &again);
    let check = check.may_take(Duration::from_secs(1));
    check
        .likely("the end of bob's input was read, and nobody was told that he left");
    ann.expect("* guest2 left");
}

/// Catches a handle on a socket that nobody uses and nobody drops.
#[test]
fn bug_3_whoever_is_gone_keeps_no_file_open() {
    let check = testkit::check!(PAGE);
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = enters(&server, 1);
    let before = open_files(&server);
    for number in 2..11 {
        enters(&server, number).reset();
        ann.expect(&format!("* guest{number} left"));
    }
    let mut bob = server.admit(Guest::builder("bob").receive_buffer(TINY));
    bob.expect("* welcome, guest11");
    check.note("ann", "says more than may wait for bob, who does not read");
    let line = format!("{}\n", "x".repeat(490));
    ann.stream().write_all(line.repeat(800).as_bytes()).expect("she is served");
    ann.expect("* guest11 left");
    let after = open_files(&server);
    if after > before {
        check.fail(
            "after 10 clients have left, as many open files as before they came",
            &format!("{} more", after - before),
            &format!(
                "a socket is closed with its last handle, and one of them was \
                 forgotten. {TASK}"
            ),
        );
    }
}

/// Catches a client that waits for an end that never comes.
#[test]
fn works_1_whoever_ends_its_input_reads_the_end() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, 1), enters(&server, 2));
    at_once(&server, || {
        bob.send("a last word\n");
        bob.half_close();
    });
    check.likely(
        "bob's last word and his end come together: hand on what he said, and then \
         tell that he left",
    );
    ann.expect("guest2: a last word");
    ann.expect("* guest2 left");
    check.likely("bob was let go, but not every handle on his socket was dropped");
    bob.expect_end();
    check.likely("");
    enters(&server, 3);
}

/// Catches events that are kept, so that one day no further one fits.
#[test]
fn works_2_the_two_thousandth_event_is_served_like_the_first() {
    let check = testkit::check!("readiness/interest.md");
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, 1), enters(&server, 2));
    hands_on_at_once(&check, &mut ann, &mut bob);
    for _ in 0..2000 {
        ann.say("hello");
        if bob.try_line(testkit::PATIENCE).is_none() {
            check.fail(
                "bob hears ann, however often she has spoken",
                "after a thousand events, nothing",
                "`wait` adds to the events that are there already: `clear` them before \
                 it, or the old ones come again until there is no room for new ones",
            );
        }
    }
}

/// Catches a write that waits for a client.
#[test]
fn works_3_whoever_does_not_read_holds_nobody_up() {
    let check = testkit::check!("readiness/the-outbox.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = server.admit(Guest::builder("ann").receive_buffer(TINY));
    ann.expect("* welcome, guest1");
    let mut bob = enters(&server, 2);
    let text = "x".repeat(490);
    bob.send(format!("{text}\n").repeat(60));
    #[cfg(target_os = "linux")]
    server.settle();
    let mut dan = enters(&server, 3);
    bob.say("and now to dan");
    while dan.line() != "guest2: and now to dan" {}
    let lines = format!("guest2: {text}\n").repeat(60);
    let came = ann.read_exactly(lines.len());
    let cause = "after a partial write go on with the first byte it did not take";
    check.same_bytes(lines.as_bytes(), &came, cause);
    ann.expect("guest2: and now to dan");
}

/// Catches one client's error that ends the server, and an event for somebody who
/// has just left.
#[test]
fn works_4_much_may_happen_at_once() {
    let check = testkit::check!("bytes/one-bad-client.md");
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, 1), enters(&server, 2));
    let (dan, mut eve) = (enters(&server, 3), enters(&server, 4));
    at_once(&server, || {
        bob.say("I am about to crash");
        bob.reset();
        dan.reset();
        ann.say("hello?");
    });
    while eve.line() != "guest1: hello?" {}
    enters(&server, 5);
}

/// On a machine that has much to do some lines are late. A timeout delays each.
#[track_caller]
fn hands_on_at_once(check: &Check, ann: &mut Guest, bob: &mut Guest) {
    let is_quick = |_| {
        let said = Instant::now();
        ann.say("quick");
        bob.expect("guest1: quick");
        said.elapsed() < Duration::from_millis(8)
    };
    if !(0..40).any(is_quick) {
        check.fail(
            "of 40 lines one at least is handed on at once",
            "each of them is late",
            "a read still waits for a client, only not for ever: with a timeout the \
             others are served late, with `set_nonblocking` at once",
        );
    }
}

/// Connects, and waits for the greeting.
#[track_caller]
fn enters(server: &Server, number: usize) -> Guest {
    let name = ["ann", "bob", "dan", "eve", "kim"].get(number - 1);
    let mut guest = server.guest(name.unwrap_or(&"somebody"));
    guest.expect(&format!("* welcome, guest{number}"));
    guest
}

/// Has the server find all of this in one batch.
fn at_once(server: &Server, happens: impl FnOnce()) {
    #[cfg(target_os = "linux")]
    server.freeze();
    happens();
    #[cfg(target_os = "linux")]
    server.thaw();
    let _ = server;
}

#[track_caller]
#[cfg(target_os = "linux")]
fn falls_asleep(check: &Check, server: &Server, cause: &str) {
    if let testkit::Settled::NeverSleeps(_) = server.settle() {
        check.fail("the server falls asleep", "it never sleeps", cause);
    }
}

#[cfg(not(target_os = "linux"))]
fn falls_asleep(_: &Check, _: &Server, _: &str) {
    testkit::left_out("whether the server sleeps", "it is read from /proc");
}

#[cfg(target_os = "linux")]
fn open_files(server: &Server) -> usize {
    server.expect_asleep();
    server.open_files()
}

#[cfg(not(target_os = "linux"))]
fn open_files(_: &Server) -> usize {
    testkit::left_out("how many files are open", "it is read from /proc");
    0
}
