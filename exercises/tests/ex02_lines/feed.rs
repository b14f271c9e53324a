//! Feeds a buffer the way a server does, and compares what comes out.

use std::fmt;

use exercises::ex02_lines::{Line, LineBuffer};
use testkit::{Check, quote};

/// What came out, kept for longer than the buffer lends it.
#[derive(Clone, PartialEq, Eq)]
pub enum Came {
    Text(String),
    TooLong,
    NotUtf8,
}

impl Came {
    pub fn has(&self, c: char) -> bool {
        matches!(self, Came::Text(text) if text.contains(c))
    }
}

pub fn text(text: &str) -> Came {
    Came::Text(text.to_owned())
}

/// So many bytes that hold no newline.
pub fn xs(count: usize) -> String {
    "x".repeat(count)
}

/// Cuts what a client sends into reads of `size` bytes.
pub fn in_chunks(stream: &str, size: usize) -> Vec<&[u8]> {
    stream.as_bytes().chunks(size).collect()
}

/// Fails unless these reads, and an end of input if `then_ends`, give exactly
/// these lines. What `why` says of the lines that came is the likely cause.
pub fn expect(
    check: &Check,
    reads: &[&[u8]],
    then_ends: bool,
    expected: &[Came],
    why: impl FnOnce(&[Came]) -> &'static str,
) {
    let ends = if then_ends { Ends::BehindTheLines } else { Ends::Never };
    let (mut came, mut story) = feed(reads, ends);
    if then_ends && came == expected {
        (came, story) = feed(reads, Ends::BeforeTheLastLines);
    }
    if came != expected {
        // What happened after the first wrong line helps nobody.
        let right = came.iter().zip(expected).take_while(|(a, b)| a == b).count();
        let mut lines = story.iter().enumerate().filter(|(_, (who, _))| *who == YOU);
        if let Some((wrong, _)) = lines.nth(right) {
            story.truncate(wrong + 1);
        }
        for (who, what) in story {
            check.timeline().note(who, what);
        }
        check.fail(&list(expected), &list(&came), why(&came));
    }
}

/// The lane of the learner's buffer.
const YOU: &str = "your buffer";

/// When the server hears of the end of input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Never,
    BehindTheLines,
    /// Before it has taken out what the last read brought.
    BeforeTheLastLines,
}

/// What comes out, and the story of it.
fn feed(reads: &[&[u8]], ends: Ends) -> (Vec<Came>, Story) {
    let mut buffer = LineBuffer::default();
    let (mut came, mut story) = (Vec::new(), Vec::new());
    // So many newlines there are, so many lines can come, and one more.
    let enough = reads.concat().len() + 2;
    for (at, read) in reads.iter().enumerate() {
        story.push(("server", format!("reads {}", quote(read, 40))));
        buffer.receive(read);
        if ends != Ends::BeforeTheLastLines || at + 1 < reads.len() {
            take_lines(&mut buffer, enough, &mut came, &mut story);
        }
    }
    if ends != Ends::Never {
        story.push(("server", "reads the end of input".to_owned()));
        buffer.finish();
        take_lines(&mut buffer, enough, &mut came, &mut story);
    }
    (came, story)
}

type Story = Vec<(&'static str, String)>;

fn take_lines(
    buffer: &mut LineBuffer,
    enough: usize,
    came: &mut Vec<Came>,
    story: &mut Story,
) {
    while came.len() < enough
        && let Some(line) = buffer.next_line()
    {
        let line = match line {
            Line::Text(text) => Came::Text(text.to_owned()),
            Line::TooLong => Came::TooLong,
            Line::NotUtf8 => Came::NotUtf8,
        };
        story.push((YOU, format!("{line:?}")));
        came.push(line);
    }
}

impl fmt::Debug for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Came::Text(text) => f.write_str(&quote(text.as_bytes(), 24)),
            Came::TooLong => f.write_str("TooLong"),
            Came::NotUtf8 => f.write_str("NotUtf8"),
        }
    }
}

/// The first few lines, and how many there are when there are more.
fn list(lines: &[Came]) -> String {
    match lines {
        [] => "no line".to_owned(),
        [first @ .., _] if lines.len() > 8 => {
            format!("{} lines, {:?} and so on", lines.len(), &first[..6])
        }
        _ => lines.iter().map(|l| format!("{l:?}")).collect::<Vec<_>>().join(", "),
    }
}
