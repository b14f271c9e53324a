//! Guests that have come as far as a story needs them.

use testkit::{Guest, GuestBuilder, LONGEST, PATIENCE, Server, TINY};

/// Somebody the chat has greeted.
pub fn greeted(server: &Server, name: &str) -> Guest {
    welcome(server, Guest::builder(name))
}

/// Somebody the chat knows by name.
pub fn named(server: &Server, name: &str) -> Guest {
    take_name(greeted(server, name))
}

/// Somebody who stands in the room `tea`, where comings and goings are told.
/// Whoever is there already reads `* NAME joined`.
pub fn in_tea(server: &Server, name: &str) -> Guest {
    join_tea(named(server, name))
}

/// As [`in_tea`], and about to stop reading: the kernel takes little for it.
pub fn stalled_in_tea(server: &Server, name: &str) -> Guest {
    let stalled = Guest::builder(name).receive_buffer(TINY).patience(LONGEST);
    join_tea(take_name(welcome(server, stalled)))
}

fn welcome(server: &Server, guest: GuestBuilder) -> Guest {
    let mut guest = server.admit(guest);
    let greeting = guest.line();
    assert!(greeting.starts_with("* welcome, guest"), "got {greeting:?}");
    guest
}

fn take_name(mut guest: Guest) -> Guest {
    let name = guest.name().to_owned();
    guest.say(&format!("/nick {name}"));
    guest.expect(&format!("* you are now {name}"));
    guest
}

fn join_tea(mut guest: Guest) -> Guest {
    guest.say("/join tea");
    let answer = guest.line();
    assert!(answer.starts_with("* you are now in tea ("), "got {answer:?}");
    guest
}

/// All lines up to the end of the connection, be it orderly or a reset.
pub fn last_lines(guest: &mut Guest) -> Vec<String> {
    let lines = std::iter::from_fn(|| guest.try_line(PATIENCE)).collect();
    guest.expect_gone();
    lines
}

/// Line `number` of a long speech: 500 bytes with its newline.
pub fn speech_line(number: usize) -> String {
    format!("{number:06} {}\n", "x".repeat(492))
}

/// These lines of a long speech.
pub fn speech(lines: std::ops::Range<usize>) -> String {
    lines.map(speech_line).collect()
}

/// The same as others hear it.
pub fn heard(speaker: &str, lines: std::ops::Range<usize>) -> String {
    lines.map(|number| format!("{speaker}: {}", speech_line(number))).collect()
}
