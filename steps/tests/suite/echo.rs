//! The echo level, which only step 1 speaks: lines come back, and that is all.

use testkit::Guest;

use crate::servers::Step;

facts! { [step1] {
    each_line_comes_back_as_it_was,
    there_is_no_greeting,
    what_is_a_command_elsewhere_comes_back_too,
    every_control_character_comes_back_as_it_is,
    an_echo_comes_before_the_next_line_is_sent,
    what_is_echoed_late_is_echoed_in_full,
    a_write_that_comes_up_short_is_gone_on_with,
    a_second_client_is_served_when_the_first_one_has_left,
    a_reset_ends_one_client_and_not_the_server,
} }

fn each_line_comes_back_as_it_was(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.send("hello\n\n  two  words \n\u{e9}\u{1F603}\r\n\n.\n");
    for line in ["hello", "", "  two  words ", "\u{e9}\u{1F603}", "", "."] {
        ann.expect(line);
    }
    ann.half_close();
    ann.expect_end();
}

fn there_is_no_greeting(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.half_close();
    ann.expect_end();
}

fn what_is_a_command_elsewhere_comes_back_too(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    for line in ["/nick ann", "/quit", "/help", "/", "* ann left", "! no"] {
        ann.say(line);
        ann.expect(line);
    }
}

fn every_control_character_comes_back_as_it_is(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    let obeyed = ('\0'..='\u{9f}').chain('\u{2028}'..='\u{202e}');
    for c in obeyed.chain('\u{2066}'..='\u{2069}').filter(|&c| c != '\n') {
        ann.say(&format!("a{c}b"));
        ann.expect(&format!("a{c}b"));
    }
}

fn an_echo_comes_before_the_next_line_is_sent(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    // Neither a full buffer nor an end of input is waited for.
    for number in 0..100 {
        ann.say(&number.to_string());
        ann.expect(&number.to_string());
    }
}

fn what_is_echoed_late_is_echoed_in_full(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    let echo = says_what_fits(&mut ann);
    reads_exactly(&mut ann, &echo);
}

/// A blocking write that is stopped half-way returns with what it has done.
#[cfg(target_os = "linux")]
fn a_write_that_comes_up_short_is_gone_on_with(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    let echo = says_what_fits(&mut ann);
    // So that one of the writes, at least, is caught in its middle.
    let (start, rest) = echo.split_at(4_500_000.min(echo.len()));
    for part in start.chunks(1_500_000) {
        server.expect_asleep();
        server.freeze();
        server.thaw();
        assert!(ann.read_exactly(part.len()) == part, "another echo than expected");
    }
    reads_exactly(&mut ann, rest);
}

#[cfg(not(target_os = "linux"))]
fn a_write_that_comes_up_short_is_gone_on_with(_: Step) {
    testkit::left_out("a write that comes up short", "it needs SIGSTOP");
}

/// Says lines until nobody takes any more, because nobody reads the echo, and
/// ends its input. Returns the echo that has to come.
fn says_what_fits(ann: &mut Guest) -> Vec<u8> {
    let long = "x".repeat(480);
    let mut lines = (0..40_000)
        .map(|n| format!("line {n} {long}\n"))
        .collect::<String>()
        .into_bytes();
    let sent = ann.send_what_fits(&lines).expect("she is connected");
    ann.half_close();
    lines.truncate(sent);
    // The kernel may have cut the last line short, and it counts all the same.
    if !lines.ends_with(b"\n") {
        lines.push(b'\n');
    }
    lines
}

fn reads_exactly(ann: &mut Guest, echo: &[u8]) {
    let came = ann.read_exactly(echo.len());
    let same = came.iter().zip(echo).take_while(|(a, b)| a == b).count();
    assert_eq!(same, echo.len(), "the echo differs from this byte on");
    ann.expect_end();
}

/// One client at a time: that is the lesson of step 1, and no failure.
fn a_second_client_is_served_when_the_first_one_has_left(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
    let mut bob = server.guest("bob");
    bob.say("is anybody there?");
    #[cfg(target_os = "linux")]
    assert_eq!(server.expect_asleep().unaccepted, 1, "bob is not let in");
    // Ann is served as before, though Bob waits.
    ann.say("hello again");
    ann.expect("hello again");
    ann.close();
    bob.expect("is anybody there?");
}

fn a_reset_ends_one_client_and_not_the_server(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
    ann.send("half a li");
    ann.reset();
    // One that is gone before anybody has looked at it, and one with an echo
    // that it will not read.
    server.guest("bob").reset();
    let mut eve = server.guest("eve");
    eve.say("hello");
    eve.reset();
    let mut joe: Guest = server.guest("joe");
    joe.say("hello");
    joe.expect("hello");
}
