//! What others read when somebody says something.

use exercises::ex05_names::Names;
use testkit::{Check, check};

use super::{PAGE, renames, take};

/// Catches a line that misses its name, its newline or a part of its text.
#[test]
fn others_read_the_name_and_the_text_in_one_line() {
    let check = check!(PAGE);
    for text in
        ["hello", " a cup of\ttea: ", "茶, שלום, e\u{301}, 👩\u{200d}🚀 \u{a0}é"]
    {
        let cause = "the line is the name, a colon, a space, the text and a newline; \
                     text in any language, and a tab, are left as they are.";
        reads(&check, text, &format!("ann: {text}\n"), cause);
    }
}

/// Catches a name that was kept from before (C19).
#[test]
fn a_line_stands_under_the_name_of_now() {
    let check = check!(PAGE);
    let names = Names::default();
    let mut ann = take(&check, &names, "ann");
    renames(&check, &mut ann, "anna", Ok(()));
    let came = ann.says("hello");
    let cause = "the name of before belongs to nobody now, or to somebody else.";
    check.same_bytes(b"anna: hello\n", came.as_bytes(), cause);
}

/// Catches a text that others take for a notice of the server (C19).
#[test]
fn nobody_can_speak_with_the_voice_of_the_server() {
    let check = check!(PAGE);
    for text in ["* bob left", "! you are out", "bob: hi", "/me waves", "/quit", ""]
    {
        let cause = "every line that a client causes starts with its own name: only \
                     the server's own begin with `* ` or `! `.";
        reads(&check, text, &format!("ann: {text}\n"), cause);
    }
}

/// Catches a text that becomes two lines on the screen of others (C17).
#[test]
fn nobody_can_forge_a_second_line() {
    let check = check!(PAGE);
    for end in
        ["\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"]
    {
        let text = format!("hi{end}bob: I am a fool");
        let marks = "\u{fffd}".repeat(end.chars().count());
        let expected = format!("ann: hi{marks}bob: I am a fool\n");
        let cause = "a terminal starts a new line there, or writes over this one, and \
                     what follows looks like somebody else's words. U+0085, U+2028 and \
                     U+2029 do it too.";
        reads(&check, &text, &expected, cause);
    }
}

/// Catches a list of bad characters that has a gap (C17).
#[test]
fn every_character_that_a_terminal_obeys_is_replaced() {
    let check = check!(PAGE);
    let cause = "a terminal obeys control characters: ESC begins a sequence that can \
                 clear the screen, BEL rings, U+009B does as ESC. `char::is_control` \
                 knows them all; only the tab may pass.";
    let controls = ('\0'..='\u{9f}').filter(|c| c.is_control() && *c != '\t');
    for c in controls {
        reads(&check, &format!("a{c}b"), "ann: a\u{fffd}b\n", cause);
    }
    reads(
        &check,
        "\x1b[2Jhi\x07\x07",
        "ann: \u{fffd}[2Jhi\u{fffd}\u{fffd}\n",
        cause,
    );
}

/// Catches a name that is shown backwards (C17).
#[test]
fn nobody_can_turn_the_direction_of_writing_around() {
    let check = check!(PAGE);
    let cause = "U+202A to U+202E and U+2066 to U+2069 turn text around, so that `bob` \
                 can be written as `bob` backwards. They are no control characters to \
                 `char::is_control`.";
    for c in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
        reads(&check, &format!("a{c}b"), "ann: a\u{fffd}b\n", cause);
    }
}

/// Catches a cleaning that takes too much.
#[test]
fn nothing_else_is_replaced() {
    let check = check!(PAGE);
    let is_replaced = |c: &char| {
        c.is_control()
            || ('\u{2028}'..='\u{202e}').contains(c)
            || ('\u{2066}'..='\u{2069}').contains(c)
    };
    let cause = "only control characters, the two separators and the nine that turn \
                 text around are replaced: people write in all languages.";
    let others: Vec<char> = (' '..='\u{ffff}').filter(|c| !is_replaced(c)).collect();
    for some in others.chunks(100) {
        let text: String = some.iter().collect();
        reads(&check, &text, &format!("ann: {text}\n"), cause);
    }
}

/// Fails unless others read `expected` when ann says `text`.
fn reads(check: &Check, text: &str, expected: &str, cause: &str) {
    let ann = Names::default().take("ann");
    let Ok(ann) = ann else {
        check.fail("ann can have her name", "she cannot", "nobody else is here.");
    };
    let came = ann.says(text);
    if came != expected {
        check.timeline().note("ann", format!("says {text:.60?}"));
        check.same_bytes(expected.as_bytes(), came.as_bytes(), cause);
    }
}
