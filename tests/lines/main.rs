//! What a client sent comes out as lines, wherever the network cut it.
//!
//! The stories stand here, one for each sentence of the protocol about lines.
//! The law that holds for all of them stands in `chunking.rs`.

mod chunking;

use chat::lines::{Line, LineBuffer, MAX_LINE};

/// No line yet, or no line any more.
const NOTHING: [&str; 0] = [];

/// Everything that can be taken out now, shown as `Debug` shows it: that way
/// the lines of two buffers can be compared after the buffers have moved on.
fn take_all(buffer: &mut LineBuffer) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(line) = buffer.next_line() {
        lines.push(show(line));
    }
    lines
}

fn show(line: Line<'_>) -> String {
    format!("{line:?}")
}

fn text(line: &str) -> String {
    show(Line::Text(line))
}

fn too_long() -> String {
    show(Line::TooLong)
}

fn not_utf8() -> String {
    show(Line::NotUtf8)
}

/// What comes out after each of these reads.
fn after_each(reads: &[&[u8]]) -> Vec<Vec<String>> {
    let mut buffer = LineBuffer::default();
    let after = |read: &&[u8]| {
        buffer.receive(read);
        take_all(&mut buffer)
    };
    reads.iter().map(after).collect()
}

/// What comes out of one read of `len` times the same letter and an ending.
fn of_length(len: usize, ending: &str) -> Vec<String> {
    let read = "x".repeat(len) + ending;
    after_each(&[read.as_bytes()]).remove(0)
}

#[test]
fn one_read_may_be_half_a_line() {
    let lines = after_each(&[b"hel", b"lo\nhow are", b" you?", b"\n"]);
    assert_eq!(lines[0], NOTHING);
    assert_eq!(lines[1], [text("hello")], "and the tail stays");
    assert_eq!(lines[2], NOTHING);
    assert_eq!(lines[3], [text("how are you?")]);
}

#[test]
fn one_read_may_be_three_lines_and_the_start_of_a_fourth() {
    let lines = after_each(&[b"one\ntwo\nthree\nfo", b"ur\n"]);
    assert_eq!(lines[0], ["one", "two", "three"].map(text));
    assert_eq!(lines[1], [text("four")]);
}

#[test]
fn a_read_of_nothing_changes_nothing() {
    let lines = after_each(&[b"", b"hel", b"", b"lo\n", b""]);
    assert_eq!(lines.concat(), [text("hello")]);
}

#[test]
fn telnets_ending_may_be_cut_in_two() {
    let lines = after_each(&[b"hello\r", b"\nbye\r\n"]);
    assert_eq!(lines[0], NOTHING);
    assert_eq!(lines[1], ["hello", "bye"].map(text));
}

#[test]
fn a_carriage_return_that_ends_no_line_stays() {
    let lines = after_each(&[b"a\rb\n\rc\n", b"d\r\r\n", b"\r\n"]);
    assert_eq!(lines[0], ["a\rb", "\rc"].map(text));
    assert_eq!(lines[1], [text("d\r")], "only one belongs to the ending");
    assert_eq!(lines[2], [text("")]);
}

#[test]
fn an_empty_line_is_a_line() {
    assert_eq!(after_each(&[b"\n\n\r\n"])[0], ["", "", ""].map(text));
}

#[test]
fn a_character_may_be_cut_anywhere() {
    for line in ["caf\u{e9}!", "\u{8336}", "\u{1f603}\u{1f603}"] {
        let read = format!("{line}\n").into_bytes();
        for cut in 0..=read.len() {
            let lines = after_each(&[&read[..cut], &read[cut..]]).concat();
            assert_eq!(lines, [text(line)], "cut at {cut}");
        }
    }
}

#[test]
fn a_line_may_have_512_bytes_with_its_ending_and_no_more() {
    for (ending, longest) in [("\n", MAX_LINE - 1), ("\r\n", MAX_LINE - 2)] {
        assert_eq!(of_length(longest, ending), [text(&"x".repeat(longest))]);
        assert_eq!(of_length(longest + 1, ending), [too_long()]);
        assert_eq!(of_length(longest + 2, ending), [too_long()]);
    }
}

#[test]
fn a_line_without_an_ending_is_too_long_from_its_512th_byte_on() {
    assert_eq!(of_length(511, ""), NOTHING);
    assert_eq!(of_length(512, ""), [too_long()]);
    assert_eq!(of_length(513, ""), [too_long()]);
    assert_eq!(of_length(510, "\r"), NOTHING);
    assert_eq!(of_length(511, "\r"), [too_long()]);
}

#[test]
fn a_line_that_is_too_long_is_reported_once_and_the_next_one_works() {
    let (long, longer) = (&[b'x'; 400][..], &[b'x'; 16_384][..]);
    let lines = after_each(&[long, long, longer, b"tail\nhello", b" you\n"]);
    let expected =
        [vec![], vec![too_long()], vec![], vec![], vec![text("hello you")]];
    assert_eq!(lines, expected);
}

#[test]
fn two_lines_that_are_too_long_are_reported_twice() {
    let read = "x".repeat(600) + "\n" + &"y".repeat(600) + "\nhello\n";
    let lines = after_each(&[read.as_bytes()]);
    assert_eq!(lines[0], [too_long(), too_long(), text("hello")]);
}

#[test]
fn a_line_that_is_not_utf8_is_reported_and_the_next_one_works() {
    let lines = after_each(&[b"\xff\xfe\nhello\n", b"caf\xc3\n", b"\xa9\nyou\n"]);
    assert_eq!(lines[0], [not_utf8(), text("hello")]);
    let cut = [not_utf8(), not_utf8(), text("you")];
    assert_eq!(lines[1..].concat(), cut, "a newline inside a character");
}

#[test]
fn an_unfinished_last_line_counts_as_a_line() {
    let last_words: [(&[u8], &[String]); 6] = [
        (b"bye", &[text("bye")]),
        (b"good\nbye\r", &[text("good"), text("bye\r")]),
        (b"bye\n", &[text("bye")]),
        (b"", &[]),
        (b"caf\xc3", &[not_utf8()]),
        (&[b'x'; 512], &[too_long()]),
    ];
    for (read, expected) in last_words {
        let mut buffer = LineBuffer::default();
        buffer.receive(read);
        buffer.finish();
        assert_eq!(take_all(&mut buffer), expected, "{read:?}");
        assert_eq!(buffer.next_line(), None, "and it counts once");
    }
}

#[test]
fn the_end_of_a_line_that_is_too_long_is_not_a_line() {
    let mut buffer = LineBuffer::default();
    buffer.receive(&[b'x'; 600]);
    assert_eq!(take_all(&mut buffer), [too_long()]);
    buffer.receive(b"the tail of it");
    buffer.finish();
    assert_eq!(take_all(&mut buffer), NOTHING);
}
