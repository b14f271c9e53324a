//! The checks of exercise 17: orders for a loop that sleeps.
//!
//! The kernel is a story here: whenever the loop sleeps, the next step of it
//! happens. See `Night`. In `threads.rs` the threads are real.

use std::io;

use exercises::ex17_waker::{LoopHasEnded, Order, WAKER};
use mio::Token;
use testkit::check;

#[path = "ex17_waker/night.rs"]
mod night;
#[path = "ex17_waker/queue.rs"]
mod queue;
#[path = "ex17_waker/real.rs"]
mod real;
#[path = "ex17_waker/room.rs"]
mod room;
#[path = "ex17_waker/threads.rs"]
mod threads;

use night::{Night, Step, say};

const PAGE: &str = "events/waking-the-loop.md";
const STOP: Order = Order::Stop;

/// Catches an order without a wake-up (R16), and a loop that looks every so often.
#[test]
fn an_order_wakes_the_loop() {
    let check = check!(PAGE);
    Night::new(&check, [Step::Give(vec![say("tea")]), Step::Give(vec![STOP])])
        .expect(&["announces tea"]);
}

/// Catches a flag that nobody looks at before the next client does something (R17).
#[test]
fn to_stop_wakes_the_loop_too() {
    let check = check!(PAGE);
    Night::new(&check, [Step::Give(vec![STOP])]).expect(&[]);
}

/// Catches one order taken for each event: the others wait for the next one.
#[test]
fn one_event_may_stand_for_many_orders() {
    let check = check!(PAGE);
    let cups: Vec<_> = (1..=100).map(|cup| format!("cup {cup}")).collect();
    let orders = cups.iter().map(|cup| say(cup)).collect();
    let announced: Vec<_> =
        cups.iter().map(|cup| format!("announces {cup}")).collect();
    Night::new(&check, [Step::Give(orders), Step::Give(vec![STOP])])
        .expect(&announced.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Catches a `Stop` that overtakes what was said before it.
#[test]
fn orders_are_carried_out_in_the_order_they_were_given() {
    let check = check!(PAGE);
    Night::new(&check, [Step::Give(vec![say("tea"), say("good night"), STOP])])
        .because("all orders go through one queue: what overtakes it (a flag for `Stop`, a \
         second queue) loses what was said before.")
        .expect(&["announces tea", "announces good night"]);
}

/// Catches orders behind `Stop`, which are carried out though it is over.
#[test]
fn nothing_is_done_behind_stop() {
    let check = check!(PAGE);
    Night::new(&check, [Step::Give(vec![say("tea"), STOP, say("cake")])])
        .because(
            "`Stop` ends the loop at once, and every order before it is carried \
         out: return where you meet it, and leave what was given later.",
        )
        .expect(&["announces tea"]);
}

/// Catches a waker that is taken for a client, or one of the two being forgotten.
#[test]
fn clients_and_orders_are_served_in_one_turn() {
    let check = check!(PAGE);
    let batch = vec![Token(1), WAKER, Token(2)];
    let both = Step::Both(vec![say("tea")], batch);
    let mut night = Night::new(&check, [both, Step::Give(vec![STOP])]);
    night.any_order = true;
    night.expect(&["announces tea", "serves client 1", "serves client 2"]);
}

/// Catches a loop that waits for an order in a second place (`recv`).
#[test]
fn clients_are_served_when_there_is_no_order() {
    let check = check!(PAGE);
    check.likely(
        "a loop sleeps in one place only: to take an order must not wait for one.",
    );
    let happens = |client| Step::Happen(vec![Token(client)]);
    Night::new(&check, [happens(1), happens(2), Step::Give(vec![STOP])])
        .expect(&["serves client 1", "serves client 2"]);
}

/// Catches a loop that a signal ends (R4): the window was resized, no more.
#[test]
fn an_interrupted_sleep_is_not_the_end() {
    let check = check!(PAGE);
    Night::new(&check, [Step::Fail(io::ErrorKind::Interrupted), give_tea()])
        .then_stop()
        .expect(&["announces tea"]);
}

/// Catches a loop that goes on, at full speed, when it cannot sleep any more.
#[test]
fn a_kernel_that_is_broken_ends_the_loop() {
    let check = check!(PAGE);
    let broken = [Step::Fail(io::ErrorKind::Other)];
    Night::new(&check, broken)
        .because("this error says that the loop can never sleep again: return it.")
        .expect_error(io::ErrorKind::Other, &[]);
}

/// Catches a loop that ends, or spins, when the last hotline is gone.
#[test]
fn the_loop_goes_on_when_nobody_can_give_orders_any_more() {
    let check = check!(PAGE);
    let happens = |client| Step::Happen(vec![Token(client)]);
    let broken = Step::Fail(io::ErrorKind::Other);
    Night::new(&check, [Step::LastWords(vec![]), happens(1), happens(2), broken])
        .because("the thread that gave orders has ended. Its clients have not: no order, now \
         or ever, is no reason to stop.")
        .expect_error(io::ErrorKind::Other, &["serves client 1", "serves client 2"]);
}

/// Catches a waker that is dropped with its event still on the way.
#[test]
fn the_last_order_of_a_thread_that_ends_arrives() {
    let check = check!(PAGE);
    Night::new(&check, [Step::LastWords(vec![say("good night"), STOP])])
        .expect(&["announces good night"]);
}

/// Catches a lock that is held while an order is carried out.
#[test]
fn the_loop_may_give_orders_to_itself() {
    let check = check!(PAGE);
    let mut night = Night::new(&check, [give_tea()]).then_stop();
    check.likely(
        "carrying out an order led to another one, and the queue was still locked: \
         take an order out, let the lock go, and act then.",
    );
    night.echo = Some("more tea");
    night.expect(&["announces tea", "announces more tea"]);
}

/// Catches an order that is lost in silence, or costs its giver a panic.
#[test]
fn whoever_speaks_to_a_loop_that_has_ended_is_told() {
    let check = check!(PAGE);
    let hotline = Night::new(&check, [Step::Give(vec![STOP])]).expect(&[]);
    let hotline = hotline.expect("nobody has hung up");
    check.note("ann", "gives Announce(\"anybody?\")");
    let told = hotline.give(say("anybody?"));
    if told != Err(LoopHasEnded) {
        check.fail(
            "give returns Err(LoopHasEnded)",
            &format!("{told:?}"),
            "nobody will ever take this order; notice when the desk is dropped.",
        );
    }
}

fn give_tea() -> Step {
    Step::Give(vec![say("tea")])
}
