//! What a server of exercise 12 must not do, though everybody is served: wake up
//! for nothing, and keep more than it has to.

use std::time::Duration;

use exercises::ex12_polled_echo::MAX_UNSENT;
use testkit::{Check, Server};

use super::guests::{asleep, floods, says_and_hears, sends, slow};

/// Catches a `wait` that comes back all the time, whether or not anything happened.
#[test]
fn connects_4_whoever_has_nothing_to_do_sleeps() {
    let check = testkit::check!("readiness/the-select-loop.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = server.guest("ann");
    says_and_hears(&mut ann, "hello");
    sleeps_on(&check, &server);
    let mut bob = slow(&server, "bob");
    floods(&check, &server, &mut bob);
    sleeps_on(&check, &server);
}

pub fn sleeps_on(check: &Check, server: &Server) {
    asleep(server);
    check.note("all", "do nothing");
    if server.leave_alone(Duration::from_millis(500)).wakeups > 2 {
        check.fail(
            "the server sleeps until something happens",
            "it wakes up again and again",
            "`wait` has a timeout after which there is nothing to do: wait without one \
             (`None`), but for the moment in which `accept` needs a rest",
        );
    }
}

/// Catches a read that goes on and on within one event, however much is unsent.
#[test]
fn slow_readers_4_little_is_kept_for_whoever_does_not_read() {
    let check = testkit::check!("readiness/the-outbox.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = slow(&server, "ann");
    server.freeze();
    let mut sent = sends(&check, &ann);
    server.thaw();
    sent += floods(&check, &server, &mut ann);
    asleep(&server);
    let kept = (sent as u64).saturating_sub(server.in_the_kernel());
    if kept > 4 * MAX_UNSENT as u64 {
        check.fail(
            "the server keeps MAX_UNSENT bytes for ann, and one read more at most",
            "it keeps several times as much",
            "it reads on within one event, until there is nothing more, and a client \
             that sends and sends always has more: look at what is unsent before each \
             `read`, not only when you say what to wait for",
        );
    }
}
