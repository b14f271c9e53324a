//! The attacks that need few bytes.

use super::witness::{Ledger, PATIENCE, enter};
use super::{Outcome, Target};
use anyhow::Result;
use socket2::SockRef;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// One line, a byte at a time, cut inside a character too. It must arrive as one.
pub fn split(target: &Target, ledger: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut stream = enter(target)?;
    let line = "one bÿte at a time";
    for byte in format!("{line}\n").bytes() {
        stream.write_all(&[byte])?;
        thread::sleep(Duration::from_millis(2));
    }
    let whole = |heard: &Vec<u8>| heard.ends_with(line.as_bytes());
    if !wait_until(|| ledger.heard().iter().any(whole)) {
        let heard = ledger.heard().len();
        let wrong =
            format!("the line did not arrive whole; others heard {heard} lines");
        outcome.wrong.push(wrong);
    }
    outcome.open.push(stream);
    Ok(outcome)
}

/// Many who say nothing.
pub fn silent(target: &Target, _: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for _ in 0..50 {
        outcome.open.push(enter(target)?);
    }
    Ok(outcome)
}

/// Many who end their input and stay: a server that takes "end of input" for "ready
/// to read" asks again and again.
pub fn half_close(target: &Target, _: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for _ in 0..50 {
        let mut stream = enter(target)?;
        stream.write_all(b"last words\n")?;
        stream.shutdown(Shutdown::Write)?;
        outcome.open.push(stream);
    }
    let deadline = Instant::now() + PATIENCE;
    let streams = outcome.open.iter_mut();
    let ended = streams.map(|stream| ends(stream, deadline)).filter(|ended| *ended);
    let ended = ended.count();
    outcome.saw.push(format!("{ended} of 50 connections were ended by the server"));
    Ok(outcome)
}

/// Many who vanish in the middle of a line, and of a greeting.
pub fn reset(target: &Target, _: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut refused = 0;
    for _ in 0..200 {
        let Ok(mut stream) = enter(target) else {
            refused += 1;
            if refused > 2 {
                break;
            }
            continue;
        };
        SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
        // The server may have ended it already; so much the better.
        let _ = stream.write_all(b"half a li");
    }
    if refused > 0 {
        outcome.saw.push("the server took no more connections".into());
    }
    Ok(outcome)
}

/// What a terminal would obey must not reach anybody's terminal.
pub fn escape(target: &Target, ledger: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut stream = enter(target)?;
    let lines = [
        "\u{1b}[2J\u{1b}[31mred screen",
        "bell\u{7} and backspace\u{8}",
        "polite\rbob: forged by a carriage return",
        "line\u{2028}bob: forged by a separator",
        "\u{202e}desrever\u{202c}",
        "\u{9b}31m eight-bit escape",
    ];
    for line in lines {
        stream.write_all(format!("{line}\n").as_bytes())?;
    }
    stream.write_all(b"that was all of it\n")?;
    let last = |line: &Vec<u8>| line.ends_with(b"that was all of it");
    wait_until(|| ledger.heard().iter().any(last));
    let heard = ledger.heard();
    let texts = heard.iter().map(|line| String::from_utf8_lossy(line));
    let bad: Vec<_> =
        texts.filter(|text| text.contains(obeyed_by_terminals)).collect();
    if let Some(first) = bad.first() {
        let count = bad.len();
        outcome
            .wrong
            .push(format!("{count} of 6 reached bob, the first as {first:?}"));
    }
    outcome.open.push(stream);
    Ok(outcome)
}

fn obeyed_by_terminals(char: char) -> bool {
    let directs = matches!(char,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    directs || (char.is_control() && char != '\t')
}

/// Many lines that are never finished.
pub fn slowloris(target: &Target, _: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for _ in 0..200 {
        outcome.open.push(enter(target)?);
    }
    let start = Instant::now();
    let mut ended = Vec::new();
    while start.elapsed() < target.patient {
        let before = outcome.open.len();
        // One that was disconnected is counted, not an error.
        outcome.open.retain_mut(|stream| stream.write_all(b"z").is_ok());
        ended.resize(ended.len() + before - outcome.open.len(), start.elapsed());
        thread::sleep(Duration::from_millis(100));
    }
    let left = outcome.open.len();
    outcome
        .saw
        .push(format!("{left} of 200 connections were still open at the end"));
    if let (Some(first), Some(last)) = (ended.first(), ended.last()) {
        let (first, last) = (first.as_secs_f32(), last.as_secs_f32());
        let count = ended.len();
        let when =
            format!("the server ended {count} after {first:.1} to {last:.1} s");
        outcome.saw.push(when);
    }
    Ok(outcome)
}

/// More clients than the server may open files for.
pub fn many(target: &Target, ledger: &Ledger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for _ in 0..target.many {
        match enter(target) {
            Ok(stream) => outcome.open.push(stream),
            Err(_) => break,
        }
        if ledger.is_over() {
            break;
        }
    }
    let count = outcome.open.len();
    outcome.saw.push(format!("{count} connections were made"));
    Ok(outcome)
}

/// Whether the server ends this connection before the deadline.
pub fn ends(stream: &mut TcpStream, deadline: Instant) -> bool {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        // It fails only for a timeout of zero.
        let _ = stream.set_read_timeout(Some(left.max(Duration::from_millis(1))));
        match stream.read(&mut chunk) {
            Ok(0) => return true,
            Ok(_) if left.is_zero() => return false,
            Ok(_) => {}
            Err(error) => {
                let waiting = [ErrorKind::WouldBlock, ErrorKind::TimedOut];
                return !waiting.contains(&error.kind());
            }
        }
    }
}

fn wait_until(happened: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if happened() {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    false
}
