//! A server of step 4, its guests, and what strace tells of it.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use testkit::{Guest, Server};

use super::turn::{Names, Turn, turns};
use crate::format::Place;
use crate::linux::strace::{Call, Strace};
use crate::linux::{step, threads};
use crate::story::Story;

/// What there is to read is there at once: the server sleeps already.
const A_MOMENT: Duration = Duration::from_millis(20);

/// The size of a small receive buffer, in bytes. Most of what waits for its owner
/// waits on the side of the server.
const SMALL: usize = 32 * 1024;

pub(super) struct Member {
    pub name: &'static str,
    pub guest: Guest,
    pub read: Vec<String>,
    /// How many bytes were written to it, and how many it has read: only where
    /// there are too many lines to show.
    pub written: usize,
    pub got: usize,
}

pub(super) struct Scene {
    pub story: Story,
    pub server: Server,
    strace: Strace,
    pub members: Vec<Member>,
    pub names: Names,
    /// Whether bytes are counted, because there are too many lines.
    pub counts: bool,
    /// What is shown until it is known to have changed.
    pub interest: Vec<String>,
    pub amounts: Vec<Place>,
}

impl Scene {
    pub fn start(variant: &str) -> Result<Scene> {
        let server = Server::start(&step("step4")?);
        server.expect_asleep();
        Ok(Scene {
            story: Story::new(variant),
            strace: Strace::attach(server.id())?,
            server,
            members: Vec::new(),
            names: Names::default(),
            counts: false,
            interest: Vec::new(),
            amounts: Vec::new(),
        })
    }

    /// Somebody connects and takes a name, and none of it is shown.
    pub fn comes_quietly(&mut self, name: &'static str) -> Result<()> {
        let guest = self.server.guest(name);
        self.settles_in(name, guest)
    }

    pub fn comes_with_a_small_buffer(&mut self, name: &'static str) -> Result<()> {
        let guest = Guest::builder(name).receive_buffer(SMALL);
        let guest = self.server.admit(guest);
        self.settles_in(name, guest)
    }

    fn settles_in(&mut self, name: &'static str, guest: Guest) -> Result<()> {
        self.add(name, guest)?;
        self.say(name, &format!("/nick {name}"));
        self.calls()?;
        self.hear();
        self.members.iter_mut().for_each(|member| member.read.clear());
        Ok(())
    }

    fn add(&mut self, name: &'static str, guest: Guest) -> Result<()> {
        let port = guest.stream().local_addr()?.port();
        self.names.ports.insert(port, name);
        self.members.push(Member {
            name,
            guest,
            read: Vec::new(),
            written: 0,
            got: 0,
        });
        Ok(())
    }

    pub fn comes(&mut self, name: &'static str, captions: &[&str]) -> Result<()> {
        let guest = self.server.guest(name);
        self.add(name, guest)?;
        self.tell(captions)
    }

    pub fn says(&mut self, name: &str, text: &str, captions: &[&str]) -> Result<()> {
        self.say(name, text);
        self.tell(captions)
    }

    pub fn say(&mut self, name: &str, text: &str) {
        let member = self.members.iter_mut().find(|member| member.name == name);
        member.expect("only those who are here speak").guest.say(text);
    }

    pub fn leaves(&mut self, name: &str, captions: &[&str]) -> Result<()> {
        self.members.retain(|member| member.name != name);
        self.tell(captions)
    }

    /// Holds the server still meanwhile, so that all of it is in one batch.
    pub fn at_once(&mut self, act: fn(&mut Scene), captions: &[&str]) -> Result<()> {
        let id = i32::try_from(self.server.id())?;
        let id = Pid::from_raw(id).context("the server has an id")?;
        kill_process(id, Signal::STOP).context("cannot hold the server still")?;
        let deadline = Instant::now() + Duration::from_secs(10);
        while !self.threads()?.iter().all(|t| matches!(t.state, 't' | 'T')) {
            ensure!(Instant::now() < deadline, "the server does not stop");
            thread::sleep(Duration::from_millis(1));
        }
        act(self);
        kill_process(id, Signal::CONT).context("cannot let the server go on")?;
        self.tell(captions)
    }

    pub fn threads(&self) -> Result<Vec<threads::Thread>> {
        threads::threads(self.server.id(), &[])
    }

    /// What the server called since the last time, once it sleeps.
    pub fn calls(&mut self) -> Result<Vec<Call>> {
        self.server.expect_asleep();
        let calls = self.strace.calls()?;
        self.names.learn(&calls);
        for member in &mut self.members {
            member.written += self.names.written(&calls, member.name);
        }
        Ok(calls)
    }

    pub fn turns(&self, calls: &[Call]) -> Vec<Turn> {
        turns(calls, &self.names)
    }

    pub fn hear(&mut self) {
        for member in &mut self.members {
            // Where bytes are counted, cat is the one who does not read.
            if self.counts && member.name != "cat" {
                member.guest.read_exactly(member.written - member.got);
                member.got = member.written;
            }
            while !self.counts
                && let Some(line) = member.guest.try_line(A_MOMENT)
            {
                member.read.push(line);
            }
        }
    }
}
