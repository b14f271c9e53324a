//! The checks of exercise 8: ann's socket is ready, and somebody has to read.
//!
//! Each is the poller: it reports ann's socket, which answers from a script, and
//! acts on what your function makes of the answer.

#[path = "ex08_read_ready/ann.rs"]
mod ann;

use std::io::ErrorKind;

use exercises::ex08_read_ready::{Outcome, Report};
use testkit::check;

use ann::{Ann, Answer, Ended};

const PAGE: &str = "readiness/non-blocking.md";
const READABLE: Report = Report { readable: true, closed: false };
const READABLE_AND_CLOSED: Report = Report { readable: true, closed: true };
const CLOSED: Report = Report { readable: false, closed: true };

use Answer::{Bytes, End, Fails};
const WOULD_BLOCK: Answer = Fails(ErrorKind::WouldBlock);

/// Catches `input` being replaced or emptied, with half a line in it.
#[test]
fn bytes_are_added_to_those_that_came_before() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes("hel"), WOULD_BLOCK, Bytes("lo\n"), End]);
    ann.is_served(READABLE);
    ann.has_said("hello\n", "`input` may hold half a line from before: add to it.");
}

/// Catches the whole buffer being taken for what was read (F12).
#[test]
fn only_what_this_read_returned_is_added() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes("hello\n"), Bytes("hi\n"), WOULD_BLOCK]);
    ann.scratch = b"bob to eve: my secret is 42\n".to_vec();
    ann.is_served(READABLE);
    ann.has_said(
        "hello\nhi\n",
        "only the first n bytes of the buffer were read just now; behind them stand \
         old ones, the words of somebody else.",
    );
}

/// Catches `read_exact`, and a buffer that is not full taken for an end.
#[test]
fn a_read_may_fill_the_buffer_or_a_part_of_it() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes("hello everyone\n"), Bytes("hi\n"), End]);
    ann.scratch = vec![0; 4];
    let cause = "every n above zero is progress, be it the whole buffer or a part of \
                 it, and what does not fit is there for the next read.";
    ann.must_end(READABLE, Ended::After(Outcome::End), |_| cause);
    ann.has_said("hello everyone\nhi\n", cause);
}

/// Catches a client that is thrown out for being silent (R2, R3).
#[test]
fn would_block_means_nothing_yet() {
    let check = check!(PAGE);
    let answers = [WOULD_BLOCK, Bytes("hello\n"), WOULD_BLOCK, Bytes("hi\n")];
    let mut ann = Ann::new(&check, answers);
    ann.must_end(READABLE, Ended::Never, |came| match came {
        Outcome::End => {
            "`WouldBlock` is not the end: ann is merely silent, and will say more."
        }
        _ => "`WouldBlock` is no failure: nothing is there yet, and that is all.",
    });
    ann.has_said("hello\nhi\n", "`WouldBlock` adds nothing and takes nothing away.");
}

/// Catches a loop that asks until there is something.
#[test]
fn a_silent_client_keeps_nobody_waiting() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [WOULD_BLOCK]);
    ann.socket.why_in_vain = "on `WouldBlock` you ask again at once, so this call never ends and \
         everybody else waits: return, the poller says when to come back.";
    ann.must_end(READABLE, Ended::Never, |_| "nothing is there yet, no more.");
}

/// Catches an end that nobody notices (R3, R12).
#[test]
fn a_read_of_no_bytes_is_the_end() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes("hello\n"), WOULD_BLOCK, End]);
    ann.socket.why_in_vain = "after `Ok(0)` there is nothing to ask for any more.";
    ann.must_end(READABLE, Ended::After(Outcome::End), |came| match came {
        Outcome::Broken => {
            "`Ok(0)` is an orderly goodbye, and no broken connection."
        }
        _ => {
            "`Ok(0)` is the end of input. A poller reports it again and again until \
             the client is let go, so the server never sleeps any more."
        }
    });
    ann.has_said("hello\n", "what came before the end was said.");
}

/// Catches a client that is lost because somebody resized a window.
#[test]
fn a_signal_is_nobodys_fault() {
    let check = check!(PAGE);
    let interrupted = || Fails(ErrorKind::Interrupted);
    let answers = [interrupted(), Bytes("hi\n"), interrupted(), interrupted(), End];
    let mut ann = Ann::new(&check, answers);
    ann.must_end(READABLE, Ended::After(Outcome::End), |_| {
        "`Interrupted` says that a signal came during the call; nothing happened to \
         the connection: ask again."
    });
    ann.has_said("hi\n", "what came after the signal was said too.");
}

/// Catches a report that is believed: `unwrap`, or "closed" taken as a fact (R15).
#[test]
fn a_report_may_be_wrong() {
    let check = check!(PAGE);
    for report in [READABLE, READABLE_AND_CLOSED, CLOSED] {
        let mut ann = Ann::new(&check, [WOULD_BLOCK, Bytes("hi\n"), WOULD_BLOCK]);
        ann.why_panic = "a report is a hint: a socket that was called readable may \
                         still have nothing, and `unwrap` ends the server for that.";
        ann.must_end(report, Ended::Never, |_| {
            "a report is a hint: that a socket is closed you know from `Ok(0)`, and \
             here `read` says that nothing is there yet."
        });
        ann.has_said("hi\n", "what came later was said too.");
    }
}

/// Catches a client that is let go at "closed", before it was heard (C13).
#[test]
fn last_words_are_heard_before_the_end() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes("one\n"), Bytes("bye\n"), End]);
    let cause = "who speaks and closes at once is reported readable and closed in \
                 one: read until `Ok(0)` all the same, or the last words are lost.";
    ann.must_end(READABLE_AND_CLOSED, Ended::After(Outcome::End), |_| cause);
    ann.has_said("one\nbye\n", cause);
}

/// Catches a client that is never let go, because only `readable` is looked at.
#[test]
fn a_socket_that_is_only_closed_is_read_as_well() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [End]);
    ann.must_end(CLOSED, Ended::After(Outcome::End), |_| {
        "some systems report an end as closed and not as readable: read, or nobody \
         ever finds out."
    });
}

/// Catches an error that ends the server, or that is taken for silence.
#[test]
fn any_other_error_is_a_broken_connection() {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    use ErrorKind::{HostUnreachable, NotConnected, Other, TimedOut};
    let check = check!(PAGE);
    let resets = [ConnectionReset, ConnectionAborted, BrokenPipe];
    let others = [TimedOut, NotConnected, HostUnreachable, Other];
    for kind in resets.into_iter().chain(others) {
        let mut ann = Ann::new(&check, [Bytes("hi\n"), WOULD_BLOCK, Fails(kind)]);
        ann.why_panic = "one client's broken connection must not end the server: \
                         answer `Broken`, and only this client is let go.";
        ann.socket.why_in_vain =
            "a broken connection stays broken: do not ask again.";
        ann.must_end(READABLE, Ended::After(Outcome::Broken), |came| match came {
            Outcome::End => {
                "an error is not the orderly end: what is unfinished stays \
                 unfinished, and only `Ok(0)` makes a line of it."
            }
            _ => {
                "apart from `WouldBlock` and `Interrupted`, every error means that \
                 this connection is broken for good, whatever it is called."
            }
        });
        ann.has_said("hi\n", "what was read before the connection broke was said.");
    }
}
