//! Thousands of guests, held as cheaply as a socket can be: one descriptor and
//! a few words each. What is special about single guests is left to `Guest`.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

use crate::crowd_process::CrowdProcess;
use crate::quote::quote;
use crate::timeline::Timeline;
use crate::waits::{Deadline, LONGEST, PATIENCE};

/// So many connect before their greetings are read: fewer than fit in the
/// backlog (128), or the rest would sit in SYN-SENT for a second.
const AT_ONCE: usize = 64;

/// So many come from one address. A pair of addresses has 28,000 ports, and
/// earlier crowds may still have theirs in TIME_WAIT.
const FROM_ONE_ADDRESS: usize = 4000;

/// Many connected guests. Dropping it resets them all, which leaves nothing in
/// TIME_WAIT for the next test to stumble on; [`close`](Self::close) is orderly.
#[derive(Debug)]
pub struct Crowd {
    members: Vec<Member>,
    timeline: Timeline,
}

#[derive(Debug)]
struct Member {
    stream: TcpStream,
    /// What came after the last line that was asked for; usually nothing.
    rest: Vec<u8>,
}

impl Crowd {
    /// Connects `count` guests and waits until each was greeted with a line:
    /// before that, a connection may still be waiting in the backlog.
    ///
    /// # Panics
    /// When one of them is refused, or not greeted in time.
    #[track_caller]
    pub fn connect(addr: SocketAddr, count: usize) -> Self {
        Self::join(addr, count, &Timeline::new())
    }

    /// The same with a lane, `crowd`, in this timeline.
    #[track_caller]
    pub(crate) fn join(addr: SocketAddr, count: usize, timeline: &Timeline) -> Self {
        timeline.note("crowd", format!("{count} connect"));
        match Self::try_connect(addr, count) {
            Ok(members) => Self { members, timeline: timeline.clone() },
            Err(error) => {
                timeline.fail(&format!("{count} guests are greeted"), &error)
            }
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
            self.timeline.fail(&format!("{count} guests read {shown}"), &error);
        }
        self.timeline.note("crowd", format!("{count} read {shown}"));
    }

    /// Lets one of them say a line.
    ///
    /// # Panics
    /// When there is no such member, or its connection is gone.
    #[track_caller]
    pub fn say(&mut self, member: usize, text: &str) {
        self.timeline.note("crowd", format!("number {member} says {text:?}"));
        let outcome = self.members[member].say(text);
        if let Err(error) = outcome {
            self.timeline.fail("the server takes a line", &error.to_string());
        }
    }

    /// Closes all connections in the orderly way.
    pub fn close(self) {
        self.timeline.note("crowd", "closes");
        for member in &self.members {
            // Fails only for those that are gone already.
            let _ = SockRef::from(&member.stream).set_linger(None);
        }
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
                let stream = connect(addr, number)
                    .map_err(|error| format!("guest {number}: {error}"))?;
                members.push(Member { stream, rest: Vec::new() });
            }
            for (number, member) in members.iter_mut().enumerate().skip(greeted) {
                member.line(deadline).map_err(|error| no_line(number, &error))?;
            }
        }
        Ok(members)
    }

    pub(crate) fn try_expect(&mut self, line: &str) -> Result<(), String> {
        let deadline = Deadline::after(LONGEST);
        for (number, member) in self.members.iter_mut().enumerate() {
            while member.line(deadline).map_err(|error| no_line(number, &error))?
                != line.as_bytes()
            {}
        }
        Ok(())
    }
}

impl Member {
    fn say(&mut self, text: &str) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        self.stream.write_all(format!("{text}\n").as_bytes())
    }

    /// The next line, without its `\n`.
    fn line(&mut self, deadline: Deadline) -> io::Result<Vec<u8>> {
        let mut chunk = [0; 4096];
        loop {
            if let Some(at) = self.rest.iter().position(|&byte| byte == b'\n') {
                let mut line: Vec<u8> = self.rest.drain(..=at).collect();
                line.pop();
                if self.rest.is_empty() {
                    // Ten thousand buffers that once held a line are a lot.
                    self.rest = Vec::new();
                }
                return Ok(line);
            }
            let left = deadline.left().ok_or(io::ErrorKind::TimedOut)?;
            self.stream.set_read_timeout(Some(left.min(PATIENCE)))?;
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => self.rest.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn connect(addr: SocketAddr, number: usize) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
    if let Some(source) = source(addr, number) {
        socket.bind(&source.into())?;
    }
    socket.set_tcp_nodelay(true)?;
    socket.set_linger(Some(Duration::ZERO))?;
    socket.connect_timeout(&addr.into(), PATIENCE)?;
    Ok(socket.into())
}

/// Only Linux answers to all of 127.0.0.0/8 without being told to.
fn source(addr: SocketAddr, number: usize) -> Option<SocketAddr> {
    let spread =
        cfg!(target_os = "linux") && addr.ip().is_loopback() && addr.is_ipv4();
    let host = u8::try_from(2 + number / FROM_ONE_ADDRESS).ok()?;
    spread.then(|| (Ipv4Addr::new(127, 0, 0, host), 0).into())
}

fn no_line(number: usize, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the end of the connection".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "nothing".to_owned(),
        _ => error.to_string(),
    };
    format!("guest {number} of them read {why}")
}
