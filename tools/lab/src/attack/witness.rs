//! An honest pair: ann says a numbered line, bob hears it, again and again.
//!
//! Their round trips before, during and after an attack are what the attack did to
//! others. It needs no command of our protocol: any chat passes a line on, and from a
//! server that only echoes, ann hears her line herself.

use super::Target;
use super::ear::{Heard, listen};
use crate::crowd::connect;
use anyhow::{Context, Result};
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A line that nobody has heard for so long is lost.
pub const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(10);
/// After so many lines of ann bob says one too: who is silent may be disconnected.
const SIGN_OF_LIFE: u64 = 50;
/// Other people's lines that bob remembers.
const REMEMBERED: u64 = 1000;

/// When a line was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// All was quiet.
    Before = 0,
    /// The attack was going on, or its connections were still open.
    During = 1,
    /// The attackers had left.
    After = 2,
}

/// What the honest pair noted in one phase.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Round trips.
    pub trips: Vec<Duration>,
    /// Lines that nobody heard in time.
    pub lost: usize,
    /// The most memory that the server used, in bytes.
    pub memory: Option<u64>,
}

/// What the attacker may look at while the pair talks.
#[derive(Default)]
pub struct Ledger {
    phase: AtomicUsize,
    stop: AtomicBool,
    hush: AtomicBool,
    ended: AtomicBool,
    lines: AtomicU64,
    remembered: Mutex<Vec<Vec<u8>>>,
}

impl Ledger {
    /// Bob heard a line of somebody else.
    pub fn note(&self, line: &[u8]) {
        if self.lines.fetch_add(1, Ordering::Relaxed) < REMEMBERED {
            let mut remembered =
                self.remembered.lock().expect("nobody panics with it");
            remembered.push(line.to_vec());
        }
    }

    /// How many lines of others bob has heard.
    pub fn lines(&self) -> u64 {
        self.lines.load(Ordering::Relaxed)
    }

    /// The first of them.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        self.remembered.lock().expect("nobody panics with it").clone()
    }

    /// Whether the server has ended the connection of ann or bob.
    pub fn is_over(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

/// The pair at work, in a thread of its own.
pub struct Witness {
    /// Shared with the attacker.
    pub ledger: Arc<Ledger>,
    thread: JoinHandle<[Notes; 3]>,
    pair: [TcpStream; 2],
}

impl Witness {
    /// Lets ann and bob in.
    ///
    /// # Errors
    /// When they cannot connect.
    pub fn enter(target: &Target) -> Result<Self> {
        let mut ann = enter(target).context("ann cannot enter")?;
        let bob = enter(target).context("bob cannot enter")?;
        let (pair, mut listener) =
            ([ann.try_clone()?, bob.try_clone()?], bob.try_clone()?);
        let ledger = Arc::new(Ledger::default());
        let (tell, told) = mpsc::channel();
        listen(ann.try_clone()?, tell.clone(), None);
        listen(bob, tell, Some(Arc::clone(&ledger)));
        // Whatever the server says to a newcomer is not what this is about.
        thread::sleep(Duration::from_millis(100));
        let meter = target.meter;
        let shared = Arc::clone(&ledger);
        let thread = thread::spawn(move || {
            let mut notes: [Notes; 3] = Default::default();
            for number in 0.. {
                if shared.stop.load(Ordering::Relaxed) || shared.is_over() {
                    break;
                }
                if shared.hush.load(Ordering::Relaxed) {
                    thread::sleep(PAUSE);
                    continue;
                }
                if number % SIGN_OF_LIFE == 0 {
                    // Should it fail, his ear tells.
                    let _ = listener.write_all(b"I am listening\n");
                }
                let phase = shared.phase.load(Ordering::Relaxed);
                match probe(&mut ann, number, &told, &shared) {
                    Some(trip) => notes[phase].trips.push(trip),
                    None => notes[phase].lost += 1,
                }
                let memory = meter.and_then(|meter| meter.memory());
                notes[phase].memory = notes[phase].memory.max(memory);
                thread::sleep(PAUSE);
            }
            notes
        });
        Ok(Self { ledger, thread, pair })
    }

    /// From now on lines count as said in this phase.
    pub fn now(&self, phase: Phase) {
        self.ledger.phase.store(phase as usize, Ordering::Relaxed);
    }

    /// Nobody talks until it is called with `false`.
    pub fn hush(&self, hush: bool) {
        self.ledger.hush.store(hush, Ordering::Relaxed);
    }

    /// The pair leaves, and tells what it noted before, during and after.
    pub fn leave(self) -> [Notes; 3] {
        self.ledger.stop.store(true, Ordering::Relaxed);
        let notes = self.thread.join().expect("the witness does not panic");
        for stream in &self.pair {
            // It fails when the server has ended it already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        notes
    }
}

/// Connects, and says hello where the server wants that.
///
/// # Errors
/// When the server cannot be reached.
pub fn enter(target: &Target) -> Result<TcpStream> {
    let mut stream = connect(target.address)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    if let Some(hello) = &target.hello {
        stream.write_all(format!("{hello}\n").as_bytes())?;
    }
    Ok(stream)
}

fn probe(
    ann: &mut TcpStream,
    number: u64,
    told: &Receiver<Heard>,
    ledger: &Ledger,
) -> Option<Duration> {
    let said = Instant::now();
    if ann.write_all(format!("probe {number}\n").as_bytes()).is_err() {
        ledger.ended.store(true, Ordering::Relaxed);
        return None;
    }
    while let Some(left) = PATIENCE.checked_sub(said.elapsed()) {
        match told.recv_timeout(left) {
            Ok(Heard::Probe(heard, at)) if heard == number => {
                return Some(at - said);
            }
            Ok(Heard::Probe(..)) => {}
            Ok(Heard::Ended) => {
                ledger.ended.store(true, Ordering::Relaxed);
                return None;
            }
            Err(_) => return None,
        }
    }
    None
}
