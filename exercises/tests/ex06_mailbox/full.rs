//! What becomes of a client that does not read: it may be disconnected, but it
//! never misses a line in the middle.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use exercises::ex06_mailbox::{Mailbox, Refused};
use testkit::{Check, check};

use super::bob::{Bob, Takes, comes_back};
use super::{LIMIT, PAGE};

/// Catches a mailbox without a limit (C4, H7), or with too low a one.
#[test]
fn a_full_mailbox_refuses() {
    for limit in [LIMIT, 50, 1] {
        let check = check!(PAGE);
        let bob = Bob::new("bob", &check, Takes::Everything);
        let mailbox = bob.mailbox(limit);
        bob.stops_reading();
        let _the_writer_takes_it = push(&check, &mailbox, "hello\n");
        bob.comes_to("the writer writes", "no thread writes.", |seen| seen.in_write);
        let most = 2 * limit + 1;
        let taken = (0..=most)
            .take_while(|n| push(&check, &mailbox, &format!("line {n}\n")).is_ok())
            .count();
        let expected =
            format!("{limit} to {most} more lines are taken, then one refused");
        if taken < limit {
            let cause = "the mailbox is too small: so many lines may wait.";
            check.fail(&expected, &format!("{taken} are taken"), cause);
        }
        if taken > most {
            let cause = "nothing bounds what waits for a client that does not read: \
                         it fills the memory, or it is dropped unseen.";
            check.fail(&expected, "every line is taken", cause);
        }
    }
}

/// Catches a writer that moves what waits to a list of its own, between two writes
/// (C4).
#[test]
fn lines_wait_nowhere_else() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    bob.stops_reading();
    bob.note("takes one line at a time, and then another one");
    check.timeline().note("ann", format!("pushes {LIMIT} lines in between"));
    let mut taken = Vec::from(["line 00\n".to_owned()]);
    let _the_writer_takes_it = push(&check, &mailbox, &taken[0]);
    for round in 0..6 {
        bob.comes_to("the writer writes", "it stopped.", |seen| seen.is_stuck());
        let lines = (1..=LIMIT).map(|n| format!("line {round}{n}\n"));
        taken.extend(lines.take_while(|line| push(&check, &mailbox, line).is_ok()));
        if taken.len() <= (round + 1) * LIMIT {
            // It refused one, so what waits is bounded.
            return;
        }
        // Bob has one line of each round, and one is being written.
        let waiting = taken.len() - round - 1;
        if waiting > 2 * LIMIT + 1 {
            let expected = format!("at most {} lines wait for bob", 2 * LIMIT);
            let cause = "the writer moves what waits to a list of its own, where it \
                         does not count, so there is always room: what is taken out \
                         and not yet written waits as well.";
            check.fail(&expected, &format!("{waiting} of them wait"), cause);
        }
        bob.reads(taken[round].len());
    }
}

/// Catches a mailbox that takes lines again after it refused one (C5).
#[test]
fn after_one_refusal_a_mailbox_refuses_for_good() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    bob.stops_reading();
    let _taken = push_many(&check, &mailbox);
    bob.reads_again();
    bob.comes_to("he reads a line", "nothing is written.", |s| !s.read.is_empty());
    let is_taken_again = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(1));
        push(&check, &mailbox, "one more\n").is_ok()
    });
    if is_taken_again {
        let cause = "bob has missed a line, and now gets later ones as if nothing \
                     were missing: once it refused, a mailbox stays shut.";
        check.fail("the mailbox refuses from now on", "a line is taken", cause);
    }
}

/// Catches lines that are taken and dropped unseen (C5).
#[test]
fn what_is_taken_is_written_without_a_hole() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    bob.stops_reading();
    let mut taken = push_many(&check, &mailbox);
    bob.reads_again();
    bob.comes_to("he reads a line", "nothing is written.", |s| !s.read.is_empty());
    let is_taken_again = (0..20).any(|_| {
        thread::sleep(Duration::from_millis(1));
        push(&check, &mailbox, "last\n").is_ok()
    });
    if is_taken_again {
        taken.push_str("last\n");
    }
    let closing = Arc::clone(&mailbox);
    comes_back(&check, move || closing.close());
    let cause = "the writer does not end after `close`.";
    bob.comes_to("the socket is dropped", cause, |seen| seen.is_dropped);
    let read = bob.see().read.clone();
    if !taken.as_bytes().starts_with(&read)
        || is_taken_again && read.len() < taken.len()
    {
        let cause = "a line was taken and dropped unseen: what `push` takes is \
                     written, and what cannot be kept has to be refused.";
        check.fail("the lines that were taken, in a row", "some are missing", cause);
    }
}

/// Pushes far more than there is room for, and returns what was taken.
fn push_many(check: &Check, mailbox: &Arc<Mailbox>) -> String {
    check.timeline().note("ann", format!("pushes {} lines", 4 * LIMIT));
    let lines = (0..4 * LIMIT).map(|n| format!("line {n}\n"));
    lines.filter(|line| push(check, mailbox, line).is_ok()).collect()
}

/// Pushes a line from a thread that may hang.
fn push(check: &Check, mailbox: &Arc<Mailbox>, line: &str) -> Result<(), Refused> {
    let (tell, told) = channel();
    let (mailbox, line) = (Arc::clone(mailbox), line.to_owned());
    let push = move || {
        let _nobody_waits_any_more = tell.send(mailbox.push(line.as_bytes()));
    };
    if !comes_back(check, push) {
        let cause = "a push waits for room, or for a lock that the writer holds.";
        check.fail("push comes back at once", "it hangs", cause);
    }
    told.recv().expect("it came back")
}
