//! The checks of exercise 4: whatever happens, the next client is served.
//!
//! The listeners follow a script. When it is over, `accept` unwinds out of the
//! loop, which never returns by itself.

#[path = "support/ex04_script.rs"]
mod script;

use std::io::ErrorKind;

use script::Step::{Broken, Fails, FailsWith, Gone, Good};
use script::{OUT_OF_DESCRIPTORS, serves};
use testkit::check;

const PAGE: &str = "bytes/one-bad-client.md";

/// Catches a loop that serves one client only, or loses one.
#[test]
fn every_client_is_served_once_and_in_order() {
    let check = check!(PAGE);
    check.likely(
        "each client that `accept` brings goes to `serve`, and then comes the next",
    );
    serves(&check, &[Good(1), Good(2), Good(3)], &[1, 2, 3]);
}

/// Catches `serve(…)?` and `serve(…).unwrap()`, and a pause for all after it.
#[test]
fn a_client_that_fails_costs_only_itself() {
    let check = check!(PAGE);
    check.likely(
        "one client's error leaves the loop and ends the server for all: \
         let it end with that client",
    );
    let steps =
        [Good(1), Broken(2), Broken(3), Broken(4), Broken(5), Broken(6), Good(7)];
    serves(&check, &steps, &[1, 2, 3, 4, 5, 6, 7]);
}

/// Catches `accept()?`: somebody in the queue gave up, or a signal came.
#[test]
fn whoever_gives_up_in_the_queue_ends_nothing() {
    for kind in [ErrorKind::ConnectionAborted, ErrorKind::Interrupted] {
        let check = check!(PAGE);
        check.likely(
            "`accept` failed for one who gave up, and the loop ended for \
             all: ask again",
        );
        let steps = [Good(1), Fails(kind), Fails(kind), Fails(kind), Good(2)];
        serves(&check, &steps, &[1, 2]);
    }
}

/// Catches a loop that ends, or asks all the time, while no file may be opened.
#[test]
fn out_of_descriptors_is_waited_out() {
    for code in OUT_OF_DESCRIPTORS {
        let check = check!(PAGE);
        check.likely(
            "out of descriptors: they come back when clients leave, so \
             pause and ask again",
        );
        let steps =
            [Good(1), FailsWith(code), FailsWith(code), FailsWith(code), Good(2)];
        serves(&check, &steps, &[1, 2]);
    }
}

/// Catches a list of known errors, with an end of the server for every other one.
#[test]
fn an_error_that_nobody_expected_ends_nothing() {
    use ErrorKind::{
        ConnectionReset, InvalidInput, Other, OutOfMemory, PermissionDenied,
        TimedOut,
    };
    for kind in [
        Other,
        OutOfMemory,
        PermissionDenied,
        ConnectionReset,
        TimedOut,
        InvalidInput,
    ] {
        let check = check!(PAGE);
        check.likely(
            "systems differ in what `accept` may return: no error of it is \
             worth the server",
        );
        serves(&check, &[Good(1), Fails(kind), Good(2)], &[1, 2]);
    }
}

/// Catches a pause after a few known errors only: after any other one the loop asks
/// again at once, on and on.
#[test]
fn an_error_that_nobody_expected_is_waited_out() {
    use ErrorKind::{InvalidInput, Other, OutOfMemory, WouldBlock};
    // ENOMEM and ENOBUFS of Linux, and one unheard of.
    let codes = [12, 105, 9999].map(FailsWith);
    let kinds = [Other, OutOfMemory, InvalidInput, WouldBlock].map(Fails);
    for error in codes.into_iter().chain(kinds) {
        let check = check!(PAGE);
        let steps = [Good(1), error, error, Good(2)];
        serves(&check, &steps, &[1, 2]);
    }
}

/// Catches a loop that remembers the error before this one.
#[test]
fn each_error_is_judged_by_itself() {
    let check = check!(PAGE);
    check.likely("errors come in any order, and each of them says what to do");
    let full = FailsWith(OUT_OF_DESCRIPTORS[0]);
    let gone = Fails(ErrorKind::ConnectionAborted);
    let steps = [full, gone, Good(1), gone, full, gone, gone, full, full, Good(2)];
    serves(&check, &steps, &[1, 2]);
}

/// Catches a loop that counts errors and gives up.
#[test]
fn the_hundredth_misfortune_is_survived_like_the_first() {
    let check = check!(PAGE);
    check.likely(
        "a server that runs for a year meets any number of errors: do not \
         count them",
    );
    let mut steps = vec![Fails(ErrorKind::ConnectionAborted); 100];
    steps.extend([FailsWith(OUT_OF_DESCRIPTORS[0]); 100]);
    steps.extend([Broken(7); 100]);
    steps.push(Good(1));
    let served = [&[7; 100][..], &[1]].concat();
    serves(&check, &steps, &served);
}

/// Catches `peer_addr`: whoever connects, speaks and resets has no peer any more.
#[test]
fn a_client_that_has_already_gone_is_handed_on_too() {
    let check = check!(PAGE);
    check.likely(
        "`peer_addr` fails once the client has reset: use the address that \
         `accept` gave",
    );
    serves(&check, &[Good(1), Gone(2), Good(3)], &[1, 2, 3]);
}

/// Catches all of these in the real server.
#[test]
fn a_real_reset_ends_one_client_only() {
    let check = check!(PAGE);
    check.likely("the reset of one client ended the loop, or left it where it was");
    let server = check.server();
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
    // Where the server can be held still, ann is gone before it looks at her, and
    // bob before he is accepted. Elsewhere it may be quicker, and that is fine too.
    #[cfg(target_os = "linux")]
    server.freeze();
    ann.reset();
    let mut bob = server.guest("bob");
    bob.say("I am gone");
    bob.reset();
    let mut eve = server.guest("eve");
    eve.say("and me?");
    #[cfg(target_os = "linux")]
    server.thaw();
    eve.expect("and me?");
}
