//! The stage of exercise 12 in which clients break off, or too many come.

#[cfg(target_os = "linux")]
use std::io::{Read, Write};
#[cfg(target_os = "linux")]
use std::time::{Duration, Instant};

use testkit::Guest;
#[cfg(target_os = "linux")]
use testkit::{Check, Server};

#[cfg(target_os = "linux")]
use super::guests::quietly;
use super::guests::{asleep, floods, says_and_hears, slow};

/// Whoever is not, is not what the check is about.
fn served_again_and_again(guest: &mut Guest) {
    ["hello", "hello again"].iter().for_each(|line| says_and_hears(guest, line));
}

/// Catches one client's error that ends the server for all.
#[test]
fn hostile_clients_1_a_reset_ends_one_client() {
    let check = testkit::check!("bytes/one-bad-client.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut bob = server.guest("bob");
    served_again_and_again(&mut bob);
    server.guest("silent").reset();
    // If that ends the server, nobody else is to find out first.
    asleep(&server);
    let mut ann = slow(&server, "ann");
    floods(&check, &server, &mut ann);
    ann.reset();
    check.likely(
        "an error of one client left the loop; it must end that client alone",
    );
    says_and_hears(&mut bob, "still there?");
    says_and_hears(&mut server.guest("eve"), "and for newcomers?");
    asleep(&server);
}

/// Catches events of one batch that are mixed up, or dropped.
#[cfg(target_os = "linux")]
#[test]
fn hostile_clients_2_much_may_happen_at_once() {
    let check = testkit::check!("readiness/the-select-loop.md");
    let server = check.server();
    let (mut ann, bob) = (server.guest("ann"), server.guest("bob"));
    served_again_and_again(&mut ann);
    server.freeze();
    bob.reset();
    // This one is gone before it is accepted.
    server.guest("hasty").reset();
    ann.say("said while you were frozen");
    let mut newcomers =
        Vec::from(["eve", "dan", "kim"].map(|name| server.guest(name)));
    newcomers.iter_mut().for_each(|guest| guest.say("me too"));
    newcomers[0].half_close();
    server.thaw();
    check
        .likely("serve every event of a batch, whatever happened to the one before");
    ann.expect("said while you were frozen");
    newcomers[1..].iter_mut().for_each(|guest| guest.expect("me too"));
    check.likely(
        "eve's line came together with the end of her input: after `Ok(0)` what is \
         unsent must still be written, and then she goes",
    );
    newcomers[0].expect("me too");
    newcomers[0].expect_end();
}

/// Catches an error of `accept` after which nobody is let in any more, or which is
/// met again at once, and again.
#[cfg(target_os = "linux")]
#[test]
fn hostile_clients_3_more_may_come_than_there_are_files() {
    // A server that needs two for each client meets the first of these limits with one
    // of them, and the second with the other.
    for files in [24, 25] {
        more_come_than_there_are(testkit::check!("bytes/one-bad-client.md"), files);
    }
}

#[cfg(target_os = "linux")]
fn more_come_than_there_are(check: Check, files: u32) {
    let server = check.server_builder().open_files(files).start();
    let mut ann = server.guest("ann");
    served_again_and_again(&mut ann);
    server.freeze();
    let crowd: Vec<_> = (0..30).map(|_| server.guest("crowd")).collect();
    server.thaw();
    // Long enough for the server to run out of them.
    for _ in 0..100 {
        if !server.is_running() {
            server.fail("a server without files goes on", "it has ended");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    check.likely(
        "`accept` fails where no more files can be opened: that ends nobody",
    );
    says_and_hears(&mut ann, "it is full in here");
    says_and_hears(&mut ann, "so full");
    is_served_at_once(&check, &mut ann);
    check.note("all", "do nothing");
    if server.leave_alone(Duration::from_millis(500)).is_busy {
        check.fail(
            "while clients wait at the door, and nobody does anything, it rests",
            "it never sleeps, and uses all the CPU that it can get",
            "after `accept` has failed for want of files the listener is ready at once \
             again: do not ask about it for a moment, 100 ms say",
        );
    }
    check.note("crowd", "goes away");
    drop(crowd);
    // Ann's talk takes its time, and is no endless loop.
    let check = check.may_take(Duration::from_secs(5));
    is_let_in_while_others_talk(&check, &server, &mut ann);
    quietly(ann);
    check.likely(
        "whatever `accept` has failed with, the listener has to be asked about \
         again: those who leave make room",
    );
    says_and_hears(&mut server.guest("eve"), "is there room again?");
    check.likely("");
    super::restraint::sleeps_on(&check, &server);
}

/// Catches a pause that stops the whole thread. On a busy machine one line or another
/// is late, but not each of them.
#[cfg(target_os = "linux")]
fn is_served_at_once(check: &Check, ann: &mut Guest) {
    let is_quick = |_| {
        let said = Instant::now();
        says_and_hears(ann, "quick");
        said.elapsed() < Duration::from_millis(50)
    };
    if !(0..5).any(is_quick) {
        check.fail(
            "of ann's 5 lines one at least comes back at once",
            "each of them is late",
            "the thread sleeps while the listener is left alone, and nobody is served \
             meanwhile: give `wait` a timeout instead",
        );
    }
}

/// Catches a pause that ends only when nothing happens: in a lively room it never does.
#[cfg(target_os = "linux")]
fn is_let_in_while_others_talk(check: &Check, server: &Server, ann: &mut Guest) {
    let mut dan = server.guest("dan");
    dan.say("may I come in?");
    check.note("ann", "talks and talks");
    let mut stream = ann.stream();
    let timeout = Some(Duration::from_secs(1));
    stream.set_read_timeout(timeout).expect("a socket has a timeout");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(2) {
        // Not told, or the story would be very long.
        let said = stream.write_all(b"la\n");
        if said.and_then(|()| stream.read_exact(&mut [0; 3])).is_err() {
            server.fail("ann is served", "she waits");
        }
        if dan.try_line(Duration::from_millis(1)).is_some() {
            return;
        }
    }
    check.fail(
        "dan is let in while ann talks",
        "he waits outside",
        "the pause of the listener has to end by the clock: where something happens all \
         the time, a `wait` never runs into its timeout",
    );
}

testkit::linux_only!(hostile_clients_2, "it stops the server by SIGSTOP");
testkit::linux_only!(hostile_clients_3, "files run out in another way elsewhere");
