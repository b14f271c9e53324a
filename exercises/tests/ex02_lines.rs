//! The checks of exercise 2: bytes in, lines out.
//!
//! Each feeds a buffer the way a server does: hand over what was read, take lines
//! until there are none, read again. A failure shows the reads that led to it.

#[path = "ex02_lines/costs.rs"]
mod costs;
#[path = "ex02_lines/feed.rs"]
mod feed;
#[path = "ex02_lines/limits.rs"]
mod limits;

use testkit::{check, random_splits, splits};

use feed::{Came, expect, text, xs};

/// Where the book explains it.
const PAGE: &str = "bytes/streams-have-no-messages.md";

/// Catches half a line that is handed on as a whole one (F1), or lost (F2).
#[test]
fn a_line_may_come_in_any_number_of_reads() {
    let check = check!(PAGE);
    for reads in splits(b"hello\n") {
        expect(&check, &reads, false, &[text("hello")], |came| match came {
            [Came::Text(end)] if end.len() < 5 && "hello".ends_with(end) => {
                "the start of the line is lost: a piece without a newline has to be \
                 kept until the rest comes."
            }
            [] => "this line is never handed on, although its newline came.",
            _ => {
                "a read is not a line: wait for the newline, however many reads \
                  that takes."
            }
        });
    }
}

/// Catches several lines that are taken for one (F1), and all but the first of
/// them being lost or left lying (F3).
#[test]
fn one_read_may_bring_several_lines() {
    let check = check!(PAGE);
    let expected = ["one", "two", "three"].map(text);
    expect(&check, &[b"one\ntwo\nthree\n"], false, &expected, |came| {
        if came.len() < 3 && !came.iter().any(|line| line.has('\n')) {
            "the lines behind the first are there too: `next_line` is called until \
             it returns `None`, and each call takes one."
        } else {
            "what one read returned is not one line: each newline ends one."
        }
    });
}

/// Catches a tail behind a newline that is thrown away (F2).
#[test]
fn what_follows_a_newline_is_the_start_of_the_next_line() {
    let check = check!(PAGE);
    for reads in splits(b"one\ntwo\nthree\n") {
        expect(&check, &reads, false, &["one", "two", "three"].map(text), |_| {
            "whatever follows a newline stays in the buffer: the next line starts \
             there, and its rest comes with a later read."
        });
    }
}

/// Catches bytes that are made into text too early (F4).
#[test]
fn a_character_may_come_in_two_reads() {
    let check = check!(PAGE);
    for reads in splits("é 😃 茶\n".as_bytes()) {
        expect(
            &check,
            &reads,
            false,
            &[text("é 😃 茶")],
            |_| "half a character is not UTF-8: decode only when the line is whole.",
        );
    }
}

/// Catches a `\r` that is left at the end (F6), above all between two reads.
#[test]
fn telnet_ends_its_lines_with_carriage_return_and_newline() {
    let check = check!(PAGE);
    for reads in splits(b"hi\r\n\r\nho\r\n") {
        expect(&check, &reads, false, &["hi", "", "ho"].map(text), |_| {
            "a `\\r` right before the `\\n` is part of the ending and is dropped, \
             also when a read ends between the two."
        });
    }
}

/// Catches a `\r` that is taken for an ending of its own, or dropped anywhere (F6).
#[test]
fn a_carriage_return_that_no_newline_follows_is_text() {
    let check = check!(PAGE);
    for reads in splits(b"a\rb\r\r\nc\n") {
        expect(&check, &reads, false, &["a\rb\r", "c"].map(text), |_| {
            "only the one `\\r` right before the `\\n` is dropped; you cannot know \
             which that is before the `\\n` is there."
        });
    }
}

/// Catches `trim`, which takes the client's spaces too (F6).
#[test]
fn spaces_belong_to_the_line() {
    let check = check!(PAGE);
    expect(
        &check,
        &[b" \thi  \n  \r\n"],
        false,
        &[" \thi  ", "  "].map(text),
        |_| "only the ending is dropped: `trim` and its sisters take spaces as well.",
    );
}

/// Catches empty lines that are skipped, or taken for the end of input.
#[test]
fn an_empty_line_is_a_line() {
    let check = check!(PAGE);
    for reads in splits(b"\na\n\n\nb\n") {
        expect(&check, &reads, false, &["", "a", "", "", "b"].map(text), |_| {
            "somebody pressed Enter: a newline always ends a line, even an empty \
             one."
        });
    }
}

/// Catches bytes of one line that show in another one (F12).
#[test]
fn bytes_of_an_earlier_line_never_come_back() {
    let check = check!(PAGE);
    let expected = ["my secret is 42", "hi", "ho", ""].map(text);
    let reads: [&[u8]; 3] = [b"my secret is 42\nhi\n", b"ho", b"\n\n"];
    expect(&check, &reads, false, &expected, |_| {
        "a line holds what is between two newlines, and nothing that was in the \
         buffer before."
    });
}

/// Catches one bad line that spoils the next, or comes out with `�` in it.
#[test]
fn a_line_that_is_not_utf8_is_dropped_alone() {
    let check = check!(PAGE);
    for reads in splits(b"a\n\xff\xfe\nb\n\xc3\nc\n") {
        let bad = || Came::NotUtf8;
        let expected = [text("a"), bad(), text("b"), bad(), text("c")];
        expect(&check, &reads, false, &expected, |_| {
            "a line that is not UTF-8 is `NotUtf8`, once and as a whole, and the \
             lines around it are as good as any."
        });
    }
}

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
        &[long.as_bytes(), b"xy"],
        true,
        &[Came::TooLong],
        |_| "the rest of a line that is too long is no last line either.",
    );
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
    expect(&check, &[], true, &[], |_| "no bytes came, so there is no line.");
}

/// Catches an oddity of any other cut: every rule at once, cut at random.
#[test]
fn however_the_bytes_are_cut_the_lines_are_the_same() {
    let check = check!(PAGE);
    let long = xs(600);
    let most = xs(510);
    let stream = format!("é\r\n{long}\n\r\n{most}\r\n{long}\r\n{most}\n{most}é\nhi");
    let (too_long, most) = (|| Came::TooLong, text(&most));
    let (e, empty, hi) = (text("é"), text(""), text("hi"));
    let expected =
        [e, too_long(), empty, most.clone(), too_long(), most, too_long(), hi];
    for longest in [2, 40, 700] {
        for reads in random_splits(stream.as_bytes(), longest, 20, 2) {
            expect(&check, &reads, true, &expected, |_| {
                "the same bytes were cut in another way, and the lines changed: \
                 something depends on where a read ends."
            });
        }
    }
}
