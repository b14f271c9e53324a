//! A line has at most 512 bytes, its ending included.
//!
//! Of a longer one nothing is kept: it is answered once, skipped to its end,
//! and the next line works. Whoever never ends a line costs nothing either.

use crate::probe::{TOO_LONG, connect, pong, seam};
use crate::servers::Step;

facts! { [step1 step2 step3 step4] {
    a_line_of_512_bytes_is_taken_whatever_its_ending,
    a_line_of_513_bytes_is_refused_once_and_the_next_one_works,
    bytes_are_counted_and_not_characters,
    behind_511_bytes_there_is_room_for_a_newline,
    an_unfinished_line_is_too_long_from_its_512th_byte_on,
    the_rest_of_a_line_that_is_too_long_is_no_command,
    a_line_that_is_both_too_long_and_not_utf8_is_too_long,
    a_line_without_an_end_costs_no_memory,
} }

/// What makes a `/ping` so long, ending included.
fn word(length: usize, ending: &str) -> String {
    "x".repeat(length - "/ping ".len() - ending.len())
}

fn a_line_of_512_bytes_is_taken_whatever_its_ending(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    for ending in ["\n", "\r\n"] {
        let word = word(512, ending);
        ann.send(format!("/ping {word}{ending}"));
        ann.expect(&pong(step, &word));
    }
}

fn a_line_of_513_bytes_is_refused_once_and_the_next_one_works(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    for length in [513, 514, 1024, 1025, 40_000] {
        for ending in ["\n", "\r\n"] {
            ann.send(format!("/ping {}{ending}", word(length, ending)));
            ann.expect(TOO_LONG);
            ann.say("/ping x");
            ann.expect(&pong(step, "x"));
        }
    }
    // In one write with what follows, it takes nothing of that with it.
    ann.send(format!("/ping {}\n/ping x\n", word(513, "\n")));
    ann.expect(TOO_LONG);
    ann.expect(&pong(step, "x"));
}

fn bytes_are_counted_and_not_characters(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    // 6 bytes, 252 characters of two bytes each, one letter, the newline.
    let fits = "\u{e9}".repeat(252) + "x";
    ann.say(&format!("/ping {fits}"));
    ann.expect(&pong(step, &fits));
    ann.say(&format!("/ping {fits}x"));
    ann.expect(TOO_LONG);
    ann.say("/ping x");
    ann.expect(&pong(step, "x"));
}

fn behind_511_bytes_there_is_room_for_a_newline(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    for ending in ["\n", "\r\n"] {
        let word = word(512, ending);
        // The last piece is the newline alone, also the one of a `\r\n`.
        let line = format!("/ping {word}{ending}");
        let (start, newline) = line.split_at(511);
        ann.send(start);
        seam(&server);
        ann.send(newline);
        ann.expect(&pong(step, &word));
    }
}

fn an_unfinished_line_is_too_long_from_its_512th_byte_on(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    let start = format!("/ping {}", word(511, ""));
    for last in ["x", "\r"] {
        ann.send(&start);
        seam(&server);
        ann.send(last);
        // It is answered before the newline comes, and not once more after.
        ann.expect(TOO_LONG);
        ann.send("\n/ping x\n");
        ann.expect(&pong(step, "x"));
    }
}

fn the_rest_of_a_line_that_is_too_long_is_no_command(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    let long = "x".repeat(600);
    for pieces in [
        vec![format!("{long}/ping no\n/ping yes\n")],
        vec![long.clone(), "/ping no\n/ping yes\n".to_owned()],
        vec![long.clone(), "/ping no".to_owned(), "\n/ping yes\n".to_owned()],
        vec![long.clone(), long.clone(), "\n".to_owned(), "/ping yes\n".to_owned()],
    ] {
        for piece in pieces {
            ann.send(piece);
            seam(&server);
        }
        ann.expect(TOO_LONG);
        ann.expect(&pong(step, "yes"));
    }
}

fn a_line_that_is_both_too_long_and_not_utf8_is_too_long(step: Step) {
    let server = step.start();
    let mut ann = connect(step, &server);
    ann.send([b"\xff".repeat(600).as_slice(), b"\n/ping x\n"].concat());
    ann.expect(TOO_LONG);
    ann.expect(&pong(step, "x"));
}

#[cfg(target_os = "linux")]
fn a_line_without_an_end_costs_no_memory(step: Step) {
    const MIB: usize = 1024 * 1024;
    let server = step.start();
    let mut ann = connect(step, &server);
    // Whatever serving a client costs once is not what is measured here.
    ann.say(&"x".repeat(600));
    ann.expect(TOO_LONG);
    let before = server.memory();

    let piece = vec![b'x'; MIB];
    for sent in 1..=64 {
        ann.send(&piece);
        let grown = server.memory().saturating_sub(before);
        let most = 4 * 1024 * 1024;
        assert!(grown < most, "{grown} bytes of memory for {sent} MiB of a line");
    }
    ann.send("\n/ping x\n");
    ann.expect(TOO_LONG);
    ann.expect(&pong(step, "x"));
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 4 * 1024 * 1024, "{grown} bytes of memory for 64 MiB of a line");
}

#[cfg(not(target_os = "linux"))]
fn a_line_without_an_end_costs_no_memory(_: Step) {
    testkit::left_out("what a line without an end costs", "it needs /proc");
}
