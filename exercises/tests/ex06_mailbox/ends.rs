//! How it ends: closed by us, or because the client is gone.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use exercises::ex06_mailbox::{Mailbox, Refused};
use testkit::{Check, check};

use super::bob::{Bob, Takes, comes_back};
use super::{LIMIT, PAGE, push, with_a_stuck_writer};

/// Catches `close` joining a writer that may be stuck for ever (H6), or a lock
/// that the writer holds.
#[test]
fn close_never_waits_for_a_client_that_does_not_read() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = with_a_stuck_writer(&bob, LIMIT);
    check.timeline().note("ann", "closes the mailbox");
    if !comes_back(&check, move || mailbox.close()) {
        let cause = "`close` waits for the writer, which waits for bob, who does not \
                     read: tell the writer that it is over, and leave.";
        check.fail("close comes back at once", "it hangs", cause);
    }
}

/// Catches lines thrown away at `close` (C14), a writer thread that waits for ever
/// for more (H3), and a socket that nobody closes (H4).
#[test]
fn after_close_what_waits_is_written_and_the_socket_closed() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = with_a_stuck_writer(&bob, LIMIT);
    push(&check, &mailbox, "two\n");
    push(&check, &mailbox, "* goodbye\n");
    closes(&check, &mailbox);
    bob.reads_again();
    let cause = "`close` throws away what waits: the last words are written too, and \
                 only then it is over.";
    bob.comes_to("bob reads three lines", cause, |seen| {
        seen.read == b"one\ntwo\n* goodbye\n"
    });
    ends(&bob);
}

/// Catches an end that is put into the mailbox like a line, and finds no room.
#[test]
fn a_full_mailbox_can_be_closed_too() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = with_a_stuck_writer(&bob, LIMIT);
    (0..LIMIT).for_each(|_| push(&check, &mailbox, "more\n"));
    closes(&check, &mailbox);
    bob.reads_again();
    ends(&bob);
}

/// Catches a writer that keeps its own mailbox alive (H3).
#[test]
fn a_mailbox_that_is_dropped_is_closed() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    push(&check, &mailbox, "one\n");
    check.timeline().note("ann", "drops the mailbox");
    drop(mailbox);
    let cause = "what waits when a mailbox is dropped is written too.";
    bob.comes_to("bob reads \"one\\n\"", cause, |seen| seen.read == b"one\n");
    ends(&bob);
}

/// Catches a writer that nobody wakes when the mailbox is closed (H3).
#[test]
fn a_writer_with_nothing_to_write_ends_at_close() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    push(&check, &mailbox, "one\n");
    bob.comes_to("bob reads", "nothing is written.", |seen| seen.read == b"one\n");
    // Let it fall asleep: whoever is awake needs no waking.
    thread::sleep(Duration::from_millis(20));
    closes(&check, &mailbox);
    ends(&bob);
}

/// Catches a push that panics, or takes a line that nobody will write (H2, C5).
#[test]
fn a_closed_mailbox_refuses() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    closes(&check, &mailbox);
    closes(&check, &mailbox);
    check.timeline().note("ann", "pushes \"one\\n\"");
    let (tell, told) = channel();
    comes_back(&check, move || {
        let _nobody_waits_any_more = tell.send(mailbox.push(b"one\n"));
    });
    if told.try_recv() != Ok(Err(Refused)) {
        let cause = "nobody will ever write that line, and `push` does not say so.";
        check.fail("a closed mailbox refuses", "it does not", cause);
    }
}

/// Catches a writer that goes on after an error, or panics about it (C10).
#[test]
fn when_a_write_fails_the_client_is_gone() {
    let reset = "after a write that fails there is nobody to write to: the writer \
                 ends at once, without being told, and drops the socket.";
    let zero = "`Ok(0)` of a write means that nobody takes anything any more: to try \
                again does not end (`write_all` makes an error of it), so the writer \
                has to end, and to drop the socket.";
    let failures =
        [(Takes::Reset, "ConnectionReset", reset), (Takes::Zero, "Ok(0)", zero)];
    for (takes, name, cause) in failures {
        let check = check!(PAGE);
        let bob = Bob::new("bob", &check, takes);
        let mailbox = bob.mailbox(100);
        bob.note(&format!("is gone: a write to him returns {name}"));
        push(&check, &mailbox, "one\n");
        bob.comes_to("the writer drops the socket", cause, |seen| seen.is_dropped);
        if bob.see().has_panicked {
            let cause = "that a client is gone is no bug, it happens all day: an \
                         error ends the writer, and needs no `unwrap`.";
            check.fail("the writer ends", "it panics", cause);
        }
        let refuses = (0..20).any(|_| {
            thread::sleep(Duration::from_millis(1));
            mailbox.push(b"two\n") == Err(Refused)
        });
        if !refuses {
            let cause = "the writer is gone and lines are still collected for it: \
                         when it ends, the mailbox has to know.";
            check.fail("push refuses", "lines are taken", cause);
        }
    }
}

/// Catches a writer that offers the rest to a socket that failed (C10).
#[test]
fn what_waits_when_a_write_fails_is_not_written() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = with_a_stuck_writer(&bob, 20);
    (0..10).for_each(|_| push(&check, &mailbox, "more\n"));
    bob.resets();
    let cause = "nobody will ever read what still waits: the first write that fails \
                 ends the writer, and the socket goes with it.";
    bob.comes_to("the writer drops the socket", cause, |seen| seen.is_dropped);
    // A `BufWriter` tries once more when it is dropped.
    let writes = bob.see().writes;
    if writes > 2 {
        let came = format!("{writes} writes, all of which fail");
        check.fail("the write that fails is the last", &came, cause);
    }
}

/// Closes a mailbox that others still hold: closing it is what ends it.
fn closes(check: &Check, mailbox: &Arc<Mailbox>) {
    check.timeline().note("ann", "closes the mailbox");
    let closing = Arc::clone(mailbox);
    if !comes_back(check, move || closing.close()) {
        let cause =
            "`close` waits for something: it only has to say that it is over.";
        check.fail("close comes back at once", "it hangs", cause);
    }
}

/// Fails unless the writer thread ends and the socket is dropped.
fn ends(bob: &Bob) {
    bob.check.comes_true(|| bob.see().is_dropped);
    let cause = if bob.see().thread_has_ended {
        "the writer has ended, but somebody still holds the socket, so it is never \
         closed and bob waits for ever: the writer alone owns it."
    } else {
        "the writer still waits for lines: nobody told it that none will come. A \
         channel ends only when its last sender is dropped; a condition variable \
         has to be notified."
    };
    bob.comes_to("the socket is dropped", cause, |seen| seen.is_dropped);
    let cause = "the socket is closed, but the thread that wrote to it is still there: \
                 with each client that leaves, one more stays behind.";
    bob.comes_to("the writer thread ends", cause, |seen| seen.thread_has_ended);
}
