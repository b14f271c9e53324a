//! How long a line may be, and what becomes of a longer one.

use testkit::check;

use super::PAGE;
use super::feed::{Came, expect, in_chunks, text, xs};

/// Catches a limit that is one too low, or counted in all that was read (F8).
#[test]
fn a_line_of_512_bytes_is_not_too_long() {
    let check = check!(PAGE);
    let longest = [xs(511), xs(510) + "\r", "é".repeat(255)];
    for line in &longest {
        let stream = format!("{}{line}\n{line}\n", "hello\n".repeat(100));
        let whole = text(line.trim_end());
        let mut expected = vec![text("hello"); 100];
        expected.extend([whole.clone(), whole]);
        for size in [1, 511, 512, 4096] {
            expect(&check, &in_chunks(&stream, size), false, &expected, |_| {
                "a line may have 512 bytes, its ending included; the lines before \
                 it do not count, and at 511 bytes its newline may be yet to come."
            });
        }
    }
}

/// Catches a limit that is too high: in characters, or without the ending (F8).
#[test]
fn a_line_of_513_bytes_is_too_long() {
    let check = check!(PAGE);
    for line in [xs(512), xs(511) + "\r", "茶".repeat(170) + "xx"] {
        for size in [1, 512, 4096] {
            let stream = format!("{line}\nhi\n");
            let expected = [Came::TooLong, text("hi")];
            expect(&check, &in_chunks(&stream, size), false, &expected, |came| {
                if came.iter().any(|line| line.has('茶')) {
                    "the limit counts bytes: characters may have up to four."
                } else {
                    "the limit counts every byte of the line, its ending included."
                }
            });
        }
    }
}

/// Catches a limit that is looked at only when a newline comes (F8).
#[test]
fn too_long_is_said_before_the_newline_comes() {
    let check = check!(PAGE);
    for size in [1, 500, 512] {
        let stream = xs(512);
        expect(&check, &in_chunks(&stream, size), false, &[Came::TooLong], |came| {
            match came {
                [] => {
                    "a line of 512 bytes without a newline cannot end in time any \
                     more: say so now, the newline may never come."
                }
                _ => "for one line that is too long, `TooLong` is all that comes.",
            }
        });
    }
}

/// Catches the rest of a long line taken for a command (F8), `TooLong` said again
/// and again, and skipping that never ends.
#[test]
fn a_line_that_is_too_long_is_skipped_to_its_newline() {
    let check = check!(PAGE);
    let stream = format!("{}/quit\nhi\n\nho\n", xs(2000));
    for size in [1, 100, 512, 600, 4096] {
        let expected = [Came::TooLong, text("hi"), text(""), text("ho")];
        expect(&check, &in_chunks(&stream, size), false, &expected, |came| {
            let said = came.iter().filter(|line| **line == Came::TooLong).count();
            if came.iter().any(|line| line.has('x') || line.has('q')) {
                "the rest of a line that is too long is no line of its own: skip it \
                 up to and with its newline."
            } else if said > 1 {
                "it is one line, so `TooLong` is said once: remember that you are \
                 skipping."
            } else {
                "skipping ends with the newline of the line that is too long; the \
                 next line works again."
            }
        });
    }
}

/// Catches a line that is judged by its text before its length was looked at.
#[test]
fn too_long_is_too_long_whatever_stands_in_it() {
    let check = check!(PAGE);
    let stream = [&[0xFF; 600][..], b"\nhi\n"].concat();
    for size in [1, 100, 512, 700] {
        let reads: Vec<_> = stream.chunks(size).collect();
        expect(&check, &reads, false, &[Came::TooLong, text("hi")], |_| {
            "how the bytes are cut must make no difference: of a line that is too \
             long nothing is known but that."
        });
    }
}
