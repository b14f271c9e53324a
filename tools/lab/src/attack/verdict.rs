//! One attack from beginning to end, and what it did, in words that follow from what
//! was measured.
//!
//! A server holds when the honest pair was served all the time, when a newcomer is
//! let in afterwards, and when memory and CPU stayed bounded.

use super::witness::{Notes, PATIENCE, Phase, Witness, enter};
use super::{Attack, Target};
use crate::metric::Unit;
use anyhow::Result;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

const QUIET: Duration = Duration::from_millis(600);
/// What a server may use more than before, whatever is done to it, …
const MEMORY: u64 = 8 * 1024 * 1024;
/// … and for each connection that the attacker holds.
const MEMORY_EACH: u64 = 64 * 1024;
/// How much of a core a server may use while nobody says anything.
const IDLE_SHARE: f64 = 0.1;

/// What an attack did to a server.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Why it does not hold; empty when it does.
    pub falls: Vec<String>,
    /// Everything that was measured, in sentences.
    pub words: Vec<String>,
}

/// Attacks the server once.
///
/// # Errors
/// When not even the honest pair can enter.
pub fn attack(attack: &Attack, target: &Target) -> Result<Verdict> {
    let witness = Witness::enter(target)?;
    let served_two = newcomer(target, &witness).is_some();
    thread::sleep(QUIET);
    witness.now(Phase::During);
    let acted = (attack.act)(target, &witness.ledger);
    let mut outcome = acted.unwrap_or_default();
    witness.hush(true);
    let share = idle_share(target);
    witness.hush(false);
    let connections = outcome.open.len() as u64;
    // Once more with all of them connected.
    thread::sleep(QUIET);
    witness.now(Phase::After);
    outcome.open.drain(..).for_each(part);
    thread::sleep(QUIET);
    let let_in = newcomer(target, &witness);
    let is_over = witness.ledger.is_over();
    let notes = witness.leave();

    let mut falls = std::mem::take(&mut outcome.wrong);
    let mut words = outcome.saw;
    words.push(trips(&notes));
    falls.extend(unserved(&notes, is_over));
    match let_in {
        Some(took) => {
            words.push(format!("a newcomer was heard after {}", show(took)))
        }
        None if served_two => falls.push("no newcomer is let in any more".into()),
        None => words.push("others wait until ann leaves, attack or not".into()),
    }
    let bound = MEMORY + MEMORY_EACH * connections;
    if let Some((before, most)) = memory(&notes) {
        let grown = most.saturating_sub(before);
        let words_of = |bytes: u64| Unit::Bytes.show(bytes as f64);
        words.push(format!(
            "memory: {}, at most {}",
            words_of(before),
            words_of(most)
        ));
        if grown > bound {
            falls.push(format!("its memory grew by {}", words_of(grown)));
        }
    }
    if let Some(share) = share {
        let percent = share * 100.0;
        words.push(format!("CPU while nobody said anything: {percent:.0} %"));
        if share > IDLE_SHARE {
            falls.push(format!("it uses {percent:.0} % of a core for nothing"));
        }
    }
    Ok(Verdict { falls, words })
}

/// The server's share of a core while the attacker does nothing but stay connected.
fn idle_share(target: &Target) -> Option<f64> {
    // What the attack has left in the queues is no idling.
    thread::sleep(QUIET);
    let meter = target.meter?;
    let (before, start) = (meter.cpu()?, Instant::now());
    thread::sleep(QUIET);
    let spent = meter.cpu()?.saturating_sub(before);
    Some(spent.as_secs_f64() / start.elapsed().as_secs_f64())
}

/// Leaves politely: with unread input, closing would be a reset, which is another
/// attack.
fn part(mut stream: TcpStream) {
    let mut chunk = vec![0; 64 * 1024];
    // Whatever fails here, the connection ends.
    let _ = stream.set_nonblocking(true);
    for _ in 0..1000 {
        if !matches!(stream.read(&mut chunk), Ok(1..)) {
            break;
        }
    }
}

/// How long it takes until bob hears somebody who has just come; where clients are
/// alone with the server, until the newcomer is answered.
fn newcomer(target: &Target, witness: &Witness) -> Option<Duration> {
    let ledger = &witness.ledger;
    let before = ledger.lines();
    let start = Instant::now();
    let mut stream = enter(target).ok()?;
    stream.write_all(b"i am new\n").ok()?;
    stream.set_read_timeout(Some(Duration::from_millis(1))).ok()?;
    let (mut heard, mut chunk) = (None, [0; 512]);
    while heard.is_none() && start.elapsed() < PATIENCE {
        let n = stream.read(&mut chunk).unwrap_or(0);
        let echoed = chunk[..n].starts_with(b"i am new");
        heard = (echoed || ledger.lines() > before).then(|| start.elapsed());
    }
    part(stream);
    heard
}

fn unserved([before, during, after]: &[Notes; 3], is_over: bool) -> Vec<String> {
    let mut falls = Vec::new();
    if is_over {
        falls.push("it ended the connections of the honest pair".into());
    }
    for (notes, when) in [(during, "during"), (after, "after")] {
        let all = notes.lost + notes.trips.len();
        let answered = before.trips.len();
        if notes.lost > 0 && !is_over {
            let lost = notes.lost;
            falls.push(format!(
                "{lost} of ann's {all} lines {when} it were not heard"
            ));
        } else if all == 0 && answered > 0 && !is_over {
            falls.push(format!("ann could say nothing {when} it"));
        }
    }
    falls
}

fn trips([before, during, after]: &[Notes; 3]) -> String {
    let of = |notes: &Notes| {
        let mut trips = notes.trips.clone();
        trips.sort_unstable();
        match (trips.get(trips.len() / 2), trips.last()) {
            (Some(median), Some(slowest)) => {
                format!("{} (slowest {})", show(*median), show(*slowest))
            }
            _ => "unheard".into(),
        }
    };
    format!(
        "ann's lines reached bob in {} before, {} during, {} after",
        of(before),
        of(during),
        of(after)
    )
}

fn memory([before, during, after]: &[Notes; 3]) -> Option<(u64, u64)> {
    Some((before.memory?, before.memory.max(during.memory).max(after.memory)?))
}

fn show(duration: Duration) -> String {
    Unit::Microseconds.show(duration.as_secs_f64() * 1e6)
}
