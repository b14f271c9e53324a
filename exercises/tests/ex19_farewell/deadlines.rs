//! Checks in which time passes: how long a client is waited for, and how a server
//! stops.

use testkit::check;

use super::visit::Visit;
use super::{CLOSED, PAGE, UNREAD};

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
