//! What the guests of exercise 12 do again and again.

use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use testkit::{Check, Guest, Server, TINY};

/// More than the kernel holds between two processes.
pub const FLOOD: usize = 16 << 20;

/// A client that takes little at a time, so that the server's writes are short.
pub fn slow(server: &Server, name: &str) -> Guest {
    server.admit(Guest::builder(name).receive_buffer(TINY))
}

/// Sends until the server takes no more; at most all. Reads nothing. How much the
/// kernel holds differs from run to run, so no number of bytes is noted.
pub fn floods(check: &Check, server: &Server, guest: &mut Guest) -> usize {
    check.note(guest.name(), "sends until nothing more is taken");
    let mut sent = 0;
    let flood = numbered(FLOOD);
    guest.stream().set_nonblocking(true).expect("a mode of our own");
    while sent < FLOOD {
        match guest.stream().write(&flood[sent..]) {
            Ok(taken) => sent += taken,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let before = sent;
                asleep(server);
                // It may have read what the kernel kept, and have slept since.
                sent += guest.stream().write(&flood[sent..]).unwrap_or(0);
                if sent == before {
                    break;
                }
            }
            Err(_) => check.fail(
                &format!("{} may send as long as the server takes it", guest.name()),
                "the connection is closed",
                "a client that does not read yet is no failure, and neither is one \
                 that is gone: only that client ends, and only when it is gone",
            ),
        }
    }
    guest.stream().set_nonblocking(false).expect("a mode of our own");
    sent
}

/// Sends as much as the kernel takes while the server does nothing.
#[cfg(target_os = "linux")]
pub fn sends(check: &Check, guest: &Guest) -> usize {
    check.note(guest.name(), "sends until nothing more is taken");
    let flood = numbered(FLOOD);
    guest.stream().set_nonblocking(true).expect("a mode of our own");
    let mut sent = 0;
    while let Ok(taken) = guest.stream().write(&flood[sent..]) {
        sent += taken;
    }
    guest.stream().set_nonblocking(false).expect("a mode of our own");
    sent
}

/// Reads back what was sent, as long as something comes.
pub fn reads_all(check: &Check, guest: &Guest, sent: &[u8]) {
    check.note(guest.name(), "reads");
    let timeout = Some(Duration::from_secs(1));
    guest.stream().set_read_timeout(timeout).expect("a socket has a timeout");
    let (mut echo, mut buffer) = (Vec::new(), [0; 64 * 1024]);
    let mut has_ended = false;
    while echo.len() < sent.len() {
        match guest.stream().read(&mut buffer) {
            Ok(0) => has_ended = true,
            Ok(n) => echo.extend_from_slice(&buffer[..n]),
            Err(_) => break,
        }
        if has_ended {
            break;
        }
    }
    if !sent.starts_with(&echo) {
        check.fail(
            "whoever reads at last gets all that it sent, in order",
            "there is a hole in what comes",
            "a write came up short, and what it did not take was dropped, or newer bytes \
             went out before it",
        );
    }
    if echo.len() < sent.len() && has_ended {
        check.fail(
            "whoever stops to send still gets all that it is owed, then the end",
            "the beginning of it, and then the end",
            "`Ok(0)` ends what it says: what was unsent then must still be written",
        );
    }
    if echo.len() < sent.len() {
        check.fail(
            "whoever reads at last gets all that it sent",
            "the beginning of it, and then nothing more",
            "while something is unsent, ask to hear when there is room for it again; and \
             once less than MAX_UNSENT is, ask for input again",
        );
    }
}

/// Bytes of which no two stretches of a line are the same.
pub fn numbered(len: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(len + 64);
    let mut line = [b'0'; 64];
    line[63] = b'\n';
    while bytes.len() < len {
        bytes.extend_from_slice(&line);
        // Counts on. (To format each number takes longer than to send it.)
        for digit in line[..63].iter_mut().rev() {
            *digit = if *digit < b'9' { *digit + 1 } else { b'0' };
            if *digit > b'0' {
                break;
            }
        }
    }
    bytes.truncate(len);
    bytes
}

#[track_caller]
pub fn says_and_hears(guest: &mut Guest, line: &str) {
    guest.say(line);
    guest.expect(line);
}

/// Leaves without a reset.
pub fn quietly(mut guest: Guest) {
    guest.half_close();
}

/// Has the server find all of this in one batch, where it can be held still.
pub fn at_once<T>(server: &Server, happens: impl FnOnce() -> T) -> T {
    #[cfg(target_os = "linux")]
    server.freeze();
    let came = happens();
    #[cfg(target_os = "linux")]
    server.thaw();
    let _ = server;
    came
}

/// It has nothing to do, so it must sleep.
#[track_caller]
#[cfg(target_os = "linux")]
pub fn asleep(server: &Server) {
    server.expect_asleep();
}

#[cfg(not(target_os = "linux"))]
pub fn asleep(_: &Server) {
    testkit::left_out("whether the server sleeps", "it is read from /proc");
    std::thread::yield_now();
}

#[cfg(target_os = "linux")]
pub fn open_files(server: &Server) -> usize {
    server.open_files()
}

#[cfg(not(target_os = "linux"))]
pub fn open_files(_: &Server) -> usize {
    0
}
