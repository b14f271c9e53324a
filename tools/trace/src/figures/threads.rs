//! `threads`: the process of step 2, which has two threads for each client.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use testkit::{Guest, Server};

use crate::format::{At, Place, What};
use crate::linux::sockets::at_rest;
use crate::linux::step;
use crate::linux::threads::{Thread, threads};
use crate::story::Story;

pub(super) fn make() -> Result<Vec<Story>> {
    let mut scene = Scene::start()?;
    scene.show("The server has started. One thread waits for somebody to come.")?;
    scene.comes("ann")?;
    scene.show(
        "Ann connects and gets two threads. One waits for what she says. The other \
         has written the greeting and waits for something to write.",
    )?;
    scene.comes("bob")?;
    scene.show(
        "Bob connects and gets two of his own. Ann's silence \
                keeps nobody waiting but her own thread.",
    )?;
    scene.says("ann", "hello")?;
    scene.show(
        "Ann says a line. Her reader woke and put it into bob's mailbox, bob's \
         writer woke and wrote it. The others slept on.",
    )?;
    scene.says("bob", "hi ann")?;
    scene.show(
        "Bob answers, and it is the other two that woke: his reader, her writer.",
    )?;
    scene.comes("cat")?;
    scene.show(
        "Cat connects. Seven threads sleep now. For each but the first a stack of \
         2 MiB is set aside, of which it uses little.",
    )?;
    scene.leaves("ann")?;
    scene.show(
        "Ann leaves. Her reader saw the end of her input, and both threads ended.",
    )?;
    Ok(vec![scene.story])
}

/// A client with its two threads.
struct Member {
    name: &'static str,
    guest: Guest,
    port: u16,
    threads: Vec<u32>,
    read: Vec<String>,
}

struct Scene {
    story: Story,
    server: Server,
    members: Vec<Member>,
}

impl Scene {
    fn start() -> Result<Scene> {
        let server = Server::start(&step("step2")?);
        let story = Story::new("ann, bob, and cat");
        Ok(Scene { story, server, members: Vec::new() })
    }

    fn comes(&mut self, name: &'static str) -> Result<()> {
        let before = self.threads()?;
        let mut guest = self.server.guest(name);
        let read = vec![guest.line()];
        let port = guest.stream().local_addr()?.port();
        let known = |id: &u32| before.iter().any(|thread| thread.id == *id);
        let now = self.threads()?.into_iter().map(|thread| thread.id);
        let threads: Vec<u32> = now.filter(|id| !known(id)).collect();
        ensure!(threads.len() == 2, "step 2 starts two threads for a client");
        self.members.push(Member { name, guest, port, threads, read });
        Ok(())
    }

    /// Says a line, which all others read.
    fn says(&mut self, name: &str, text: &str) -> Result<()> {
        for member in &mut self.members {
            if member.name == name {
                member.guest.say(text);
            }
        }
        for member in self.members.iter_mut().filter(|m| m.name != name) {
            member.read.push(member.guest.line());
        }
        Ok(())
    }

    fn leaves(&mut self, name: &str) -> Result<()> {
        self.members.retain(|member| member.name != name);
        Ok(())
    }

    fn threads(&self) -> Result<Vec<Thread>> {
        self.server.expect_asleep();
        let sockets = at_rest(self.server.addr().port())?;
        threads(self.server.id(), &sockets)
    }

    fn show(&mut self, caption: &str) -> Result<()> {
        let threads = self.threads()?;
        let (reserved, used) = stacks(self.server.id())?;
        let read = |m: &Member| {
            Place::lines(At::Client, &format!("{} has read", m.name), &m.read)
        };
        let mut places: Vec<Place> = self.members.iter().map(read).collect();
        places.push(kib("stacks, set aside", reserved, None));
        places.push(kib("stacks, in use", used, Some(reserved)));
        places.push(Place::word(At::Kernel, "threads", threads.len()));
        places.push(threads[0].place("main", None));
        for member in &self.members {
            places.extend(member.places(&threads)?);
        }
        self.story.frame(caption, places);
        Ok(())
    }
}

impl Member {
    /// The two threads that came with this client. The one that reads is the one
    /// that waits in a read.
    fn places(&self, threads: &[Thread]) -> Result<[Place; 2]> {
        let mut mine = threads.iter().filter(|t| self.threads.contains(&t.id));
        let (Some(one), Some(other)) = (mine.next(), mine.next()) else {
            bail!("{} has two threads", self.name)
        };
        let is_reader = |thread: &Thread| thread.peer == Some(self.port);
        let (reader, writer) =
            if is_reader(one) { (one, other) } else { (other, one) };
        ensure!(is_reader(reader) && writer.peer.is_none(), "one reads, one writes");
        let name = |role| format!("{}'s {role}", self.name);
        Ok([
            reader.place(&name("reader"), Some(self.name)),
            writer.place(&name("writer"), None),
        ])
    }
}

fn kib(name: &str, amount: u64, of: Option<u64>) -> Place {
    let unit = "KiB".to_owned();
    Place::new(At::Kernel, name, What::Gauge { amount, of, unit })
}

/// The memory that is set aside for stacks of threads, and how much of it was
/// ever touched, in KiB. Only such a stack is a mapping of exactly 2 MiB, Rust's default.
fn stacks(process: u32) -> Result<(u64, u64)> {
    const STACK: u64 = 2048;
    let maps = fs::read_to_string(format!("/proc/{process}/smaps"))
        .context("/proc tells how the server's memory is used")?;
    let (mut reserved, mut used, mut is_stack) = (0, 0, false);
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let name = words.next();
        let kb: Option<u64> = words.next().and_then(|kb| kb.parse().ok());
        match (name, kb) {
            (Some("Size:"), Some(size)) => {
                is_stack = size == STACK;
                reserved += if is_stack { size } else { 0 };
            }
            (Some("Rss:"), Some(rss)) if is_stack => used += rss,
            _ => {}
        }
    }
    Ok((reserved, used))
}
