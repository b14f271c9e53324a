//! The checks of exercise 19: ann leaves, in every way that there is.
//!
//! Her socket has a kernel's manners without a kernel, and time passes when the
//! check says so.

use std::io::ErrorKind::ConnectionReset;

use testkit::check;

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

/// Catches an end that comes without a word, or more than once.
#[test]
fn the_end_of_input_is_heard_once() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.sends(&["hello\n"]);
    visit.hears(&["hello"], false);
    visit.ann.ends(Ok(()));
    visit.hears(&[], true);
    visit.leaves();
    visit.hears(&[], false);
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

/// Catches a drain without a deadline, and one that bytes extend (C21).
#[test]
fn a_drain_ends_after_two_seconds_whatever_comes() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.has_deadline(None, "who chats has no deadline.");
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.clock(1000);
    visit.writes();
    let two_seconds = "the two seconds begin when the last byte is written.";
    visit.has_deadline(Some(3000), two_seconds);
    for ms in [1500, 2000, 2999] {
        visit.clock(ms);
        visit.ann.sends(&["x"]);
        visit.hears(&[], false);
        visit
            .has_deadline(Some(3000), "what she says does not extend the deadline.");
        visit.is_here("her two seconds are not over yet.");
    }
    visit.clock(3000);
    visit.is_gone("she had two seconds to close. `expire` ends the drain.");
}

/// Catches a deadline for somebody who reads slowly: only her silence is limited.
#[test]
fn there_is_no_deadline_for_what_is_owed() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.has_room(3);
    visit.tells("* goodbye\n");
    visit.leaves();
    visit.writes();
    let no_deadline = "as long as she is owed something she has all the time she needs: \
                       her outbox is limited, not her patience.";
    visit.has_deadline(None, no_deadline);
    visit.clock(3_600_000);
    visit.is_here(no_deadline);
    visit.ann.has_room(usize::MAX);
    visit.writes();
    visit.got_everything();
    visit.has_deadline(Some(3_602_000), "the drain begins now.");
}

/// Catches a server that ends without a word, or before its outboxes are empty (C23).
#[test]
fn a_server_that_stops_gives_what_it_owes_and_says_so() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.has_room(4);
    visit.ann.sends(&["half a li"]);
    visit.hears(&[], false);
    visit.tells("bob: hello\n");
    visit.stops();
    visit.tells_in_vain("bob: too late\n");
    visit.writes();
    visit.output_is_open();
    visit.ann.has_room(usize::MAX);
    visit.writes();
    visit.got_everything();
    visit.output_is_ended();
    visit.is_here(UNREAD);
    visit.ann.ends(Ok(()));
    visit.hears(&[], false);
    visit.is_gone(CLOSED);
}

/// Catches a server that one stuck reader keeps from ending (C23).
#[test]
fn a_server_that_stops_waits_for_two_seconds_and_no_more() {
    let check = check!(PAGE);
    let mut visit = Visit::new(&check);
    visit.ann.has_room(5);
    visit.clock(500);
    visit.stops();
    visit.writes();
    let all = "a server that stops waits for two seconds, for whatever it waits.";
    visit.has_deadline(Some(2500), all);
    visit.clock(2400);
    visit.is_here("she has a tenth of a second left to read her last word.");
    visit.ann.has_room(usize::MAX);
    visit.writes();
    visit.got_everything();
    visit.has_deadline(Some(2500), all);
    visit.clock(2500);
    visit.is_gone(all);
}

/// Catches a second farewell, or two more seconds, for somebody who is about to go.
#[test]
fn whoever_is_leaving_already_is_not_told_that_the_server_stops() {
    for room in [0, usize::MAX] {
        let check = check!(PAGE);
        let mut visit = Visit::new(&check);
        visit.ann.has_room(room);
        visit.tells("* goodbye\n");
        visit.leaves();
        visit.writes();
        visit.clock(1000);
        check.note("server", "stop");
        visit.stops_without_a_word();
        let drained = if room == 0 { 3000 } else { 2000 };
        visit.has_deadline(
            Some(drained),
            "a server that stops gives everybody two seconds, and who is being drained \
             keeps the earlier end of its own.",
        );
        visit.ann.has_room(usize::MAX);
        visit.writes();
        visit.got_everything();
        visit.output_is_ended();
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
