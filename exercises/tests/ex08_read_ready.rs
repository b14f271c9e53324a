//! The checks of exercise 8: ann's socket is ready, and somebody has to read.
//!
//! Each is the poller: it reports ann's socket, which answers from a script, and
//! acts on what your function makes of the answer.

#[path = "ex08_read_ready/ann.rs"]
mod ann;
#[path = "ex08_read_ready/causes.rs"]
mod causes;
#[path = "ex08_read_ready/socket.rs"]
mod socket;

use std::io::ErrorKind;

use exercises::ex08_read_ready::{Outcome, Report};
use testkit::check;

use ann::{Ann, Ended};
use socket::Answer;

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
    let mut ann =
        Ann::new(&check, [Bytes(b"hel"), WOULD_BLOCK, Bytes(b"lo\n"), End]);
    ann.is_served(READABLE);
    ann.has_said(b"hello\n");
}

/// Catches the whole buffer being taken for what was read (F12).
#[test]
fn only_what_this_read_returned_is_added() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes(b"hello\n"), Bytes(b"hi\n"), WOULD_BLOCK]);
    ann.scratch = b"bob to eve: my secret is 42\n".to_vec();
    ann.is_served(READABLE);
    ann.has_said(b"hello\nhi\n");
}

/// Catches `read_exact`, and a buffer that is not full taken for an end.
#[test]
fn a_read_may_fill_the_buffer_or_a_part_of_it() {
    let check = check!(PAGE);
    let mut ann =
        Ann::new(&check, [Bytes(b"hello everyone\n"), Bytes(b"hi\n"), End]);
    ann.scratch = vec![0; 4];
    ann.must_end(READABLE, Ended::After(Outcome::End));
    ann.has_said(b"hello everyone\nhi\n");
}

/// Catches bytes that are made into text, or end at a zero, before the line is whole.
#[test]
fn not_all_bytes_are_text() {
    let check = check!(PAGE);
    let answers = [Bytes("h\u{e9} \0 ".as_bytes()), Bytes(b"\xFF\r\n"), WOULD_BLOCK];
    let mut ann = Ann::new(&check, answers);
    // The two bytes of an é come in two reads.
    ann.scratch = vec![0; 2];
    ann.why_panic = "what one read brings may be no text, or half a character: only a \
                     whole line can be judged, and that is another one's business.";
    ann.is_served(READABLE);
    ann.has_said(b"h\xC3\xA9 \0 \xFF\r\n");
}

/// Catches a client that is thrown out for being silent (R2, R3).
#[test]
fn would_block_means_nothing_yet() {
    let check = check!(PAGE);
    let answers = [WOULD_BLOCK, Bytes(b"hello\n"), WOULD_BLOCK, Bytes(b"hi\n")];
    let mut ann = Ann::new(&check, answers);
    ann.must_end(READABLE, Ended::Never);
    ann.has_said(b"hello\nhi\n");
}

/// Catches a loop that asks until there is something.
#[test]
fn a_silent_client_keeps_nobody_waiting() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [WOULD_BLOCK]);
    ann.must_end(READABLE, Ended::Never);
}

/// Catches an end that nobody notices (R3, R12).
#[test]
fn a_read_of_no_bytes_is_the_end() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes(b"hello\n"), WOULD_BLOCK, End]);
    ann.must_end(READABLE, Ended::After(Outcome::End));
    ann.has_said(b"hello\n");
}

/// Catches a client that is lost, or not heard, because somebody resized a window.
#[test]
fn a_signal_is_nobodys_fault() {
    let check = check!(PAGE);
    let interrupted = || Fails(ErrorKind::Interrupted);
    let answers = [interrupted(), Bytes(b"hi\n"), interrupted(), interrupted(), End];
    let mut ann = Ann::new(&check, answers);
    ann.must_end(READABLE, Ended::After(Outcome::End));
    ann.has_said(b"hi\n");
}

/// Catches a report that is believed: `unwrap`, or "closed" taken as a fact (R15).
#[test]
fn a_report_may_be_wrong() {
    let check = check!(PAGE);
    for report in [READABLE, READABLE_AND_CLOSED, CLOSED] {
        let mut ann = Ann::new(&check, [WOULD_BLOCK, Bytes(b"hi\n"), WOULD_BLOCK]);
        ann.why_panic = "a report is a hint: a socket that was called readable may \
                         still have nothing, and `unwrap` ends the server for that.";
        ann.must_end(report, Ended::Never);
        ann.has_said(b"hi\n");
    }
}

/// Catches a client that is let go at "closed", before it was heard (C13).
#[test]
fn last_words_are_heard_before_the_end() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [Bytes(b"one\n"), Bytes(b"bye\n"), End]);
    ann.must_end(READABLE_AND_CLOSED, Ended::After(Outcome::End));
    ann.has_said(b"one\nbye\n");
}

/// Catches a client that is never let go, because only `readable` is looked at.
#[test]
fn a_socket_that_is_only_closed_is_read_as_well() {
    let check = check!(PAGE);
    let mut ann = Ann::new(&check, [End]);
    ann.must_end(CLOSED, Ended::After(Outcome::End));
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
        let mut ann = Ann::new(&check, [Bytes(b"hi\n"), WOULD_BLOCK, Fails(kind)]);
        ann.why_panic = "one client's broken connection must not end the server: \
                         answer `Broken`, and only this client is let go.";
        ann.must_end(READABLE, Ended::After(Outcome::Broken));
        ann.has_said(b"hi\n");
    }
}

/// Catches an error that is met behind the last bytes, and forgotten there.
#[test]
fn what_breaks_behind_the_last_bytes_is_broken() {
    use ErrorKind::{ConnectionReset, TimedOut};
    for kind in [ConnectionReset, TimedOut] {
        let check = check!(PAGE);
        let mut ann = Ann::new(&check, [Bytes(b"hi\n"), Fails(kind)]);
        ann.must_end(READABLE, Ended::After(Outcome::Broken));
        ann.has_said(b"hi\n");
    }
}
