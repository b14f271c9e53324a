//! The checks of exercise 3: one client, whatever its network does.
//!
//! Most of them hand `serve` a socket with a script, so that each awkward moment
//! comes every time. The last ones start the real server.

#[path = "support/ex03_generous.rs"]
mod generous;

use std::io;

use exercises::ex03_echo::serve;
use generous::Generous;
use testkit::{Check, Guest, ReadStep, Scripted, WriteStep, check, quote};

const PAGE: &str = "bytes/one-client-at-a-time.md";

/// Catches a server that waits for the end of input, or keeps its answer in a
/// buffer, while the client waits for the answer.
#[test]
fn an_answer_leaves_before_the_next_read() {
    let check = check!(PAGE);
    let (line, answered) = (ReadStep::bytes, ReadStep::answered);
    let reads = [
        line("a\n"),
        answered("a\n"),
        line("b\nhalf a"),
        answered("a\nb\n"),
        line(" line\n"),
        answered("a\nb\nhalf a line\n"),
    ];
    let mut ann = Scripted::new(reads, []).told_as("ann's socket", check.timeline());
    finish(&check, serve(&mut ann));
    compare(&check, b"a\nb\nhalf a line\n", ann.written());
}

/// Catches a limit on what is answered before the next read, and a read that filled
/// its buffer taken to mean that more is there.
#[test]
fn all_answers_leave_before_the_next_read() {
    let check = check!(PAGE);
    check.note("ann", "fills whatever is offered with lines, and waits for answers");
    let mut ann = Generous { check: &check, reads: 0, owed: 0, written: 0 };
    finish(&check, serve(&mut ann));
    ann.has_all();
}

/// Catches code that takes one line out of each read.
#[test]
fn two_lines_in_one_read_come_back_both() {
    let check = check!(PAGE);
    check.likely(
        "one read may bring several lines: take them all out, `while` there is one",
    );
    comes_back(&check, &[b"one\ntwo\nthree\n"], b"one\ntwo\nthree\n");
}

/// Catches code that takes each read for a line.
#[test]
fn a_line_in_pieces_is_one_line() {
    for pieces in testkit::splits("hé llo\r\n\nyou\n".as_bytes()) {
        let check = check!(PAGE);
        check.likely(
            "TCP cuts where it likes: only a `\\n` ends a line, and a \
             `\\r` before it goes with it; one read may also hold several lines",
        );
        comes_back(&check, &pieces, "hé llo\n\nyou\n".as_bytes());
    }
}

/// Catches `trim`, which takes more than the end of a line.
#[test]
fn spaces_come_back_too() {
    let check = check!(PAGE);
    check.likely(
        "only the ending is taken off, and `LineBuffer` has done that: spaces and tabs \
         are hers, so no `trim`",
    );
    comes_back(&check, &[b"\t a  b \t \n  \n"], b"\t a  b \t \n  \n");
}

/// Catches code that looks at the whole buffer instead of what was read into it.
#[test]
fn only_what_was_read_counts() {
    let check = check!(PAGE);
    check.likely("`read` filled the first `n` bytes of the buffer; the rest is old");
    comes_back(
        &check,
        &[b"a long line, to begin with\n", b"b\n"],
        b"a long line, to begin with\nb\n",
    );
}

/// Catches code that takes an empty line for the end of input.
#[test]
fn an_empty_line_is_no_farewell() {
    let check = check!(PAGE);
    check.likely(
        "to press Enter is not to leave: an empty line comes back, only \
         `Ok(0)` is the end",
    );
    comes_back(&check, &[b"a\n", b"\n", b"b\n"], b"a\n\nb\n");
}

/// Catches code that loses what came after the last newline, and code that sends
/// it back without one.
#[test]
fn the_last_line_needs_no_newline() {
    let check = check!(PAGE);
    check.likely(
        "at the end of input what is left counts as a line: `finish`, then \
         answer once more",
    );
    comes_back(&check, &[b"hello\n", b"by", b"e"], b"hello\nbye\n");
}

/// Catches `write` where it has to be `write_all`.
#[test]
fn an_answer_is_written_to_its_end() {
    let check = check!(PAGE);
    check.likely(
        "a write may take a part of what it is offered: the rest has to be \
         offered again",
    );
    let line = [&[b'x'; 100][..], b"\n"].concat();
    let mut ann = scripted(&check, &[&line]).last_write(WriteStep::Takes(7));
    finish(&check, serve(&mut ann));
    compare(&check, &line, ann.written());
}

/// Catches code that takes `Interrupted` for the end of the connection.
#[test]
fn an_interrupted_call_is_made_again() {
    let check = check!(PAGE);
    check.likely(
        "`Interrupted`: a signal came, and nothing else happened. Make the \
         call again",
    );
    use ReadStep::Interrupted;
    let reads =
        [Interrupted, ReadStep::bytes("a\n"), Interrupted, ReadStep::bytes("b")];
    let writes =
        [WriteStep::Interrupted, WriteStep::Takes(1), WriteStep::Interrupted];
    let mut ann =
        Scripted::new(reads, writes).told_as("ann's socket", check.timeline());
    finish(&check, serve(&mut ann));
    compare(&check, b"a\nb\n", ann.written());
}

/// Catches code that panics, leaves, or says nothing when a line is not UTF-8.
#[test]
fn bytes_that_are_no_text_are_answered_too() {
    let check = check!(PAGE);
    check.likely(
        "a line that is not UTF-8 is a line like any other: tell the \
         client, and go on",
    );
    comes_back(&check, &[b"a\n\xff\xfe\nb\n"], b"a\n! not valid UTF-8\nb\n");
}

/// Catches code that has no limit, or one answer for each piece.
#[test]
fn a_line_that_is_too_long_is_answered_once() {
    let check = check!(PAGE);
    check.likely(
        "a line of more than 512 bytes gets one error, and the next line works",
    );
    let long = [b'x'; 1000];
    let expected = b"! line too long (max 512 bytes)\nb\n";
    comes_back(&check, &[&long, &long, b"x\nb\n"], expected);
}

/// Catches a loop that goes on, or panics, when the connection is broken.
#[test]
fn a_reset_ends_it() {
    let check = check!(PAGE);
    check.likely("a reset is the end of this client: stop reading and return");
    let mut ann = scripted(&check, &[b"a\n", b"b"]).last_read(ReadStep::Reset);
    // Whether that is an error or not is up to you; only return.
    let _ = serve(&mut ann);
    compare(&check, b"a\n", ann.written());
    let mut bob = scripted(&check, &[b"a\n", b"b\n"]).last_write(WriteStep::Reset);
    let _ = serve(&mut bob);
    if bob.is_read_up() {
        check.fail(
            "nothing more is read from a client that cannot be answered",
            "it is",
            "a write that fails is the end of this client as well: what is the use of \
             another question?",
        );
    }
}

/// Catches what only shows on a real connection: an answer that waits for more.
#[test]
fn a_real_client_is_answered_while_it_stays() {
    let check = check!(PAGE);
    let server = check.server();
    let mut ann = server.guest("ann");
    ann.say("hello");
    is_answered(&check, &mut ann, "hello");
    ann.say("still here");
    is_answered(&check, &mut ann, "still here");
}

/// Catches a connection that is closed before the last answer, or never.
#[test]
fn a_real_client_reads_all_its_answers_and_the_end() {
    let check = check!(PAGE);
    check.likely(
        "after `Ok(0)` answer what is left, then return: that closes the connection",
    );
    let server = check.server();
    let mut ann = server.guest("ann");
    ann.send("hello\nbye");
    ann.half_close();
    for line in ["hello", "bye"] {
        compare(&check, line.as_bytes(), ann.line().as_bytes());
    }
    ann.expect_end();
    let mut bob = server.guest("bob");
    bob.say("my turn");
    is_answered(&check, &mut bob, "my turn");
}

fn scripted(check: &Check, pieces: &[&[u8]]) -> Scripted {
    let reads = pieces.iter().map(ReadStep::bytes);
    Scripted::new(reads, []).told_as("ann's socket", check.timeline())
}

fn comes_back(check: &Check, pieces: &[&[u8]], expected: &[u8]) {
    let mut ann = scripted(check, pieces);
    finish(check, serve(&mut ann));
    compare(check, expected, ann.written());
}

#[track_caller]
fn is_answered(check: &Check, client: &mut Guest, line: &str) {
    check.likely(
        "you wait for more from a client that waits for you: answer what \
         you have (and flush)",
    );
    let came = client.line();
    check.likely("this is another answer than the line that was said");
    compare(check, line.as_bytes(), came.as_bytes());
}

#[track_caller]
fn compare(check: &Check, expected: &[u8], came: &[u8]) {
    if expected == came {
        return;
    }
    let (shown, got) = (quote(expected, 80), quote(came, 80));
    // What stands in the buffer behind her words makes a line too long.
    let is_refused =
        |bytes| String::from_utf8_lossy(bytes).contains("! line too long");
    if is_refused(came) && !is_refused(expected) {
        let cause = "you answer more than she said: give `&buffer[..n]` to \
                     `receive`, not the whole buffer";
        check.fail(&shown, &got, cause);
    }
    check.timeline().fail(&shown, &got)
}

/// The client left in peace, so that is how `serve` has to end.
#[track_caller]
fn finish(check: &Check, outcome: io::Result<()>) {
    if let Err(error) = outcome {
        let came = format!("Err({:?})", error.kind());
        check
            .timeline()
            .fail("serve returns Ok(()) when the client has left", &came);
    }
}
