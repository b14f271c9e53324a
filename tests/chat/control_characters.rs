//! A character that a terminal would obey reaches nobody, not even its author.

use super::{ANN, BOB, three, three_at_tea};

/// One of each kind, among characters that only look dangerous.
const TYPED: &str = "\0a\x1b[2Jb\rc\x7fd\u{85}e\u{9b}f\u{2028}g\u{2029}h\
                     \u{202a}i\u{202e}j\u{2066}k\u{2069}l\tm\u{200d}n\u{e9}o";
const CLEAN: &str = "\u{fffd}a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f\
                     \u{fffd}g\u{fffd}h\u{fffd}i\u{fffd}j\u{fffd}k\u{fffd}l\tm\
                     \u{200d}n\u{e9}o";

#[test]
fn text_is_cleaned() {
    let mut chat = three_at_tea();
    chat.says(ANN, TYPED);
    assert_eq!(chat.read(BOB), format!("ann: {CLEAN}\n"));
}

#[test]
fn a_private_line_is_cleaned() {
    let mut chat = three();
    chat.says(ANN, &format!("/msg bob {TYPED}"));
    assert_eq!(chat.read(BOB), format!("ann (to you): {CLEAN}\n"));
}

#[test]
fn what_comes_back_to_its_author_is_cleaned_too() {
    let mut chat = three_at_tea();
    chat.answers(&format!("/ping {TYPED}"), &format!("* pong {CLEAN}\n"));
    chat.answers(&format!("/msg ann {TYPED}"), &format!("ann (to you): {CLEAN}\n"));
    chat.answers(&format!("/msg {TYPED} hi"), &format!("! no such name: {CLEAN}\n"));
    let answer = format!("! unknown command /{CLEAN}; /help lists the commands\n");
    chat.answers(&format!("/{TYPED} word"), &answer);
}

#[test]
fn no_name_holds_a_character_that_would_have_to_be_cleaned() {
    let mut chat = three_at_tea();
    let refused = "! names are 1 to 16 letters, digits, - or _\n";
    for c in TYPED.chars().filter(|c| !c.is_ascii_alphanumeric()) {
        chat.answers(&format!("/nick a{c}"), refused);
        chat.answers(&format!("/join a{c}"), refused);
    }
}

#[test]
fn nobody_forges_a_second_line() {
    let mut chat = three_at_tea();
    for forged in ["hi\rbob: no", "hi\u{2028}bob: no", "hi\u{85}bob: no"] {
        chat.says(ANN, forged);
        assert_eq!(chat.read(BOB), "ann: hi\u{fffd}bob: no\n");
    }
}
