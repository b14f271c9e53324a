//! The checks of exercise 1: the greeting line, byte for byte.
//!
//! Each looks at one thing and leaves the rest to the others, so the name of the
//! one that fails already says what is wrong.

use exercises::ex01_welcome::greeting;
use testkit::Check;

/// Where the book tells how this is done.
const PAGE: &str = "start/welcome.md";

/// The shortest one and the longest, and what a name may consist of.
const NAMES: [&str; 5] = ["guest1", "guest2", "Ann_42", "z", "sixteen-letters_"];

/// Catches a line that no client can find the end of, or finds it twice.
#[test]
fn the_greeting_ends_with_one_newline() {
    let check = testkit::check!(PAGE);
    for name in NAMES {
        let came = greeting(name);
        let text = came.trim_ascii_end();
        let cause = match &came[text.len()..] {
            b"\n" => continue,
            b"\r\n" => {
                "this protocol ends a line with `\\n` alone, without a `\\r`."
            }
            end if end.contains(&b'\n') => {
                "there is something between the last word and its `\\n`, or after it."
            }
            _ => {
                "without `\\n` at its end no client knows that the line is complete."
            }
        };
        explain(&check, name, &came, cause);
    }
}

/// Catches a name that is missing, or one that is the same for everybody.
#[test]
fn every_guest_is_greeted_by_name() {
    let check = testkit::check!(PAGE);
    for name in NAMES {
        let came = greeting(name);
        if !came.windows(name.len()).any(|window| window == name.as_bytes()) {
            let cause = "the line has to hold the `name` that `greeting` was given, byte by \
                         byte.";
            explain(&check, name, &came, cause);
        }
    }
}

/// Catches any other byte that differs: a sign, a space, a capital letter.
#[test]
fn the_words_are_those_of_the_protocol() {
    let check = testkit::check!(PAGE);
    for name in NAMES {
        let (came, expected) = (greeting(name), expected(name));
        let (text, right) = (came.trim_ascii_end(), expected.trim_ascii_end());
        if text != right {
            let same = text.iter().zip(right).take_while(|(a, b)| a == b).count();
            let after = right[..same].escape_ascii();
            let cause =
                format!("they agree up to \"{after}\"; look at what comes next.");
            explain(&check, name, &came, &cause);
        }
    }
}

fn expected(name: &str) -> Vec<u8> {
    [b"* welcome, ", name.as_bytes(), b"; /help lists the commands\n"].concat()
}

/// Fails, and says what was expected, what came, why, and where to read on.
#[track_caller]
fn explain(check: &Check, name: &str, came: &[u8], cause: &str) -> ! {
    let quoted = |bytes: &[u8]| format!("\"{}\"", bytes.escape_ascii());
    check.note("your code", format!("is asked for greeting({name:?})"));
    check.fail(&quoted(&expected(name)), &quoted(came), cause)
}
