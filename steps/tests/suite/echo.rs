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
    // Nobody reads, so at some point nobody takes any more.
    let lines: String = (0..1_000_000).map(|n| format!("line {n}\n")).collect();
    let sent = ann.send_what_fits(lines.as_bytes()).expect("she is connected");
    ann.half_close();

    // The kernel may have cut the last line short, and it counts all the same.
    let mut echo = lines.as_bytes()[..sent].to_vec();
    if !echo.ends_with(b"\n") {
        echo.push(b'\n');
    }
    let came = ann.read_exactly(echo.len());
    let same = came.iter().zip(&echo).take_while(|(a, b)| a == b).count();
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
