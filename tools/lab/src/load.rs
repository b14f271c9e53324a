//! The load: one thread that plays the whole crowd.
//!
//! It waits, reads everybody dry, checks every line, and then says what may be said
//! next. It must be faster than any server, or it measures itself; so lines have a
//! fixed form ([`Wire`]), one buffer serves all reads, and only some deliveries are
//! timed.

use crate::crowd::Crowd;
use crate::figures::Figures;
use crate::ledger::Ledger;
use crate::meter::Meter;
use crate::scenario::{Bounds, Scenario};
use crate::server::Level;
use crate::wire::Wire;
use anyhow::{Context, Result, bail};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

mod clock;
mod senders;

use clock::Stopwatch;
use senders::Senders;

/// A load that nothing moves for so long has lost a line.
const STALLED: Duration = Duration::from_secs(10);
/// How long the lines that are under way at the end may take.
const LAST_LINES: Duration = Duration::from_secs(60);
const READ_SIZE: usize = 256 * 1024;

struct Member {
    stream: TcpStream,
    /// The start of a line that has not arrived whole.
    carry: Vec<u8>,
    /// What the kernel did not take yet.
    unsent: Vec<u8>,
}

struct Load<'a> {
    poll: Poll,
    members: Vec<Member>,
    wire: Wire,
    ledger: Ledger,
    senders: Senders,
    watch: Stopwatch<'a>,
    buffer: Box<[u8]>,
}

/// Runs `scenario` on the crowd and measures the server behind `meter`.
///
/// # Errors
/// When a line is lost, doubled, damaged or out of order, and when the server ends a
/// connection: such a server is broken, and how fast it was says nothing.
pub fn run(
    crowd: Crowd,
    scenario: &Scenario,
    level: Level,
    bounds: Bounds,
    meter: &Meter,
) -> Result<Figures> {
    let scenario = scenario.among(crowd.streams.len());
    let mut load = Load::new(crowd, &scenario, level, bounds, meter)?;
    load.drive()?;
    Ok(load.watch.figures())
}

impl<'a> Load<'a> {
    fn new(
        crowd: Crowd,
        scenario: &Scenario,
        level: Level,
        bounds: Bounds,
        meter: &'a Meter,
    ) -> Result<Self> {
        let poll = Poll::new().context("no selector")?;
        let mut members = Vec::with_capacity(crowd.streams.len());
        for (place, stream) in crowd.streams.into_iter().enumerate() {
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            let interest = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut stream, Token(place), interest)?;
            members.push(Member { stream, carry: Vec::new(), unsent: Vec::new() });
        }
        let echo = level == Level::Echo;
        Ok(Self {
            poll,
            wire: Wire::new(scenario.text, echo),
            ledger: Ledger::new(members.len(), scenario.senders, echo),
            senders: Senders::new(scenario, level),
            watch: Stopwatch::new(bounds, meter),
            members,
            buffer: vec![0; READ_SIZE].into_boxed_slice(),
        })
    }

    /// Until the time is over and every line that was said has been heard.
    fn drive(&mut self) -> Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut spoke = Instant::now();
        loop {
            if self.watch.tick(self.senders.said()) {
                self.say_what_may_be_said()?;
                spoke = Instant::now();
            } else if self.senders.all_heard() {
                return Ok(());
            } else if spoke.elapsed() > LAST_LINES {
                bail!("{} deliveries came too late", self.senders.missing());
            }
            match self.poll.poll(&mut events, Some(STALLED)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other.context("cannot wait")?,
            }
            if events.is_empty() {
                bail!("{} deliveries never came", self.senders.missing());
            }
            for event in &events {
                if event.is_writable() {
                    self.flush(event.token().0)?;
                }
                if event.is_readable() || event.is_read_closed() || event.is_error()
                {
                    self.read(event.token().0)?;
                }
            }
        }
    }

    fn say_what_may_be_said(&mut self) -> Result<()> {
        while let Some(sender) = self.senders.next_ready() {
            let now = self.watch.now();
            let member = &mut self.members[sender];
            self.senders.say(sender, now, &self.wire, &mut member.unsent);
            self.flush(sender)?;
        }
        Ok(())
    }

    fn flush(&mut self, place: usize) -> Result<()> {
        let Member { stream, unsent, .. } = &mut self.members[place];
        while !unsent.is_empty() {
            match stream.write(unsent) {
                Ok(n) => drop(unsent.drain(..n)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context(ended(place)),
            }
        }
        Ok(())
    }

    fn read(&mut self, place: usize) -> Result<()> {
        loop {
            let Member { stream, carry, .. } = &mut self.members[place];
            let kept = carry.len();
            self.buffer[..kept].copy_from_slice(carry);
            let n = match stream.read(&mut self.buffer[kept..]) {
                Ok(0) => bail!(ended(place)),
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error).context(ended(place)),
            };
            self.hear(place, kept + n)?;
            // Readiness is edge-triggered, but on Unix a short read says as well as
            // another one that the socket is empty.
            if cfg!(unix) && kept + n < self.buffer.len() {
                return Ok(());
            }
        }
    }

    /// Checks every whole line among the first `len` bytes of the buffer.
    fn hear(&mut self, place: usize, len: usize) -> Result<()> {
        let now = self.watch.now();
        let receiver = u32::try_from(place).expect("a crowd is smaller than 2^32");
        let bytes = &self.buffer[..len];
        let lines = bytes.chunks_exact(self.wire.arriving());
        let rest = lines.remainder();
        for bytes in lines {
            let Some(line) = self.wire.parse(bytes) else {
                bail!("client {place} heard {:?}", String::from_utf8_lossy(bytes));
            };
            if let Err(broken) = self.ledger.hear(receiver, line) {
                bail!("{broken}");
            }
            let said_at = self.senders.heard(line);
            self.watch.delivered(said_at, now);
        }
        let carry = &mut self.members[place].carry;
        carry.clear();
        carry.extend_from_slice(rest);
        Ok(())
    }
}

fn ended(place: usize) -> String {
    format!("the server ended the connection of client {place}")
}
