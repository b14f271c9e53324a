//! Stage 1: guests come and are greeted, and go.

use testkit::{Guest, check};

#[cfg(target_os = "linux")]
use super::people::holds;
use super::people::{at_once, falls_asleep, greeted};

const PAGE: &str = "events/accepting.md";

/// Catches a greeting that is never written, or not by the chat.
#[test]
fn whoever_connects_is_greeted() {
    let check = check!(PAGE);
    let server = check.server();
    for number in 1..=3 {
        let mut guest = server.guest("guest");
        guest.expect(&format!("* welcome, guest{number}; /help lists the commands"));
    }
}

/// Catches one `accept` for each event (R9): the others wait for the next client.
#[test]
fn twenty_that_come_at_once_are_all_greeted() {
    let check = check!(PAGE);
    let server = check.server();
    let mut guests: Vec<Guest> = Vec::new();
    at_once(&server, || guests.extend((0..20).map(|_| server.guest("guest"))));
    guests.iter_mut().for_each(|guest| drop(guest.line()));
}

/// Catches a loop that ends, or a place that is lost, when somebody goes.
#[test]
fn a_hundred_come_and_go() {
    let check = check!(PAGE);
    let server = check.server();
    let _ann = greeted(&server, "ann");
    for number in 2..100 {
        let mut guest = server.guest("guest");
        guest.expect(&format!("* welcome, guest{number}; /help lists the commands"));
        if number % 2 == 0 {
            guest.close();
        } else {
            guest.reset();
            // If that ends the server, nobody else is to find out first.
            falls_asleep(&server);
        }
    }
}

/// Catches a loop that never sleeps: `Ok(0)` for ever (R12), or interest in writing
/// that is asked for in every turn (R10).
#[test]
fn a_server_with_nothing_to_do_sleeps() {
    let check = check!("events/edges.md");
    let server = check.server();
    let _ann = greeted(&server, "ann");
    falls_asleep(&server);
    greeted(&server, "bob").close();
    greeted(&server, "cat").reset();
    falls_asleep(&server);
}

/// Catches a client that is forgotten instead of closed (R12): its descriptor stays.
#[cfg(target_os = "linux")]
#[test]
fn whoever_closes_is_closed() {
    let check = check!("events/edges.md");
    let server = check.server();
    let _ann = greeted(&server, "ann");
    let before = server.open_files();
    (0..10).for_each(|_| greeted(&server, "guest").close());
    falls_asleep(&server);
    check.likely(
        "read returned `Ok(0)`: that is the end of input. A client that is owed nothing \
         any more is dropped, which closes its connection.",
    );
    let left = server.open_files().saturating_sub(before);
    holds(
        &server,
        left == 0,
        "no descriptor stays open",
        &format!("{left} of 10 stay open"),
    );
}
testkit::linux_only!(whoever_closes_is_closed, "descriptors are counted in /proc");
