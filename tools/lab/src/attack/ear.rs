//! One end of an honest connection: reads whatever comes, as fast as it comes, and
//! tells the few things that are asked for. A slow ear would be a slow reader, and a
//! server would be right to end it.

use super::witness::Ledger;
use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

/// A line that is longer is cut here: an honest client does not run out of memory.
const LONGEST: usize = 4096;

/// What an honest client hears.
pub enum Heard {
    /// The probe with this number.
    Probe(u64, Instant),
    /// The server ended the connection.
    Ended,
}

/// Listens until the connection ends. Lines of others go into the ledger, if there is
/// one.
pub fn listen(
    mut stream: TcpStream,
    tell: Sender<Heard>,
    ledger: Option<Arc<Ledger>>,
) {
    thread::spawn(move || {
        let mut rest: Vec<u8> = Vec::new();
        let mut chunk = vec![0; 256 * 1024];
        loop {
            let n = match stream.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if is_pause(error.kind()) => continue,
                Err(_) => break,
            };
            let now = Instant::now();
            for piece in chunk[..n].split_inclusive(|&byte| byte == b'\n') {
                let room = LONGEST.saturating_sub(rest.len()).min(piece.len());
                rest.extend_from_slice(&piece[..room]);
                if piece.last() != Some(&b'\n') {
                    continue;
                }
                match (probe(&rest), &ledger) {
                    // Nobody may be waiting for it any more.
                    (Some(number), _) => drop(tell.send(Heard::Probe(number, now))),
                    (None, Some(ledger)) => ledger.note(rest.trim_ascii_end()),
                    (None, None) => {}
                }
                rest.clear();
            }
        }
        drop(tell.send(Heard::Ended));
    });
}

fn is_pause(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// `guest1: probe 17` is probe 17, whatever stands before it.
fn probe(line: &[u8]) -> Option<u64> {
    let line = line.trim_ascii_end();
    let digits = line.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (words, number) = line.split_at(line.len() - digits);
    words
        .ends_with(b"probe ")
        .then(|| std::str::from_utf8(number).ok()?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_is_known_by_its_end() {
        assert_eq!(probe(b"guest1: probe 17\r\n"), Some(17));
        assert_eq!(probe(b"<12:00> ann> probe 3\n"), Some(3));
        assert_eq!(probe(b"guest1: hello 17\n"), None);
        assert_eq!(probe(b"guest1: probe\n"), None);
    }
}
