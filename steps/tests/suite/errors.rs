//! Errors: word for word, for their author alone, and without a change.

use crate::probe::{NOT_UTF8, TOO_LONG};
use crate::servers::Step;
use crate::three::Three;

facts! { [step2 step3 step4] {
    a_missing_word_is_answered_by_how_the_command_is_used,
    a_command_that_does_not_exist_is_repeated_as_typed,
    commands_are_lower_case_and_end_at_a_space,
    words_behind_the_last_argument_are_ignored,
    a_name_that_nobody_has_is_repeated_as_typed,
    a_bad_line_is_answered_to_its_author_alone,
} }

fn a_missing_word_is_answered_by_how_the_command_is_used(step: Step) {
    let mut three = Three::at_tea(step);
    for (line, usage) in [
        ("/nick", "/nick NAME"),
        ("/nick  ", "/nick NAME"),
        ("/join", "/join ROOM"),
        ("/join ", "/join ROOM"),
        ("/msg", "/msg NAME TEXT"),
        ("/msg ", "/msg NAME TEXT"),
        ("/msg bob", "/msg NAME TEXT"),
        ("/msg bob  ", "/msg NAME TEXT"),
        ("/msg nobody", "/msg NAME TEXT"),
        ("/ping", "/ping WORD"),
        ("/ping   ", "/ping WORD"),
    ] {
        three.answers(line, &format!("! usage: {usage}"));
    }
}

fn a_command_that_does_not_exist_is_repeated_as_typed(step: Step) {
    let mut three = Three::at_tea(step);
    for word in ["/nope", "/", "//", "/whois", "/m\u{e9}", "/nick:"] {
        let answer = format!("! unknown command {word}; /help lists the commands");
        three.answers(word, &answer);
        three.answers(&format!("{word}  and more words "), &answer);
    }
}

fn commands_are_lower_case_and_end_at_a_space(step: Step) {
    let mut three = Three::at_tea(step);
    for word in ["/WHO", "/Quit", "/nicK", "/who\t", "/ping\tx"] {
        let answer = format!("! unknown command {word}; /help lists the commands");
        three.answers(word, &answer);
    }
}

fn words_behind_the_last_argument_are_ignored(step: Step) {
    let mut three = Three::at_tea(step);
    three.answers("/who is  there ", "* in tea: ann, bob, eve");
    three.answers("/rooms please", "* rooms: lobby (0), tea (3)");
}

fn a_name_that_nobody_has_is_repeated_as_typed(step: Step) {
    let mut three = Three::at_tea(step);
    for name in ["alice", "Alice", "bob:", "caf\u{e9}", "seventeen-letters", "*"] {
        let line = format!("/msg {name} hello");
        three.answers(&line, &format!("! no such name: {name}"));
    }
}

fn a_bad_line_is_answered_to_its_author_alone(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.send([b"one \xff\n", "x".repeat(600).as_bytes(), b"\ntwo\n"].concat());
    three.each_hears([NOT_UTF8, TOO_LONG], ["ann: two"], ["ann: two"]);
}
