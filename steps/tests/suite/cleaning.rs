//! A character that a terminal would obey reaches nobody, not even its author.
//!
//! Each becomes U+FFFD wherever the server repeats a client's words, so no
//! escape sequence, no forged second line and no reversed name gets across.

use crate::servers::Step;
use crate::three::Three;

facts! { [step2 step3 step4] {
    text_is_cleaned,
    a_private_line_is_cleaned,
    a_pong_is_cleaned,
    an_error_that_repeats_a_name_is_cleaned,
    an_error_that_repeats_a_command_is_cleaned,
    a_name_never_needs_cleaning,
    nobody_forges_a_second_line,
    characters_that_only_look_dangerous_pass,
} }

/// Every character that a terminal obeys, each behind a letter of its own, and
/// what becomes of them. (A newline ends the line, so it cannot be in there.)
fn typed_and_shown() -> (String, String) {
    let cc = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let separators = '\u{2028}'..='\u{2029}';
    let bidi = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    let obeyed = cc.chain(separators).chain(bidi);
    let letters = ('a'..='z').cycle();
    let (mut typed, mut shown) = (String::new(), String::new());
    for (letter, c) in letters.zip(obeyed.filter(|c| !matches!(c, '\t' | '\n'))) {
        typed.extend([letter, c]);
        shown.extend([letter, '\u{fffd}']);
    }
    // A carriage return at the end would belong to the newline.
    (typed + ".", shown + ".")
}

fn text_is_cleaned(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, shown) = typed_and_shown();
    three.ann.say(&typed);
    let said = format!("ann: {shown}");
    three.each_hears([], [&said], [&said]);
}

fn a_private_line_is_cleaned(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, shown) = typed_and_shown();
    let said = format!("ann (to you): {shown}");
    three.ann.say(&format!("/msg bob {typed}"));
    three.each_hears([], [&said], []);
    three.answers(&format!("/msg ann {typed}"), &said);
}

fn a_pong_is_cleaned(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, shown) = typed_and_shown();
    three.answers(&format!("/ping {typed}"), &format!("* pong {shown}"));
}

fn an_error_that_repeats_a_name_is_cleaned(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, shown) = typed_and_shown();
    let answer = format!("! no such name: {shown}");
    three.answers(&format!("/msg {typed} hello"), &answer);
}

fn an_error_that_repeats_a_command_is_cleaned(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, shown) = typed_and_shown();
    let answer = format!("! unknown command /{shown}; /help lists the commands");
    three.answers(&format!("/{typed}"), &answer);
    three.answers(&format!("/{typed} {typed}"), &answer);
}

fn a_name_never_needs_cleaning(step: Step) {
    let mut three = Three::at_tea(step);
    let (typed, _) = typed_and_shown();
    for c in typed.chars().filter(|c| !c.is_ascii_lowercase()) {
        for command in ["/nick", "/join"] {
            three.ann.say(&format!("{command} a{c}b"));
            three.ann.expect("! names are 1 to 16 letters, digits, - or _");
        }
    }
    three.each_hears([], [], []);
}

fn nobody_forges_a_second_line(step: Step) {
    let mut three = Three::at_tea(step);
    for c in ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'] {
        three.ann.say(&format!("hi{c}bob: I give up"));
        let said = "ann: hi\u{fffd}bob: I give up";
        three.each_hears([], [said], [said]);
    }
}

/// The tab, the neighbours of those that are replaced, and what joins letters.
fn characters_that_only_look_dangerous_pass(step: Step) {
    let mut three = Three::at_tea(step);
    let text = "a\tb ~\u{a0}\u{ad}\u{200b}\u{200d}\u{200e}\u{2027}\u{202f}\
                \u{2065}\u{206a}\u{feff}\u{fffd}\u{5e9}\u{5dc}e\u{301}\u{1F603}z";
    let said = format!("ann: {text}");
    three.ann.say(text);
    three.each_hears([], [&said], [&said]);
    three.answers(&format!("/ping {text}"), &format!("* pong {text}"));
}
