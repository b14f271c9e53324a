//! `threads`: the process of step 2, which has two threads for each client.

use std::fs;

use anyhow::{Context, Result, ensure};
use testkit::{Guest, Server};

use crate::format::{At, Place};
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
        "Bob connects and gets two of his own. Nobody waits for ann any more \
                but ann's own thread.",
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
        "Cat connects. Seven threads sleep now, and each has a stack of 2 MiB set \
         aside, of which it uses little.",
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
        places.push(Place::gauge(At::Kernel, "stacks, set aside", reserved, None));
        places.push(Place::gauge(At::Kernel, "stacks, in use", used, reserved));
        places.push(Place::word(At::Kernel, "threads", threads.len()));
        for thread in &threads {
            places.push(self.place(thread)?);
        }
        self.story.frame(caption, places);
        Ok(())
    }

    /// A thread belongs to the client with whom it came. The one that reads is
    /// the one that waits in a read.
    fn place(&self, thread: &Thread) -> Result<Place> {
        let mut members = self.members.iter();
        let Some(member) = members.find(|m| m.threads.contains(&thread.id)) else {
            ensure!(thread.id == self.server.id(), "whose is this thread?");
            return Ok(thread.place("main", None));
        };
        let role = match thread.peer {
            Some(peer) => {
                ensure!(peer == member.port, "a thread waits for its own client");
                "reader"
            }
            None => "writer",
        };
        let name = format!("{}'s {role}", member.name);
        let about = thread.peer.map(|_| member.name);
        Ok(thread.place(&name, about))
    }
}

/// The memory that is set aside for stacks of threads, and how much of it was
/// ever touched. Only such a stack is a mapping of exactly 2 MiB, Rust's default.
fn stacks(process: u32) -> Result<(usize, usize)> {
    const STACK: usize = 2048;
    let maps = fs::read_to_string(format!("/proc/{process}/smaps"))
        .context("/proc tells how the server's memory is used")?;
    let (mut reserved, mut used, mut is_stack) = (0, 0, false);
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let name = words.next();
        let kb: Option<usize> = words.next().and_then(|kb| kb.parse().ok());
        match (name, kb) {
            (Some("Size:"), Some(size)) => {
                is_stack = size == STACK;
                reserved += if is_stack { size * 1024 } else { 0 };
            }
            (Some("Rss:"), Some(rss)) if is_stack => used += rss * 1024,
            _ => {}
        }
    }
    Ok((reserved, used))
}
