//! Thousands of guests, held as cheaply as a socket can be: one descriptor and
//! a few words each. What is special about single guests is left to `Guest`.

mod member;
mod process;

use std::io;
use std::net::SocketAddr;

use member::Member;
pub use process::CrowdProcess;

use crate::failure::Scene;
use crate::quote::quote;
use crate::timeline::Timeline;
use crate::waits::{Deadline, LONGEST};

/// So many connect before their greetings are read: fewer than fit in the
/// backlog (128), or the rest would sit in SYN-SENT for a second.
const AT_ONCE: usize = 64;

/// Many connected guests. Dropping it resets them all, which leaves nothing in
/// TIME_WAIT for the next test to stumble on; [`close`](Self::close) is orderly.
#[derive(Debug)]
pub struct Crowd {
    members: Vec<Member>,
    scene: Scene,
}

impl Crowd {
    /// Connects `count` guests and waits until each was greeted with a line:
    /// before that, a connection may still be waiting in the backlog.
    ///
    /// # Panics
    /// When one of them is refused, or not greeted in time.
    #[track_caller]
    pub fn connect(addr: SocketAddr, count: usize) -> Self {
        Self::join(addr, count, Scene { timeline: Timeline::new(), server: None })
    }

    /// The same with a lane, `crowd`, in a timeline that exists.
    #[track_caller]
    pub(crate) fn join(addr: SocketAddr, count: usize, scene: Scene) -> Self {
        scene.timeline.note("crowd", format!("{count} connect"));
        match Self::try_connect(addr, count) {
            Ok(members) => Self { members, scene },
            Err(error) => scene.fail(&format!("{count} guests are greeted"), &error),
        }
    }

    /// The same from another process, so that a test and its server need not
    /// share one limit of open files with the crowd.
    ///
    /// # Panics
    /// As [`connect`](Self::connect), and when that process cannot be started.
    #[track_caller]
    pub fn in_another_process(addr: SocketAddr, count: usize) -> CrowdProcess {
        CrowdProcess::start(addr, count)
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Waits until each of them has read `line`, whatever comes before it.
    ///
    /// # Panics
    /// When it does not reach one of them in time.
    #[track_caller]
    pub fn expect(&mut self, line: &str) {
        let count = self.len();
        let shown = quote(line.as_bytes(), 60);
        if let Err(error) = self.try_expect(line) {
            self.scene.fail(&format!("{count} guests read {shown}"), &error);
        }
        self.note(format!("{count} read {shown}"));
    }

    /// Lets one of them say a line.
    ///
    /// # Panics
    /// When there is no such member, or its connection is gone.
    #[track_caller]
    pub fn say(&mut self, member: usize, text: &str) {
        self.note(format!("number {member} says {text:?}"));
        let outcome = self.members[member].say(text);
        if let Err(error) = outcome {
            self.scene.fail("the server takes a line", &error.to_string());
        }
    }

    /// Closes all connections in the orderly way.
    pub fn close(self) {
        self.note("closes".to_owned());
        self.members.iter().for_each(Member::leave);
    }

    fn try_connect(addr: SocketAddr, count: usize) -> Result<Vec<Member>, String> {
        // The usual soft limit of 1,024 would not do. If it cannot be raised,
        // the connect that fails says so.
        let _ = rlimit::increase_nofile_limit(u64::MAX);
        let deadline = Deadline::after(LONGEST);
        let mut members: Vec<Member> = Vec::with_capacity(count);
        while members.len() < count {
            let greeted = members.len();
            for number in greeted..count.min(greeted + AT_ONCE) {
                let member = Member::connect(addr, number);
                members.push(member.map_err(|error| no_line(number, &error))?);
            }
            for (number, member) in members.iter_mut().enumerate().skip(greeted) {
                member.line(deadline).map_err(|error| no_line(number, &error))?;
            }
        }
        Ok(members)
    }

    fn try_expect(&mut self, line: &str) -> Result<(), String> {
        let deadline = Deadline::after(LONGEST);
        for (number, member) in self.members.iter_mut().enumerate() {
            while member.line(deadline).map_err(|error| no_line(number, &error))?
                != line.as_bytes()
            {}
        }
        Ok(())
    }
    fn note(&self, what: String) {
        self.scene.timeline.note("crowd", what);
    }
}

/// What the failure of one of them says about all.
fn no_line(number: usize, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the end of the connection".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "nothing".to_owned(),
        _ => error.to_string(),
    };
    format!("guest {number} of them got {why}")
}
