//! `lines`: pieces of a stream become lines, in the [`LineBuffer`] of `src/`.

use anyhow::{Context, Result};
use chat::{Line, LineBuffer};

use crate::format::{At, Place};
use crate::story::Story;

pub(super) fn make() -> Result<Vec<Story>> {
    let x = "x".repeat(300);
    Ok(vec![
        tell("in one piece", &["hello\n"])?,
        tell("cut anywhere", &["hel", "lo\n/ni", "ck ann\n"])?,
        tell("two lines and a half", &["one\ntwo\nthr", "ee\n"])?,
        tell("a line that is too long", &[&x, &x, "xxx\nok\n"])?,
    ])
}

/// The story of these pieces, each of which one `read` returns.
fn tell(variant: &str, pieces: &[&str]) -> Result<Story> {
    let mut scene = Scene::new(variant);
    scene.show("Nothing has come yet. The buffer is empty.")?;
    for piece in pieces {
        scene.arrive(piece)?;
        scene.receive(piece)?;
        while scene.take_line()? {}
    }
    Ok(scene.story)
}

struct Scene {
    story: Story,
    buffer: LineBuffer,
    sent: String,
    unread: String,
    returned: String,
    lines: Vec<String>,
}

impl Scene {
    fn new(variant: &str) -> Scene {
        Scene {
            story: Story::new(variant),
            buffer: LineBuffer::default(),
            sent: String::new(),
            unread: String::new(),
            returned: "not called yet".to_owned(),
            lines: Vec::new(),
        }
    }

    fn show(&mut self, caption: &str) -> Result<()> {
        let places = [
            Place::bytes(At::Client, "ann has sent", &self.sent),
            Place::bytes(At::Kernel, "ann's socket", &self.unread),
            Place::bytes(At::Server, "LineBuffer", held(&self.buffer)?.bytes),
            Place::word(At::Server, "next_line()", &self.returned),
            Place::lines(At::Server, "lines handed on", &self.lines),
        ];
        self.story.frame(caption, places);
        Ok(())
    }

    fn arrive(&mut self, piece: &str) -> Result<()> {
        self.sent += piece;
        self.unread += piece;
        let len = piece.len();
        self.show(&format!("{len} bytes have arrived. Nobody has read them yet."))
    }

    fn receive(&mut self, piece: &str) -> Result<()> {
        self.unread.clear();
        self.buffer.receive(piece.as_bytes());
        self.show(
            "`read` returns what has arrived, and `receive` adds it to the buffer.",
        )
    }

    /// Asks for a line and tells what came of it.
    fn take_line(&mut self) -> Result<bool> {
        let was_skipping = held(&self.buffer)?.skipping;
        let line = self.buffer.next_line();
        let (caption, handed_on) = match line {
            Some(Line::Text(text)) if was_skipping => (
                "The long line ends at its newline. What follows is a line like any \
                 other.",
                Some(text.to_owned()),
            ),
            Some(Line::Text(text)) => (
                "There is a newline in the buffer, so `next_line` takes out all that \
                 comes before it.",
                Some(text.to_owned()),
            ),
            Some(Line::TooLong) => (
                "512 bytes have come without a newline. `next_line` says that the \
                 line is too long and keeps nothing of it.",
                Some("(too long)".to_owned()),
            ),
            Some(Line::NotUtf8) => {
                ("The line is not UTF-8.", Some("(not UTF-8)".to_owned()))
            }
            None => ("", None),
        };
        self.returned = line.map_or("None".to_owned(), |line| format!("{line:?}"));
        let Some(line) = handed_on else {
            self.show(nothing(&held(&self.buffer)?))?;
            return Ok(false);
        };
        self.lines.push(line);
        self.show(caption)?;
        Ok(true)
    }
}

/// Why there is no line.
fn nothing(held: &Held) -> &'static str {
    if held.skipping {
        "`None`: the long line goes on, and nothing of it is kept."
    } else if held.bytes.is_empty() {
        "`None`: the buffer is empty. The server goes back to `read`."
    } else {
        "`None`: what is left has no newline. It stays here until more comes."
    }
}

/// What a [`LineBuffer`] holds.
struct Held {
    bytes: Vec<u8>,
    skipping: bool,
}

/// Its fields are nobody's business but its own. `Debug` shows them all the same.
fn held(buffer: &LineBuffer) -> Result<Held> {
    let text = format!("{buffer:?}");
    let field = |name: &str, end: char| {
        let (_, rest) = text.split_once(name)?;
        rest.split(end).next()
    };
    let bytes = field("bytes: [", ']').context("a LineBuffer has bytes")?;
    let bytes = bytes.split(", ").filter(|byte| !byte.is_empty());
    let bytes = bytes.map(str::parse).collect::<Result<Vec<u8>, _>>()?;
    let start = field("start: ", ',').context("a LineBuffer has a start")?;
    let skipping = field("skipping: ", ',').context("a LineBuffer may skip")?;
    Ok(Held {
        bytes: bytes[start.parse()?..].to_vec(),
        skipping: skipping == "true",
    })
}
