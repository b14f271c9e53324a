//! The checks of exercise 6: bob's mailbox, and bob does not always read.
//!
//! His socket is a scripted one. While he does not read, a write to it blocks, as
//! it does on a real one whose buffers are full.

#[path = "ex06_mailbox/bob.rs"]
mod bob;
#[path = "ex06_mailbox/ends.rs"]
mod ends;
#[path = "ex06_mailbox/full.rs"]
mod full;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
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

/// Catches a writer that looks again and again whether there is something (R19).
#[cfg(target_os = "linux")]
#[test]
fn a_writer_with_nothing_to_write_sleeps() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    push(&check, &mailbox, "one\n");
    bob.comes_to("bob reads", "nothing is written.", |seen| seen.read == b"one\n");
    if !check.comes_true(|| bob.lets_the_writer_sleep()) {
        let cause = "the writer asks again and again whether there is a line: to wait \
                     for one costs nothing (`recv`, or a condition variable).";
        check.fail("the writer sleeps", "it wakes up all the time", cause);
    }
}
testkit::linux_only!(
    a_writer_with_nothing_to_write_sleeps,
    "the writer thread is looked at in /proc"
);

/// Catches a writer that waits a while, in case there will be more to write at once.
#[cfg(target_os = "linux")]
#[test]
fn a_writer_with_something_to_write_does_not_sleep() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    let mut pushed = String::new();
    for _ in 0..20 {
        push(&check, &mailbox, "one\n");
        pushed += "one\n";
        let is_read = || bob.see().read.len() >= pushed.len();
        if !check.comes_true(|| is_read() || bob.lets_a_line_wait(pushed.len())) {
            check.fail("bob reads it", "it is not written", "nobody writes it.");
        }
        if !is_read() {
            let cause = "the writer has the line and sleeps, in case another one \
                         follows: write what is there, and sleep when nothing is.";
            check.fail("the line is written", "the writer sleeps", cause);
        }
    }
}
testkit::linux_only!(
    a_writer_with_something_to_write_does_not_sleep,
    "the writer thread is looked at in /proc"
);

/// Catches lines that are kept as text, which not every byte is.
#[test]
fn any_bytes_at_all_arrive_as_they_are() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = bob.mailbox(LIMIT);
    let line = b"\xFF\x00 \t\r\n";
    check.timeline().note("ann", "pushes \"\\xFF\\0 \\t\\r\\n\"");
    let taken = mailbox.push(line);
    let cause = "a line is bytes, and the writer changes none of them: whether they are \
                 text is another one's business.";
    if taken.is_err() {
        check.fail("the line is taken", "it is refused", cause);
    }
    bob.comes_to("bob reads the same bytes", cause, |seen| seen.read == line);
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
    // On a busy machine eve may be done before ann begins; then it proves nothing.
    let mut meetings = 0;
    for _ in 0..50 {
        meetings += ann_speaks_while_eve_does(&check!(PAGE));
        if meetings >= 300 {
            return;
        }
    }
}

/// Judges what bob reads while both push, and returns how many lines of ann's came
/// before eve's last.
fn ann_speaks_while_eve_does(check: &Check) -> usize {
    let bob = Bob::new("bob", check, Takes::Everything);
    let mailbox = bob.mailbox(20_000);
    check.timeline().note("eve", "pushes line after line");
    check.timeline().note("ann", "pushes now and then");
    let is_over = AtomicBool::new(false);
    let push = |line: &String| mailbox.push(line.as_bytes()).is_ok();
    let (of_eve, of_ann): (Vec<String>, Vec<String>) = thread::scope(|scope| {
        let eve = scope.spawn(|| {
            let lines = (0..19_000).map(|n| format!("eve: {n}\n"));
            lines.take_while(|_| !is_over.load(SeqCst)).filter(push).collect()
        });
        let lines = (0..100).map(|n| format!("ann: {n}\n"));
        let now_and_then = |_: &String| thread::sleep(Duration::from_micros(20));
        let ann = lines.inspect(now_and_then).filter(push).collect();
        is_over.store(true, SeqCst);
        (eve.join().unwrap_or_default(), ann)
    });
    let bytes: usize = of_eve.iter().chain(&of_ann).map(String::len).sum();
    let cause = "some of what was pushed is lost between the threads.";
    bob.comes_to("bob reads all lines", cause, |seen| seen.read.len() >= bytes);
    let read = String::from_utf8_lossy(&bob.see().read).into_owned();
    for (who, pushed) in [("ann", of_ann), ("eve", of_eve)] {
        in_order(check, &pushed, &of(who, &read));
    }
    let while_eve_spoke = read.rfind("eve").map_or("", |end| &read[..end]);
    of("ann", while_eve_spoke).len()
}

/// Somebody's lines in what was read.
fn of<'a>(who: &str, read: &'a str) -> Vec<&'a str> {
    read.split_inclusive('\n').filter(|line| line.starts_with(who)).collect()
}

/// Fails unless the lines came as they were pushed.
fn in_order(check: &Check, pushed: &[String], came: &[&str]) {
    if came == pushed {
        return;
    }
    let cause = if sorted(pushed) == sorted(came) {
        "the lines are all there, but not in the order of pushing: the oldest goes \
         first."
    } else {
        "a line is handed over as one piece, through one queue: what goes in two \
         pieces is torn by the next thread."
    };
    check.fail("whole lines, in the order of pushing", "other lines", cause);
}

/// Catches a lock that is held during a write (H1), and a `send` that waits (H7).
#[test]
fn push_never_waits_for_a_client_that_does_not_read() {
    let check = check!(PAGE);
    let bob = Bob::new("bob", &check, Takes::Everything);
    let mailbox = with_a_stuck_writer(&bob, LIMIT);
    check.timeline().note("the writer", "is stuck in a write to bob");
    let pushed = Arc::new(AtomicUsize::new(0));
    check.timeline().note("ann", format!("pushes {} lines", 3 * LIMIT));
    let count = Arc::clone(&pushed);
    let came_back = comes_back(&check, move || {
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
    // The mailbox stays: what becomes of it when it is dropped is another matter.
    let pushing = Arc::clone(&to_eve);
    let pushes = comes_back(&check, move || {
        let _other_checks_look_at_it = pushing.push(b"two\n");
    });
    let cause = "all mailboxes share a lock or a writer, and a write to bob is stuck \
                 in it: each client needs its own.";
    if !pushes {
        check.fail("a push to eve comes back at once", "it hangs", cause);
    }
    eve.comes_to("eve reads \"two\\n\"", cause, |seen| seen.read == b"two\n");
}

fn sorted<S: AsRef<str>>(lines: &[S]) -> Vec<&str> {
    let mut sorted: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    sorted.sort_unstable();
    sorted
}

/// A mailbox whose writer is in the middle of a write to bob, who does not read.
fn with_a_stuck_writer(bob: &Bob<'_>, limit: usize) -> Arc<Mailbox> {
    let mailbox = bob.mailbox(limit);
    bob.stops_reading();
    push(bob.check, &mailbox, "one\n");
    bob.comes_to("the writer writes", "no thread writes.", |seen| seen.in_write);
    mailbox
}

/// Pushes a line that is to be taken.
fn push(check: &Check, mailbox: &Mailbox, line: &str) {
    check.timeline().note("ann", format!("pushes {line:?}"));
    // For whatever hangs from here on, be it only the mailbox that is dropped.
    check.likely(
        "a lock is held during a write that blocks, and somebody else waits for it: \
         take out what waits, let the lock go, and only then write",
    );
    if mailbox.push(line.as_bytes()) == Err(Refused) {
        let cause = "there is room for it, nobody closed the mailbox, bob is there.";
        check.fail("the line is taken", "it is refused", cause);
    }
}
