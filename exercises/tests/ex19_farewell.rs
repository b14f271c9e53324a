//! The checks of exercise 19: ann leaves, in every way that there is.
//!
//! Her socket has a kernel's manners without a kernel, and time passes when the
//! check says so.

use std::io::ErrorKind::ConnectionReset;

use testkit::check;

#[path = "ex19_farewell/deadlines.rs"]
mod deadlines;
#[allow(dead_code, reason = "two exercises share it")]
#[path = "support/socket.rs"]
mod socket;
#[path = "ex19_farewell/visit.rs"]
mod visit;

use visit::Visit;

const PAGE: &str = "events/farewells.md";
const CLOSED: &str = "she has got everything and closed her side as well: nothing is left to wait for.";
const UNREAD: &str = "to close while words of hers are unread makes the kernel reset the \
     connection, and the reset destroys the last word on its way: read and discard until \
     she closes.";

/// Catches a hang-up that is looked at before the line that came with it (C13).
#[test]
fn lines_and_the_end_of_input_may_come_together() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.sends(&["hel", "lo\nhow are", " you\nbye"]);
    visit.ann.ends(Ok(()));
    visit.ann.meets_a_signal();
    visit.hears(&["hello", "how are you", "bye"], true);
}

/// Catches lines that are lost behind one that is too long, or no text.
#[test]
fn a_line_that_is_too_long_is_left_out() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    let long = "x".repeat(600) + "\ntwo\n";
    visit.ann.sends(&[b"\xFF\xFE\non".as_slice(), b"e\n", long.as_bytes()]);
    let cause = "a line that is too long or no text is left out; the one behind it is \
                 a line like any other.";
    visit.hears_but(&["one", "two"], false, cause);
}

/// Catches an end that comes without a word or more than once, and a client that is
/// let go too early or never.
#[test]
fn the_end_of_input_is_heard_once() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.sends(&["hello\n"]);
    visit.hears(&["hello"], false);
    visit.writes();
    visit.output_is_open();
    visit.ann.ends(Ok(()));
    visit.hears(&[], true);
    visit.leaves();
    visit.hears(&[], false);
    visit.writes();
    visit.output_is_ended();
    visit.is_gone(CLOSED);
}

/// Catches `Ok(0)` being taken for "gone": `printf '/who\n' | nc -N` gets no answer
/// (C14).
#[test]
fn who_has_said_all_still_gets_the_answer() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.sends(&["/who"]);
    visit.ann.ends(Ok(()));
    visit.hears(&["/who"], true);
    visit.tells("* in lobby: ann\n");
    visit.leaves();
    visit.is_here(
        "the end of her input is not the end of the connection: she still reads.",
    );
    visit.writes();
    visit.got_everything();
    visit.output_is_ended();
    visit.is_gone(CLOSED);
}

/// Catches a `FIN` in the middle of what she is owed, and a rest that is lost.
#[test]
fn all_that_is_owed_is_written_before_the_end() {
    for room in [1, 7, 30] {
        let check = check!(PAGE);
        let mut visit = Visit::new(&check);
        visit.ann.has_room(room);
        visit.tells("bob: one\nbob: two\nbob: three\n");
        visit.tells("* goodbye\n");
        visit.leaves();
        visit.writes();
        visit.output_is_open();
        visit.is_here("she is owed more, and reads.");
        visit.ann.has_room(usize::MAX);
        visit.ann.meets_a_signal();
        visit.writes();
        visit.got_everything();
        visit.output_is_ended();
        visit.writes();
        visit.output_is_ended();
    }
}

/// Catches a half-close, while she is leaving, that ends what she is owed (C14).
#[test]
fn who_ends_her_input_while_she_leaves_still_gets_everything() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.has_room(0);
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.writes();
    visit.ann.sends(&["bye\n"]);
    visit.ann.ends(Ok(()));
    visit.hears(&[], false);
    visit.is_here("she is owed more, and she still reads.");
    visit.ann.has_room(usize::MAX);
    visit.writes();
    visit.got_everything();
    visit.output_is_ended();
    visit.is_gone(CLOSED);
}

/// Catches lines for somebody who is not here any more, behind the last word.
#[test]
fn what_is_said_later_is_not_owed() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.tells_in_vain("bob: has she left?\n");
    visit.writes();
    visit.tells_in_vain("bob: she has\n");
    visit.writes();
    visit.got_everything();
}

/// Catches a farewell that is destroyed by a reset (C15).
#[test]
fn unread_words_do_not_destroy_the_last_one() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.ann.sends(&["wait\n", "I have to tell you", " something\n"]);
    visit.writes();
    visit.got_everything();
    visit.output_is_ended();
    visit.is_here(UNREAD);
    if !visit.ann.is_read_up() {
        check.fail(
            "what she sent is read, and nobody hears it",
            "it stays unread",
            "what came before will not be reported again: as soon as the output is \
             ended, read until `WouldBlock`.",
        );
    }
}

/// Catches a drain that waits for a report which came long ago, and a signal that
/// ends it (R4).
#[test]
fn words_and_an_end_that_are_here_already_are_read_at_once() {
    let interrupted =
        "`Interrupted` means that a signal came before the answer: read again.";
    let waits = "her words and her end are here already, and will not be reported once \
                 more: as soon as the output is ended, read until her end.";
    for (comes_a_signal, cause) in [(false, waits), (true, interrupted)] {
        let check = check!(PAGE);
        let mut visit = Visit::new(&check);
        visit.leaves();
        visit.ann.sends(&["wait\n", "oh\n"]);
        visit.ann.ends(Ok(()));
        if comes_a_signal {
            visit.ann.meets_a_signal();
        }
        visit.writes();
        visit.is_gone(cause);
    }
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.leaves();
    visit.ann.sends(&["wait\n"]);
    visit.ann.meets_a_signal();
    visit.writes();
    visit.is_here(interrupted);
}

/// Catches a leaving client whose words are still obeyed.
#[test]
fn nobody_hears_what_is_said_after_the_last_word() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.sends(&["/quit\n/ni"]);
    visit.hears(&["/quit"], false);
    visit.ann.has_room(0);
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.ann.sends(&["ck bob\nhello\n"]);
    visit.hears(&[], false);
    visit.ann.has_room(usize::MAX);
    visit.writes();
    visit.ann.sends(&["is anybody here?\n"]);
    visit.hears(&[], false);
    visit.got_everything();
}

/// Catches a drain that knows no end, or ends with the first `WouldBlock`.
#[test]
fn whoever_got_everything_is_gone_when_it_closes() {
    for how in [Ok(()), Err(ConnectionReset)] {
        let check = check!(PAGE);
        let mut visit = Visit::new(&check);
        visit.tells("* goodbye\n");
        visit.leaves();
        visit.writes();
        visit.is_here(UNREAD);
        visit.ann.sends(&["oh\n"]);
        visit.hears(&[], false);
        visit.is_here(
            "`WouldBlock` means \"nothing yet\": she has not closed her side.",
        );
        visit.ann.ends(how);
        visit.hears(&[], false);
        visit.is_gone(CLOSED);
    }
}

/// Catches an error that is met again and again, or half a line that a reset cut off.
#[test]
fn a_broken_connection_is_gone_at_once() {
    let broken = "the connection is broken: neither her words nor ours will arrive.";
    let check = check!(PAGE);
    let mut reset = Visit::new(&check);
    reset.ann.sends(&["never fini"]);
    reset.hears(&[], false);
    reset.ann.ends(Err(ConnectionReset));
    reset.hears(&[], false);
    reset.is_gone(broken);

    let check = check!(PAGE);
    let mut cut_off = Visit::new(&check);
    cut_off.ann.sends(&["hello\nnever fini"]);
    cut_off.ann.ends(Err(ConnectionReset));
    let whole = "what came whole before a reset is heard: hand on every line, and drop no \
                 more than the unfinished one.";
    cut_off.hears_but(&["hello"], false, whole);
    cut_off.is_gone(broken);

    let check = check!(PAGE);
    let mut vanished = Visit::new(&check);
    vanished.tells("* goodbye\n");
    vanished.ann.breaks(ConnectionReset);
    vanished.writes();
    vanished.is_gone(broken);

    let check = check!(PAGE);
    let mut too_late = Visit::new(&check);
    too_late.ann.breaks(ConnectionReset);
    too_late.leaves();
    too_late.writes();
    too_late.is_gone(broken);
}
