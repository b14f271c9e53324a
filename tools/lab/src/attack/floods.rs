//! The attacks that need many bytes. All are bounded, in bytes and in time.

use super::acts::ends;
use super::witness::{Ledger, PATIENCE, enter};
use super::{Outcome, Target};
use anyhow::Result;
use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

const MIB: usize = 1024 * 1024;

/// A line without an end: how much of it will the server keep?
pub fn endless_line(target: &Target, _: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut stream = enter(target)?;
    let chunk = vec![b'x'; 64 * 1024];
    let mut sent = 0;
    let start = Instant::now();
    while sent < 32 * MIB && start.elapsed() < Duration::from_secs(10) {
        if stream.write_all(&chunk).is_err() {
            outcome.saw.push("the server ended the attacker's connection".into());
            break;
        }
        sent += chunk.len();
    }
    outcome.saw.push(format!("{} MiB of one line were taken", sent / MIB));
    outcome.open.push(stream);
    Ok(outcome)
}

/// Lines as fast as the server takes them.
pub fn flood(target: &Target, ledger: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut stream = enter(target)?;
    let lines = "flood flood flood flood flood flood\n".repeat(100);
    let before = ledger.lines();
    let start = Instant::now();
    let mut said = 0;
    while said < 2_000_000 && start.elapsed() < Duration::from_secs(2) {
        if stream.write_all(lines.as_bytes()).is_err() {
            outcome
                .saw
                .push("the server stopped taking the attacker's lines".into());
            break;
        }
        said += 100;
    }
    let heard = ledger.lines() - before;
    let told = format!("{said} lines were said, {heard} heard by bob so far");
    outcome.saw.push(told);
    outcome.open.push(stream);
    Ok(outcome)
}

/// One stops reading; another keeps the room talking, no faster than the honest pair
/// reads, so that whoever falls behind does so for the slow reader's sake.
pub fn slow_reader(target: &Target, ledger: &Ledger) -> Result<Outcome> {
    const AHEAD: u64 = 256;
    let mut outcome = Outcome::default();
    let mut slow = enter(target)?;
    let mut talker = enter(target)?;
    let line = format!("flood {}\n", "talk ".repeat(90));
    let (mut said, mut volume) = (0, 0);
    let base = ledger.lines();
    let mut moved = Instant::now();
    let start = Instant::now();
    while volume < 24 * MIB && start.elapsed() < Duration::from_secs(10) {
        let heard = ledger.lines() - base;
        if said < heard + AHEAD {
            if talker.write_all(line.as_bytes()).is_err() {
                break;
            }
            said += 1;
            volume += line.len();
            moved = Instant::now();
        } else if moved.elapsed() > PATIENCE || ledger.is_over() {
            break;
        } else {
            thread::sleep(Duration::from_micros(100));
        }
    }
    outcome.saw.push(format!(
        "{} MiB were said while one client did not read",
        volume / MIB
    ));
    let ended = ends(&mut slow, Instant::now() + PATIENCE);
    let fate = if ended { "was disconnected" } else { "is still connected" };
    outcome.saw.push(format!("the slow reader {fate}"));
    outcome.open.extend([slow, talker]);
    Ok(outcome)
}
