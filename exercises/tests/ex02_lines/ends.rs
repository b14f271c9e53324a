//! What becomes of the bytes that are left when the client has ended its input.

use testkit::{check, splits};

use super::PAGE;
use super::feed::{Came, expect, text, xs};

/// Catches a last line that is lost because it has no newline (F11).
#[test]
fn at_the_end_of_input_the_last_line_needs_no_newline() {
    let check = check!(PAGE);
    for reads in splits(b"one\ntwo\nthree") {
        expect(&check, &reads, true, &["one", "two", "three"].map(text), |_| {
            "after `finish`, what is left counts as a line: `printf hi | nc` sends \
             no newline."
        });
    }
    let (bad, long) = (xs(511), xs(512));
    expect(
        &check,
        &[bad.as_bytes()],
        true,
        &[text(&bad)],
        |_| "511 bytes are not too long yet, whether or not anything follows.",
    );
    expect(
        &check,
        &[b"hi\r"],
        true,
        &[text("hi\r")],
        |_| "no `\\n` follows this `\\r`, so it belongs to the line.",
    );
    expect(
        &check,
        &[b"hi\n\xc3"],
        true,
        &[text("hi"), Came::NotUtf8],
        |_| "what is left is judged like any other line: half a character is not UTF-8.",
    );
    for (rest, expected) in
        [("xy", vec![Came::TooLong]), ("x\ny", vec![Came::TooLong, text("y")])]
    {
        let reads = [long.as_bytes(), rest.as_bytes()];
        expect(
            &check,
            &reads,
            true,
            &expected,
            |_| "the rest of a line that is too long is no last line either.",
        );
    }
}

/// Catches an empty line, or the last line once more, at the end of input (F11).
#[test]
fn at_the_end_of_input_nothing_left_is_no_line() {
    let check = check!(PAGE);
    for reads in splits(b"one\ntwo\n") {
        expect(
            &check,
            &reads,
            true,
            &["one", "two"].map(text),
            |_| "after `finish` there is one more line only if bytes are left.",
        );
    }
    expect(
        &check,
        &[b"one\n\n"],
        true,
        &["one", ""].map(text),
        |_| "an empty line that came with its newline is a line.",
    );
    expect(&check, &[], true, &[], |_| "no bytes came, so there is no line.");
}
