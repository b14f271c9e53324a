//! `kernel-buffers`: where bytes wait between two programs of which one has
//! stopped reading. How many, the kernel decides.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, ensure};
use testkit::{Guest, TINY, Timeline, tiny_listener};

use crate::format::{At, Place, What};
use crate::linux::sockets::{at_rest, between};
use crate::story::Story;

/// All that cat is to get, in the story of one large write.
const MESSAGE: usize = 20 * 1024;

/// The length of a line in the story of many small ones, and how many there are.
const LINE: usize = 64;
const LINES: usize = 256;

pub(super) fn make() -> Result<Vec<Story>> {
    Ok(vec![one_large()?, many_small()?])
}

fn one_large() -> Result<Story> {
    let mut scene = Scene::start("one large write", MESSAGE)?;
    scene.show(
        "The server has 20 KiB for cat, and both sockets have small buffers.",
    )?;
    ensure!(scene.write(MESSAGE)? == Taken::Part, "20 KiB do not fit");
    scene.show(
        "One write of all of it. The kernel takes a part, and says how much. Cat \
         reads nothing, so it waits in two queues.",
    )?;
    scene.fill(MESSAGE)?;
    scene.show(
        "The server offers the rest until the kernel says `WouldBlock`: cat's queue \
         is full, and its own is full, too.",
    )?;
    scene.read_what_is_there()?;
    scene.show(
        "Cat reads what has arrived. Her queue has room, so the kernel moves on what \
         waited on the server's side.",
    )?;
    ensure!(scene.write(MESSAGE)? != Taken::Nothing, "there is room again");
    scene.show("The server tries again with the rest. Some of it fits.")?;
    while scene.left() > 0 || scene.read < MESSAGE {
        scene.read_what_is_there()?;
        scene.write(MESSAGE)?;
    }
    scene.show(
        "And so on, until cat has all of it. Not a byte was lost, or came twice.",
    )?;
    Ok(scene.story)
}

fn many_small() -> Result<Story> {
    let mut scene = Scene::start("many small writes", LINE * LINES)?;
    scene.show(
        "The server has 256 lines of 64 bytes for cat, and writes one after another.",
    )?;
    ensure!(scene.write(LINE)? == Taken::All, "a line fits");
    scene.show("The first is taken whole, and travels to cat's side at once.")?;
    scene.fill(LINE)?;
    scene.show(
        "It writes on until the kernel says `WouldBlock`. Cat has read nothing. Look \
         how many writes were taken in part.",
    )?;
    scene.read_at_most(LINE)?;
    let taken = scene.write(LINE)?;
    ensure!(taken == Taken::Nothing, "room for one line is not room");
    scene.show(
        "Cat reads one line, and the server tries one: still no. Room is handed \
         back in larger steps than that.",
    )?;
    scene.read_what_is_there()?;
    ensure!(scene.write(LINE)? == Taken::All, "there is room again");
    scene.show("Cat reads all that has arrived. Now the next line is taken.")?;
    Ok(scene.story)
}

/// What came of a write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    All,
    Part,
    Nothing,
}

struct Scene {
    story: Story,
    server: TcpStream,
    cat: Guest,
    /// How much there is to write.
    total: usize,
    written: usize,
    read: usize,
    whole: u64,
    cut: u64,
    said: &'static str,
}

impl Scene {
    fn start(variant: &str, total: usize) -> Result<Scene> {
        let listener = tiny_listener();
        let cat = Guest::builder("cat").receive_buffer(TINY);
        let cat = cat.connect(listener.local_addr()?, &Timeline::new());
        cat.stream().set_nonblocking(true)?;
        let (server, _) = listener.accept()?;
        server.set_nonblocking(true)?;
        let (story, said) = (Story::new(variant), "none yet");
        let [whole, cut] = [0, 0];
        Ok(Scene {
            story,
            server,
            cat,
            total,
            written: 0,
            read: 0,
            whole,
            cut,
            said,
        })
    }

    fn left(&self) -> usize {
        self.total - self.written
    }

    fn write(&mut self, most: usize) -> Result<Taken> {
        let offered = most.min(self.left());
        let taken = match self.server.write(&vec![b'x'; offered]) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Taken::Nothing,
            Err(error) => return Err(error).context("cat is there"),
            Ok(count) => {
                self.written += count;
                if count == offered { Taken::All } else { Taken::Part }
            }
        };
        match taken {
            Taken::All => (self.whole, self.said) = (self.whole + 1, "taken whole"),
            Taken::Part => (self.cut, self.said) = (self.cut + 1, "taken in part"),
            Taken::Nothing => self.said = "WouldBlock",
        }
        Ok(taken)
    }

    /// Writes until nothing is taken though nothing moves any more.
    fn fill(&mut self, most: usize) -> Result<()> {
        loop {
            self.queues()?;
            if self.write(most)? == Taken::Nothing {
                return Ok(());
            }
            while self.write(most)? != Taken::Nothing {}
        }
    }

    fn read_what_is_there(&mut self) -> Result<()> {
        let (receive, _) = self.queues()?;
        self.read_at_most(receive)
    }

    fn read_at_most(&mut self, most: usize) -> Result<()> {
        let mut room = vec![0; most];
        match self.cat.stream().read(&mut room) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            count => self.read += count?,
        }
        // Whatever may move up now does so before we go on.
        self.queues().map(drop)
    }

    /// What waits on cat's side, and on the server's, once nothing moves. Bytes
    /// under way are counted by both: only what cat's side has acknowledged is
    /// hers alone.
    fn queues(&self) -> Result<(usize, usize)> {
        let server = self.server.local_addr()?.port();
        let cat = self.cat.stream().local_addr()?.port();
        let sockets = at_rest(server)?;
        let send = between(&sockets, server, cat).context("the server's socket")?;
        let receive = between(&sockets, cat, server).context("cat's socket")?;
        let all = self.written - self.read;
        ensure!(send.send + receive.receive == all, "each byte is somewhere, once");
        Ok((receive.receive, send.send))
    }

    fn show(&mut self, caption: &str) -> Result<()> {
        let (receive, send) = self.queues()?;
        let of = self.total;
        let places = [
            Place::gauge(At::Client, "cat has read", self.read, of),
            Place::gauge(At::Kernel, "cat's receive queue", receive, of),
            Place::gauge(At::Kernel, "the server's send queue", send, of),
            Place::word(At::Server, "the last write", self.said),
            Place::gauge(At::Server, "not written yet", self.left(), of),
            count("writes taken whole", self.whole),
            count("writes taken in part", self.cut),
        ];
        self.story.frame(caption, places);
        Ok(())
    }
}

fn count(name: &str, amount: u64) -> Place {
    let unit = "writes".to_owned();
    Place::new(At::Server, name, What::Gauge { amount, of: None, unit })
}
