//! Bytes become lines in the same way on every server.
//!
//! TCP carries bytes: a read returns half a line, or three lines and the start
//! of a fourth, and nobody must be able to tell.

use testkit::splits;

use crate::probe::{NOT_UTF8, connect, pong, seam, send_in_pieces};
use crate::servers::Step;

facts! { [step1 step2 step3 step4] {
    a_line_may_come_in_whatever_two_pieces,
    a_line_may_come_byte_by_byte,
    one_write_may_carry_many_lines_and_the_start_of_another,
    a_line_ends_alike_with_and_without_a_carriage_return,
    only_the_carriage_return_right_before_the_newline_is_dropped,
    spaces_are_part_of_a_line,
    an_empty_line_ends_nothing,
    a_short_line_shows_nothing_of_the_long_one_before_it,
    what_is_not_utf8_is_answered_and_the_next_line_works,
    bytes_of_a_telnet_negotiation_are_not_utf8,
} }

fn a_line_may_come_in_whatever_two_pieces(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    // Characters of two and of four bytes: none may be cut for good.
    let line = "/ping \u{e9}\u{1F603}\r\n".as_bytes();
    for pieces in splits(line).filter(|pieces| pieces.len() == 2) {
        ann.send(pieces[0]);
        seam(&server);
        ann.send(pieces[1]);
        ann.expect(&pong(step, "\u{e9}\u{1F603}"));
    }
}

fn a_line_may_come_byte_by_byte(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    let bytes = "/ping \u{e9}\u{1F603}\r\n/ping x\n".as_bytes();
    let pieces: Vec<&[u8]> = bytes.chunks(1).collect();
    send_in_pieces(&server, &mut ann, &pieces);
    ann.expect(&pong(step, "\u{e9}\u{1F603}"));
    ann.expect(&pong(step, "x"));
    // And so fast that some of them meet again on the way.
    pieces.iter().for_each(|piece| ann.send(piece));
    ann.expect(&pong(step, "\u{e9}\u{1F603}"));
    ann.expect(&pong(step, "x"));
}

fn one_write_may_carry_many_lines_and_the_start_of_another(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send("/ping 1\n/ping 2\r\n/ping 3\n/pi");
    for word in ["1", "2", "3"] {
        ann.expect(&pong(step, word));
    }
    seam(&server);
    ann.send("ng 4\n/ping 5\n");
    ann.expect(&pong(step, "4"));
    ann.expect(&pong(step, "5"));
}

fn a_line_ends_alike_with_and_without_a_carriage_return(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send("/ping a\r\n/ping b\n/ping c\r\n");
    for word in ["a", "b", "c"] {
        ann.expect(&pong(step, word));
    }
}

fn only_the_carriage_return_right_before_the_newline_is_dropped(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    // The chat shows nobody a carriage return, so there it shows as U+FFFD.
    let cr = if step.number == 1 { "\r" } else { "\u{fffd}" };
    for (sent, word) in [("a\r\r\n", "aCR"), ("a\rb\n", "aCRb"), ("\ra\n", "CRa")] {
        ann.send(format!("/ping {sent}"));
        ann.expect(&pong(step, &word.replace("CR", cr)));
    }
}

fn spaces_are_part_of_a_line(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.say("/ping two  words\tand a tab");
    ann.expect(&pong(step, "two  words\tand a tab"));
}

fn an_empty_line_ends_nothing(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send("\n\r\n/ping x\n");
    if step.number == 1 {
        ann.expect("");
        ann.expect("");
    }
    ann.expect(&pong(step, "x"));
}

fn a_short_line_shows_nothing_of_the_long_one_before_it(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    for (long, short) in [("a".repeat(500), "b"), ("c".repeat(400), "dd")] {
        for word in [long.as_str(), short] {
            ann.say(&format!("/ping {word}"));
            ann.expect(&pong(step, word));
        }
    }
}

fn what_is_not_utf8_is_answered_and_the_next_line_works(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    let bad: [&[u8]; 6] = [
        b"\xff\n",
        b"hello \xff and goodbye\r\n",
        // The first half of a character, a second half, a slash in two bytes,
        // and half of a pair that UTF-16 needs.
        b"\xc3\n",
        b"\xa9\n",
        b"\xc0\xaf\n",
        b"\xed\xa0\x80\n",
    ];
    for line in bad {
        ann.send(line);
        ann.expect(NOT_UTF8);
        ann.say("/ping x");
        ann.expect(&pong(step, "x"));
    }
}

fn bytes_of_a_telnet_negotiation_are_not_utf8(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send(b"\xff\xfb\x1f/ping lost\r\n/ping x\r\n");
    ann.expect(NOT_UTF8);
    ann.expect(&pong(step, "x"));
}
