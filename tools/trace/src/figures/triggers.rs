//! `triggers`: three ways in which a kernel reports that bytes are there, by the
//! two crates that the steps are built on.

mod waits;

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use polling::PollMode;

use crate::format::{At, Place};
use crate::story::Story;
use waits::{Mio, Polling, Wait};

pub(super) fn make() -> Result<Vec<Story>> {
    Ok(vec![
        tell("level", LEVEL, &mut Polling::new(PollMode::Level)?)?,
        tell("edge", EDGE, &mut Mio::new()?)?,
        tell("oneshot", ONESHOT, &mut Polling::new(PollMode::Oneshot)?)?,
    ])
}

/// What the same three waits come to: whether they report, and what to say of it.
struct Told {
    asked: &'static str,
    waits: [(bool, &'static str); 3],
    /// For the one kind that has to be asked again.
    renewed: Option<&'static str>,
}

const LEVEL: Told = Told {
    asked: "readable, for as long as it lasts",
    waits: [
        (true, "Wait returns: the socket is readable."),
        (
            true,
            "Wait returns again, and at once: 6 bytes are still there. A level is \
             reported for as long as it lasts.",
        ),
        (true, "It is readable, so wait says so, as it did before."),
    ],
    renewed: None,
};

const EDGE: Told = Told {
    asked: "each change to readable",
    waits: [
        (true, "Wait returns: something has changed, the socket became readable."),
        (
            false,
            "Nothing, though 6 bytes are there. Nothing has changed since, and an \
             edge is reported once. A loop that sleeps now may sleep for ever.",
        ),
        (true, "Another byte came. That is a change, so wait returns."),
    ],
    renewed: None,
};

const ONESHOT: Told = Told {
    asked: "readable, once",
    waits: [
        (true, "Wait returns, and with that the question is answered and over."),
        (
            false,
            "Nothing, though 6 bytes are there: nobody has asked since the last \
             report.",
        ),
        (false, "Nothing, though another byte came. Still nobody has asked."),
    ],
    renewed: Some("We ask anew, and wait returns at once: 7 bytes are there."),
};

fn tell(variant: &str, told: Told, kernel: &mut dyn Wait) -> Result<Story> {
    let mut scene = Scene::start(variant, told.asked)?;
    kernel.ask(&scene.socket)?;
    scene.show("We have asked about ann's socket. Nothing has come yet.")?;
    let [first, second, third] = told.waits;

    scene.arrive("hello you\n")?;
    scene.show("10 bytes arrive.")?;
    scene.wait(kernel, first)?;
    scene.read(4)?;
    scene.show("We read 4 of them, as if our buffer were that small.")?;
    scene.wait(kernel, second)?;
    scene.arrive("!")?;
    scene.show("One more byte arrives.")?;
    scene.wait(kernel, third)?;
    if let Some(caption) = told.renewed {
        kernel.ask(&scene.socket)?;
        scene.wait(kernel, (true, caption))?;
    }
    while scene.read(4)? {}
    scene.show("This time we read until the kernel says `WouldBlock`.")?;
    scene.wait(
        kernel,
        (false, "Nothing, and nothing is there. Now it is safe to sleep."),
    )?;
    drop(scene.ann);
    Ok(scene.story)
}

struct Scene {
    story: Story,
    asked: &'static str,
    ann: TcpStream,
    socket: TcpStream,
    sent: String,
    read: Vec<u8>,
    waits: Vec<String>,
}

impl Scene {
    fn start(variant: &str, asked: &'static str) -> Result<Scene> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let ann = TcpStream::connect(listener.local_addr()?)?;
        let (socket, _) = listener.accept()?;
        socket.set_nonblocking(true)?;
        let story = Story::new(variant);
        let (sent, read, waits) = (String::new(), Vec::new(), Vec::new());
        Ok(Scene { story, asked, ann, socket, sent, read, waits })
    }

    fn show(&mut self, caption: &str) -> Result<()> {
        let places = [
            Place::bytes(At::Client, "ann has sent", &self.sent),
            Place::word(At::Kernel, "asked for", self.asked),
            Place::bytes(At::Kernel, "unread in the socket", self.unread()?),
            Place::list(At::Server, "wait returned", &self.waits),
            Place::bytes(At::Server, "we have read", &self.read),
        ];
        self.story.frame(caption, places);
        Ok(())
    }

    /// Ann sends bytes, and they are there.
    fn arrive(&mut self, bytes: &str) -> Result<()> {
        self.ann.write_all(bytes.as_bytes())?;
        self.sent += bytes;
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.unread()?.len() + self.read.len() < self.sent.len() {
            ensure!(Instant::now() < deadline, "loopback delivers");
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    fn unread(&self) -> Result<Vec<u8>> {
        let mut bytes = [0; 64];
        match self.socket.peek(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(Vec::new()),
            count => Ok(bytes[..count?].to_vec()),
        }
    }

    /// Reads once. Tells whether anything was there.
    fn read(&mut self, most: usize) -> Result<bool> {
        let mut bytes = vec![0; most];
        match self.socket.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            count => {
                self.read.extend_from_slice(&bytes[..count?]);
                Ok(true)
            }
        }
    }

    fn wait(&mut self, kernel: &mut dyn Wait, told: (bool, &str)) -> Result<()> {
        let reported = kernel.wait()?;
        ensure!(reported == told.0, "wait tells {reported}, against: {}", told.1);
        let word = if reported { "ann is readable" } else { "nothing" };
        self.waits.push(word.to_owned());
        self.show(told.1)
    }
}
