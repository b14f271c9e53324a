//! What is said to a slow reader of exercise 7, and what she reads of it.

use std::io::{Read, Write};
use std::time::Duration;

use testkit::{Guest, Server};

/// As bob says them; the kernel holds about 26 of them for ann.
pub fn lines(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|n| format!("{} {n:04}\n", "x".repeat(490))).collect()
}

/// As ann hears them.
pub fn heard(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let all = lines(numbers);
    all.lines().flat_map(|line| format!("bob: {line}\n").into_bytes()).collect()
}

/// The numbers of the whole lines among these bytes.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let whole =
        bytes.split_inclusive(|b| *b == b'\n').filter(|l| l.ends_with(b"\n"));
    whole.filter_map(|line| {
        let line = String::from_utf8_lossy(line);
        line.trim_end().rsplit_once(' ')?.1.parse().ok()
    })
}

/// Sends it and reads one line, without a word in the story: nobody wants to read
/// that a thousand times. `None` when no answer will come.
pub fn ask(server: &Server, guest: &Guest, text: &str) -> Option<String> {
    guest.stream().write_all(text.as_bytes()).ok()?;
    let (answer, _) = read_lines(server, guest, 1);
    answer.ends_with(b"\n").then(|| String::from_utf8_lossy(&answer).into_owned())
}

/// Reads so many lines, or what comes of them, and tells whether that was the end.
pub fn read_lines(server: &Server, guest: &Guest, count: usize) -> (Vec<u8>, bool) {
    read_until(server, guest, |so_far| {
        so_far.iter().filter(|byte| **byte == b'\n').count() >= count
    })
}

/// Reads until this is so, or the connection ends (then `true`), or nothing more
/// will come.
pub fn read_until(
    server: &Server,
    guest: &Guest,
    is_over: impl Fn(&[u8]) -> bool,
) -> (Vec<u8>, bool) {
    let mut stream = guest.stream();
    let moment = Some(Duration::from_secs(1));
    stream.set_read_timeout(moment).expect("a moment is not zero");
    let (mut bytes, mut chunk, mut waited) = (Vec::new(), [0; 16 * 1024], 0);
    while !is_over(&bytes) {
        use std::io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
        match stream.read(&mut chunk) {
            Ok(0) => return (bytes, true),
            Ok(n) => {
                bytes.extend_from_slice(&chunk[..n]);
                waited = 0;
            }
            Err(e) if matches!(e.kind(), TimedOut | WouldBlock | Interrupted) => {
                waited += 1;
                if waited > 1 && is_hopeless(server, waited) {
                    break;
                }
            }
            Err(_) => return (bytes, true),
        }
    }
    (bytes, false)
}

/// Whether it does nothing that could still bring anything.
#[cfg(target_os = "linux")]
fn is_hopeless(server: &Server, _waited: u32) -> bool {
    !matches!(server.settle(), testkit::Settled::NeverSleeps(_))
}

#[cfg(not(target_os = "linux"))]
fn is_hopeless(_: &Server, waited: u32) -> bool {
    waited > 9
}
