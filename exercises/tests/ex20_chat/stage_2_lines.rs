//! Stage 2: lines come whole, in pieces and in heaps, and are answered.

use testkit::check;

use super::people::{at_once, falls_asleep, greeted};

const PAGE: &str = "events/edges.md";

/// Catches an answer that stays in the chat or in the outbox.
#[test]
fn a_line_is_answered() {
    let check = check!(PAGE);
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    for word in ["one", "two", "three"] {
        ann.say(&format!("/ping {word}"));
        ann.expect(&format!("* pong {word}"));
    }
}

/// Catches a read that is taken for a line (F1), or its tail being lost (F2).
#[test]
fn a_line_may_come_in_pieces() {
    let check = check!(PAGE);
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    for piece in ["/pi", "ng o", "ne\n/ping t", "wo\n"] {
        ann.send(piece);
        falls_asleep(&server);
    }
    check.likely(
        "each client has a `LineBuffer` of its own, which outlives the read.",
    );
    ann.expect("* pong one");
    ann.expect("* pong two");
}

/// Catches lines that are left in the socket (R8) or in the line buffer (F3, C16d)
/// by a server that goes to sleep: no event will come for them.
#[test]
fn a_heap_of_lines_is_answered_to_the_last() {
    for (count, word) in [(300, "x".repeat(300)), (1000, String::new())] {
        let check = check!(PAGE);
        let server = check.server();
        let mut ann = greeted(&server, "ann");
        let heap = (0..count).map(|n| format!("/ping {n}{word}\n"));
        at_once(&server, || ann.send(heap.collect::<String>()));
        check.likely(
            "lines are left in the line buffer, and the kernel reports only what is \
             still in the socket: whoever used up its share has to be remembered, and \
             the loop must not sleep meanwhile.",
        );
        (0..count).for_each(|n| ann.expect(&format!("* pong {n}{word}")));
    }
}

/// Catches an end of input that overtakes lines, or answers, which are still to come.
#[test]
fn a_heap_of_lines_and_the_end_are_answered_to_the_last() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    at_once(&server, || {
        ann.send((0..400).map(|n| format!("/ping {n}\n")).collect::<String>());
        ann.half_close();
    });
    check.likely(
        "the end of her input was reported together with her lines: she leaves when all \
         of them were heard, and goes when all that she is owed was written.",
    );
    (0..400).for_each(|n| ann.expect(&format!("* pong {n}")));
    ann.expect_end();
}

/// Catches a bad line that costs its client the connection.
#[test]
fn a_bad_line_costs_nothing_but_the_line() {
    let check = check!("bytes/the-line-buffer.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    check.likely(
        "what `next_line` returns goes to the chat, `TooLong` and `NotUtf8` too.",
    );
    ann.send("x".repeat(5000) + "\n");
    ann.expect("! line too long (max 512 bytes)");
    ann.send(b"\xff\xfe\n");
    ann.expect("! not valid UTF-8");
    ann.say("/ping one");
    ann.expect("* pong one");
}

/// Catches a hang-up that is looked at before the lines (C13), an answer that is not
/// given any more (C14), and a last line that is lost (F11).
#[test]
fn who_has_said_all_still_gets_every_answer() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    at_once(&server, || {
        ann.send("/ping one\n/ping two");
        ann.half_close();
    });
    check.likely(
        "the lines and the end of input came in one event: serve the lines, the \
         unfinished one too (`finish`), write all that is owed, and close then.",
    );
    ann.expect("* pong one");
    ann.expect("* pong two");
    ann.expect_end();
}

/// Catches a connection that `/quit` leaves open, or closes too soon.
#[test]
fn who_quits_reads_goodbye_and_the_end() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    check.likely(
        "`Outcome::Leaves` says that this client goes: it gets what it is owed, and \
         after the last byte the writing side is shut down.",
    );
    ann.send("/ping one\n/quit\n/ping two\n");
    ann.expect("* pong one");
    ann.expect("* goodbye");
    ann.expect_end();
}
