//! `blocking`: the process of step 1, and whom its one thread waits for.

use anyhow::{Context, Result, ensure};
use testkit::{Guest, Server};

use crate::format::{At, Place, What};
use crate::linux::sockets::{Socket, at_rest, between};
use crate::linux::{step, threads::threads};
use crate::story::Story;

pub(super) fn make() -> Result<Vec<Story>> {
    let mut scene = Scene::start()?;
    scene.show(
        "The server has started. Its one thread waits for somebody to come.",
    )?;
    scene.ann = Some(scene.guest("ann"));
    scene
        .show("Ann connects. The server accepts her and waits for what she says.")?;
    scene.bob = Some(scene.guest("bob"));
    scene.show(
        "Bob connects too, and for his program that worked: the kernel did it. The \
         server does not know.",
    )?;
    scene.says("bob", "hello")?;
    scene.show(
        "Bob speaks. His bytes have arrived, and nobody reads them: the thread still \
         waits for ann.",
    )?;
    scene.says("ann", "hi")?;
    scene.hears("ann")?;
    scene.show(
        "Ann speaks. The thread wakes, answers her, and waits for ann again. Bob \
         spoke first and has heard nothing.",
    )?;
    scene.ann = None;
    scene.hears("bob")?;
    scene.show(
        "Ann leaves. Only now is bob accepted, and what he said long ago is read and \
         answered.",
    )?;
    scene.bob = None;
    scene.show("Bob leaves. The thread waits for somebody to come, as at first.")?;
    Ok(vec![scene.story])
}

struct Scene {
    story: Story,
    server: Server,
    ann: Option<Guest>,
    bob: Option<Guest>,
    /// What each has said and read.
    bob_said: String,
    read: [Vec<String>; 2],
}

impl Scene {
    fn start() -> Result<Scene> {
        Ok(Scene {
            story: Story::new("ann, bob, and one thread"),
            server: Server::start(&step("step1")?),
            ann: None,
            bob: None,
            bob_said: String::new(),
            read: [Vec::new(), Vec::new()],
        })
    }

    fn guest(&self, name: &str) -> Guest {
        self.server.guest(name)
    }

    fn somebody(&mut self, name: &str) -> Result<&mut Guest> {
        let guest = if name == "ann" { &mut self.ann } else { &mut self.bob };
        guest.as_mut().with_context(|| format!("{name} is connected"))
    }

    fn says(&mut self, name: &str, text: &str) -> Result<()> {
        if name == "bob" {
            self.bob_said = format!("{text}\n");
        }
        self.somebody(name)?.say(text);
        Ok(())
    }

    fn hears(&mut self, name: &str) -> Result<()> {
        let line = self.somebody(name)?.line();
        self.read[usize::from(name == "bob")].push(line);
        Ok(())
    }

    fn show(&mut self, caption: &str) -> Result<()> {
        self.server.expect_asleep();
        let port = self.server.addr().port();
        let sockets = at_rest(port)?;
        let local = |guest: &Option<Guest>| {
            guest.as_ref().and_then(|g| g.stream().local_addr().ok()?.port().into())
        };
        let [ann, bob] = [local(&self.ann), local(&self.bob)];

        let threads = threads(self.server.id(), &sockets)?;
        let [thread] = &threads[..] else { anyhow::bail!("step 1 has one thread") };
        let about = thread.peer.and_then(|peer| match Some(peer) {
            who if who == ann => Some("ann"),
            who if who == bob => Some("bob"),
            _ => None,
        });
        let unread = |remote| unread(&sockets, port, remote);
        let [from_ann, from_bob] = [unread(ann), unread(bob)];
        ensure!(from_ann == 0, "what ann says is read at once");
        let is_here = |here: bool| if here { "connected" } else { "not connected" };
        let places = [
            Place::word(At::Client, "ann is", is_here(ann.is_some())),
            Place::lines(At::Client, "ann has read", &self.read[0]),
            Place::word(At::Client, "bob is", is_here(bob.is_some())),
            Place::lines(At::Client, "bob has read", &self.read[1]),
            waiting(&sockets),
            Place::bytes(At::Kernel, "from ann, unread", ""),
            Place::bytes(At::Kernel, "from bob, unread", self.tail(from_bob)),
            thread.place("the one thread", about),
        ];
        self.story.frame(caption, places);
        Ok(())
    }

    /// The kernel says how many bytes it has, and we know which bob sent last.
    fn tail(&self, count: usize) -> &str {
        &self.bob_said[self.bob_said.len() - count..]
    }
}

/// How many are connected and not accepted.
fn waiting(sockets: &[Socket]) -> Place {
    let listener = sockets.iter().find(|socket| socket.is_listener());
    let count = listener.map_or(0, |listener| listener.receive);
    let text = match count {
        0 => "nobody".to_owned(),
        1 => "1 connection".to_owned(),
        more => format!("{more} connections"),
    };
    Place::new(At::Kernel, "waiting for accept", What::Word { text })
}

fn unread(sockets: &[Socket], server: u16, guest: Option<u16>) -> usize {
    let socket = guest.and_then(|guest| between(sockets, server, guest));
    socket.map_or(0, |socket| socket.receive)
}
