//! Checks in which nobody runs the loop: orders go in, and come out.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use exercises::ex17_waker::{Wake, hotline};
use testkit::check;

use super::PAGE;
use super::night::say;
use super::room::Flag;

/// Wakes nobody, and says so.
struct Broken;

impl Wake for Broken {
    fn wake(&self) -> io::Result<()> {
        Err(io::ErrorKind::Other.into())
    }
}

/// Catches an order that is refused, and carried out all the same.
#[test]
fn an_order_that_wakes_nobody_is_given_all_the_same() {
    let check = check!(PAGE);
    let (hotline, mut desk) = hotline(Arc::new(Broken));
    check.note("ann", "gives Announce(\"tea\"), and `wake` returns an error");
    let given = hotline.give(say("tea"));
    let taken = desk.take();
    if (given, &taken) != (Ok(()), &Some(say("tea"))) {
        check.fail(
            "give returns Ok(()), and the desk has Announce(\"tea\")",
            &format!("{given:?}, and it has {taken:?}"),
            "the order is in the queue, and whoever wakes the loop later has it \
             carried out. Only a desk that was dropped makes `give` fail.",
        );
    }
}

/// Catches a queue with an end, at which its giver waits: it may be the loop itself.
#[test]
fn nobody_waits_until_an_order_is_taken() {
    let check = check!(PAGE);
    let waits = "`give` waits until the loop has taken something: a queue that is full \
                 holds up its giver, and for ever if that is the loop. Take one \
                 without a limit.";
    check.likely(waits);
    let rung = Arc::new(AtomicBool::new(false));
    let (hotline, mut desk) = hotline(Arc::new(Flag(rung)));
    check.note("ann", "gives 10000 orders, and the loop takes none yet");
    let given = (0..10_000).filter(|_| hotline.give(say("tea")).is_ok()).count();
    let mut taken = 0;
    while desk.take().is_some() {
        taken += 1;
    }
    if (given, taken) != (10_000, 10_000) {
        check.fail(
            "10000 orders are given and taken",
            &format!("{given} are given, {taken} are taken"),
            "the queue has no limit: each order waits until it is taken.",
        );
    }
}
