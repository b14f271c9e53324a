//! The chunking law: how a stream was cut into reads, and when its lines were
//! taken out, changes nothing about the lines.
//!
//! What the lines are is decided by an oracle that sees the whole stream at
//! once and shares no code with [`LineBuffer`].

use chat::lines::{Line, LineBuffer};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{show, take_all};

/// The lines of a stream, by the words of the protocol.
fn oracle(stream: &[u8], finished: bool) -> Vec<String> {
    let mut parts: Vec<&[u8]> = stream.split(|&byte| byte == b'\n').collect();
    let tail = parts.pop().expect("a split has one part at least");
    let ended = parts.into_iter().map(|line| match line {
        _ if line.len() + 1 > 512 => Line::TooLong,
        [text @ .., b'\r'] => read(text),
        text => read(text),
    });
    let unfinished = match tail {
        _ if tail.len() >= 512 => Some(Line::TooLong),
        [] => None,
        text => finished.then(|| read(text)),
    };
    ended.chain(unfinished).map(show).collect()
}

fn read(bytes: &[u8]) -> Line<'_> {
    str::from_utf8(bytes).map_or(Line::NotUtf8, Line::Text)
}

/// The lines that a buffer makes of these reads, when at most `patience` of
/// them are taken out after each read, and the rest at the end.
fn buffered(reads: &[&[u8]], patience: usize, finished: bool) -> Vec<String> {
    let (mut buffer, mut lines) = (LineBuffer::default(), Vec::new());
    for read in reads {
        buffer.receive(read);
        for _ in 0..patience {
            let Some(line) = buffer.next_line() else { break };
            lines.push(show(line));
        }
    }
    if finished {
        buffer.finish();
    }
    lines.append(&mut take_all(&mut buffer));
    lines
}

/// Holds the law for one way of cutting one stream.
fn check(stream: &[u8], reads: &[&[u8]]) {
    for finished in [false, true] {
        let expected = oracle(stream, finished);
        for patience in [0, 1, usize::MAX] {
            let lines = buffered(reads, patience, finished);
            assert_eq!(lines, expected, "{reads:?}, {patience} after each read");
        }
    }
}

/// Cuts a stream at places that are in order.
fn cut<'a>(stream: &'a [u8], places: &[usize]) -> Vec<&'a [u8]> {
    let starts = [0].into_iter().chain(places.iter().copied());
    let ends = places.iter().copied().chain([stream.len()]);
    starts.zip(ends).map(|(start, end)| &stream[start..end]).collect()
}

const NASTY: [&[u8]; 14] = [
    b"",
    b"\n",
    b"\r",
    b"\r\n",
    b"\r\r\n\n\r\n\r",
    b"hello\nhow are you\n",
    b"hello\r\nhow\rare you\r\nunfini",
    b"\n\nhello\n\n\r\n\nbye",
    b"/nick ann\r\nhello everyone\r\n/msg bob x\r\n/quit\r\nignored\r\n",
    "caf\u{e9} \u{8336}\n\u{1f603}\r\n\u{1f603}e\u{301}\n\u{ff1a}".as_bytes(),
    b"\xff\nok\n\xc3\n\xa9\r\n\xe8\x8c\nok\n\xf0\x9f\x98",
    b"\xc3\r\n\r\xa9\n\0\n\x1b[2J\x85\n",
    b"no end in sight no end in sight no end in sight no end in sight ",
    b"\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n\r\n\n",
];

#[test]
fn two_or_three_reads_are_as_good_as_one() {
    for stream in NASTY {
        for first in 0..=stream.len() {
            check(stream, &cut(stream, &[first]));
            for second in first..=stream.len() {
                check(stream, &cut(stream, &[first, second]));
            }
        }
    }
}

#[test]
fn a_read_for_each_byte_is_as_good_as_one() {
    for stream in NASTY {
        check(stream, &stream.chunks(1).collect::<Vec<_>>());
    }
}

#[test]
fn a_line_at_the_limit_may_be_cut_anywhere() {
    for len in 509..=514 {
        for ending in ["", "\n", "\r\n", "\r", "\nnext", "\r\nnext\n"] {
            let stream = "x".repeat(len) + ending;
            for first in 0..=stream.len() {
                check(stream.as_bytes(), &cut(stream.as_bytes(), &[first]));
            }
        }
    }
}

/// Streams in which everything that is hard is likely.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let word = select(vec![
        &b"\n"[..],
        b"\r\n",
        b"\r",
        b"hello",
        "\u{e9}".as_bytes(),
        "\u{1f603}".as_bytes(),
        b"\xc3",
        b"\xa9",
        b"\xff",
    ]);
    let about_a_line = (505_usize..520).prop_map(|len| vec![b'x'; len]);
    let part = prop_oneof![
        20 => word.prop_map(<[u8]>::to_vec),
        1 => about_a_line,
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_way_of_cutting_changes_the_lines(
        stream in stream(),
        places in prop::collection::vec(any::<Index>(), 0..12),
    ) {
        // Two equal places make a read of nothing.
        let place = |index: &Index| index.index(stream.len() + 1);
        let mut places: Vec<usize> = places.iter().map(place).collect();
        places.sort_unstable();
        check(&stream, &cut(&stream, &places));
    }
}
