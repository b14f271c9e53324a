//! Errors: word for word, for their author alone, and without a change.

use chat::Line;

use super::{ANN, BOB, three, three_at_tea};

#[test]
fn a_missing_word_is_answered_by_how_the_command_is_used() {
    let mut chat = three_at_tea();
    for (line, usage) in [
        ("/nick", "! usage: /nick NAME\n"),
        ("/nick  ", "! usage: /nick NAME\n"),
        ("/join", "! usage: /join ROOM\n"),
        ("/join ", "! usage: /join ROOM\n"),
        ("/msg", "! usage: /msg NAME TEXT\n"),
        ("/msg bob", "! usage: /msg NAME TEXT\n"),
        ("/msg nobody  ", "! usage: /msg NAME TEXT\n"),
        ("/ping", "! usage: /ping WORD\n"),
        ("/ping   ", "! usage: /ping WORD\n"),
    ] {
        chat.answers(line, usage);
    }
}

#[test]
fn what_is_not_a_name_is_refused_for_people_and_for_rooms() {
    let mut chat = three_at_tea();
    for bad in [
        "seventeen-letters",
        "a b",
        "ann:",
        "*",
        "!",
        "ann\t",
        "caf\u{e9}",
        "a.b",
        "/a",
        "\u{ff41}nn",
        "ann\0",
    ] {
        for command in ["/nick", "/join"] {
            let line = format!("{command} {bad}");
            chat.answers(&line, "! names are 1 to 16 letters, digits, - or _\n");
        }
    }
    chat.answers("/who", "* in tea: ann, bob, eve\n");
}

#[test]
fn a_name_may_have_sixteen_letters_digits_hyphens_and_underscores() {
    let mut chat = three();
    chat.answers("/nick Sixteen-letters_", "* you are now Sixteen-letters_\n");
    chat.answers("/nick 7", "* you are now 7\n");
    chat.answers(
        "/join Sixteen-letters9",
        "* you are now in Sixteen-letters9 (1 here)\n",
    );
    chat.answers("/join -_-", "* you are now in -_- (1 here)\n");
    let refused = "! names are 1 to 16 letters, digits, - or _\n";
    chat.answers("/nick Sixteen-letters_7", refused);
    chat.answers("/join Sixteen-letters_7", refused);
}

#[test]
fn a_taken_name_is_refused_in_every_spelling_and_repeated_as_typed() {
    let mut chat = three_at_tea();
    chat.answers("/nick bob", "! bob is taken\n");
    chat.answers("/nick BoB", "! BoB is taken\n");
    chat.says(BOB, "/join lobby");
    chat.answers("/nick BOB  ", "! BOB is taken\n");
    chat.answers("/who", "* in tea: ann, eve\n");
}

#[test]
fn a_name_that_nobody_has_is_repeated_as_typed() {
    let mut chat = three_at_tea();
    chat.answers("/msg Alice hello", "! no such name: Alice\n");
    chat.answers("/msg caf\u{e9}: hello", "! no such name: caf\u{e9}:\n");
    chat.quits(BOB);
    chat.answers("/msg bob hello", "! no such name: bob\n");
    chat.says(ANN, "/nick alice");
    chat.answers("/msg ann hello", "! no such name: ann\n");
}

#[test]
fn a_command_that_does_not_exist_is_repeated_as_typed() {
    let mut chat = three_at_tea();
    for word in
        ["/nope", "/", "/WHO", "/Quit", "//", "/whois", "/quit\t", "/me\u{e9}"]
    {
        let answer = format!("! unknown command {word}; /help lists the commands\n");
        chat.answers(word, &answer);
        chat.answers(&format!("{word} and more words "), &answer);
    }
}

#[test]
fn words_too_many_are_ignored_where_no_argument_is_needed() {
    let mut chat = three_at_tea();
    chat.answers("/who is there", "* in tea: ann, bob, eve\n");
    chat.answers("/rooms  please ", "* rooms: lobby (0), tea (3)\n");
}

#[test]
fn a_bad_line_is_answered_and_the_next_one_works() {
    let mut chat = three_at_tea();
    let outcome = chat.chat.handle_line(ANN, Line::TooLong);
    assert_eq!(outcome, chat::Outcome::Stays);
    chat.says(ANN, "sorry");
    let outcome = chat.chat.handle_line(ANN, Line::NotUtf8);
    assert_eq!(outcome, chat::Outcome::Stays);
    chat.says(ANN, "/ping x");
    let answers = "! line too long (max 512 bytes)\n! not valid UTF-8\n* pong x\n";
    assert_eq!(chat.each_reads(), [answers, "ann: sorry\n", "ann: sorry\n"]);
}
