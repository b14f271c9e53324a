//! The checks of exercise 6: bob's mailbox, and bob does not always read.
//!
//! His socket is a scripted one. While he does not read, a write to it blocks, as
//! it does on a real one whose buffers are full.

#[path = "ex06_mailbox/bob.rs"]
mod bob;
#[path = "ex06_mailbox/ends.rs"]
mod ends;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use exercises::ex06_mailbox::{Mailbox, Refused};
use testkit::{Check, check};

use bob::{Bob, Takes, comes_back};

const PAGE: &str = "threads/mailboxes.md";
const LIMIT: usize = 8;

/// Catches lines that wait in a buffer for the next one (B4).
#[test]
fn a_line_is_written_without_waiting_for_the_next() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    push(&check, &mailbox, "one\n");
    let cause = "the writer keeps the line in a buffer of its own: write each line as \
                 it comes, or flush before you wait for the next.";
    bob.comes_to("bob reads \"one\\n\"", cause, |seen| seen.read == b"one\n");
}

/// Catches `write` where `write_all` is needed (B2), and a signal taken for an end.
#[test]
fn a_socket_may_take_a_line_in_pieces() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Pieces);
    bob.note("takes 3 bytes at a time, and is interrupted in between");
    let mailbox = bob.mailbox(LIMIT);
    push(&check, &mailbox, "hello everyone\n");
    let cause = "`write` may take a part of the line, or be interrupted by a signal; \
                 `write_all` writes on until all is taken.";
    bob.comes_to("bob reads \"hello everyone\\n\"", cause, |seen| {
        seen.read == b"hello everyone\n"
    });
}

/// Catches lines that are torn, mixed, lost, or out of order (H5, C2).
#[test]
fn lines_of_many_threads_arrive_whole_and_in_order() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(1000);
    let line = |who: usize, n: usize| format!("guest{who}: {n}\n");
    check.timeline().note("guests", "4 of them push 100 lines each");
    let all_taken = thread::scope(|scope| {
        let (mailbox, line) = (&mailbox, &line);
        let push = |who, n| mailbox.push(line(who, n).as_bytes()).is_ok();
        let guest = |who| scope.spawn(move || (0..100).all(|n| push(who, n)));
        let guests: Vec<_> = (0..4).map(guest).collect();
        guests.into_iter().all(|guest| guest.join().unwrap())
    });
    if !all_taken {
        let cause = "there is room for 1000 lines, and 400 were pushed.";
        check.fail("every line is taken", "one is refused", cause);
    }
    let bytes: usize = (0..400).map(|n| line(n / 100, n % 100).len()).sum();
    let cause = "some of what was pushed is lost between the threads.";
    bob.comes_to("bob reads 400 lines", cause, |seen| seen.read.len() == bytes);
    let read = String::from_utf8_lossy(&bob.see().read).into_owned();
    for who in 0..4 {
        let expected: Vec<_> = (0..100).map(|n| line(who, n)).collect();
        let of_one = |l: &&str| l.starts_with(&format!("guest{who}: "));
        let came: Vec<_> = read.split_inclusive('\n').filter(of_one).collect();
        if came != expected {
            let expected = "each guest's lines, whole and in the order of pushing";
            let cause = "a line is handed over as one piece, through one queue: what \
                         goes in two pieces is torn by the next thread.";
            check.fail(expected, "other lines", cause);
        }
    }
}

/// Catches a lock that is held during a write (H1), and a `send` that waits (H7).
#[test]
fn push_never_waits_for_a_client_that_does_not_read() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    bob.stops_reading();
    push(&check, &mailbox, "one\n");
    bob.comes_to("the writer writes", "no thread writes.", |seen| seen.in_write);
    check.timeline().note("the writer", "is stuck in a write to bob");
    let pushed = Arc::new(AtomicUsize::new(0));
    check.timeline().note("ann", format!("pushes {} lines", 3 * LIMIT));
    let count = Arc::clone(&pushed);
    let came_back = comes_back(move || {
        for _ in 0..3 * LIMIT {
            let _may_be_refused = mailbox.push(b"more\n");
            count.fetch_add(1, SeqCst);
        }
    });
    if !came_back {
        let pushed = pushed.load(SeqCst);
        let cause = if pushed < LIMIT {
            "a lock is held during a write that blocks, and `push` wants the same \
             lock: take out what waits, let the lock go, and only then write."
        } else {
            "a full mailbox is waited for, so one client that does not read stops \
             everybody who speaks: refuse instead (`try_send`, not `send`)."
        };
        let came = format!("push number {} hangs", pushed + 1);
        check.fail("push comes back at once", &came, cause);
    }
}

/// Catches one writer, or one lock, for all clients (H1).
#[test]
fn a_client_that_does_not_read_delays_no_other() {
    let check = check!(PAGE);
    let (bob, eve) = (
        Bob::new("bob", &check, Takes::Everything),
        Bob::new("eve", &check, Takes::Everything),
    );
    let (to_bob, to_eve) = (bob.mailbox(LIMIT), eve.mailbox(LIMIT));
    bob.stops_reading();
    push(&check, &to_bob, "one\n");
    bob.comes_to("the writer writes", "no thread writes.", |seen| seen.in_write);
    check.timeline().note("ann", "pushes \"two\\n\" to eve");
    let pushes = comes_back(move || drop(to_eve.push(b"two\n")));
    let cause = "all mailboxes share a lock or a writer, and a write to bob is stuck \
                 in it: each client needs its own.";
    if !pushes {
        check.fail("a push to eve comes back at once", "it hangs", cause);
    }
    eve.comes_to("eve reads \"two\\n\"", cause, |seen| seen.read == b"two\n");
}

/// Catches a mailbox without a limit (C4, H7), or with too low a one.
#[test]
fn a_full_mailbox_refuses() {
    for limit in [1, LIMIT, 100] {
        let check = check!(PAGE);
        let bob = Bob::new("bob", &check, Takes::Everything);
        let mailbox = bob.mailbox(limit);
        bob.stops_reading();
        let most = 2 * limit + 1;
        check.timeline().note("ann", format!("pushes up to {} lines", most + 1));
        let pushed = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&pushed);
        let came_back = comes_back(move || {
            while count.load(SeqCst) <= most && mailbox.push(b"hello\n").is_ok() {
                count.fetch_add(1, SeqCst);
            }
        });
        let expected =
            format!("{limit} to {most} lines are taken, then one refused");
        match pushed.load(SeqCst) {
            n if n < limit => {
                let cause = "the mailbox is too small: so many lines may wait.";
                check.fail(&expected, &format!("{n} are taken"), cause);
            }
            n if n > most => {
                let cause = "nothing bounds what waits for a client that does not \
                             read: it will fill the memory, or is dropped unseen.";
                check.fail(&expected, "every line is taken", cause);
            }
            _ if !came_back => {
                let cause = "a push to a full mailbox waits instead of refusing.";
                check.fail(&expected, "push hangs", cause);
            }
            _ => {}
        }
    }
}

/// Catches lines that are dropped in silence, and a mailbox that takes lines again
/// after one was refused (C5).
#[test]
fn no_line_is_ever_missing_in_the_middle() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    bob.stops_reading();
    let mut taken = String::new();
    for n in 0..3 * LIMIT {
        let line = format!("line {n}\n");
        // In a thread of its own, because it may hang: other checks say why.
        let mailbox = Arc::clone(&mailbox);
        let answer = Arc::new(AtomicUsize::new(0));
        let (told, pushed) = (Arc::clone(&answer), line.clone());
        let push = move || {
            told.store(mailbox.push(pushed.as_bytes()).map_or(1, |()| 2), SeqCst);
        };
        if !comes_back(push) {
            let cause = "a push to a full mailbox waits instead of refusing.";
            check.fail("push comes back at once", "it hangs", cause);
        }
        if answer.load(SeqCst) == 2 {
            taken.push_str(&line);
        }
    }
    check.timeline().note("ann", format!("has pushed {} lines", 3 * LIMIT));
    bob.reads_again();
    bob.comes_to("he reads a line", "nothing is written.", |s| !s.read.is_empty());
    let taken_again = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(1));
        mailbox.push(b"and one more\n").is_ok()
    });
    if taken_again {
        let expected = "after the first refusal every push is refused";
        let cause = "bob has missed a line, and now gets later ones as if nothing \
                     were missing: once it refused, a mailbox stays shut.";
        check.fail(expected, "there was room again, and a line was taken", cause);
    }
    mailbox.close();
    let cause = "the writer does not end after `close`.";
    bob.comes_to("the socket is dropped", cause, |seen| seen.is_dropped);
    let read = String::from_utf8_lossy(&bob.see().read).into_owned();
    if !taken.starts_with(&read) {
        let cause = "a line was taken and dropped unseen: what `push` has taken is \
                     written, and what cannot be kept has to be refused.";
        check.fail("what was taken, from the start, without a hole", "holes", cause);
    }
}

fn push(check: &Check, mailbox: &Mailbox, line: &str) {
    check.timeline().note("ann", format!("pushes {line:?}"));
    if mailbox.push(line.as_bytes()) == Err(Refused) {
        let cause = "there is room for it, nobody closed the mailbox, bob is there.";
        check.fail("the line is taken", "it is refused", cause);
    }
}
