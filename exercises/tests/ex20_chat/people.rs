//! Guests that have come as far as a story needs them, and what is done to the
//! server meanwhile.

use std::ops::Range;
use std::time::Duration;

use testkit::{Guest, GuestBuilder, Server, TINY};

/// Somebody the chat has greeted.
#[track_caller]
pub fn greeted(server: &Server, name: &str) -> Guest {
    admitted(server, Guest::builder(name))
}

/// Somebody the chat knows by name.
#[track_caller]
pub fn named(server: &Server, name: &str) -> Guest {
    with_a_name(greeted(server, name))
}

/// Somebody in the room `tea`, where comings and goings are told. Whoever is there
/// already reads `* NAME joined`.
#[track_caller]
pub fn in_tea(server: &Server, name: &str) -> Guest {
    at_tea(named(server, name))
}

/// As [`in_tea`], and about to stop reading: the kernel takes little for it.
#[track_caller]
pub fn stalled_in_tea(server: &Server, name: &str) -> Guest {
    let stalled = Guest::builder(name).receive_buffer(TINY);
    at_tea(with_a_name(admitted(server, stalled)))
}

#[track_caller]
fn admitted(server: &Server, guest: GuestBuilder) -> Guest {
    let mut guest = server.admit(guest);
    guest.line();
    guest
}

#[track_caller]
fn with_a_name(mut guest: Guest) -> Guest {
    let name = guest.name().to_owned();
    guest.say(&format!("/nick {name}"));
    guest.expect(&format!("* you are now {name}"));
    guest
}

#[track_caller]
fn at_tea(mut guest: Guest) -> Guest {
    guest.say("/join tea");
    guest.line();
    guest
}

/// Fails unless the guest has read exactly these lines when its barrier is back.
#[track_caller]
pub fn has_heard(server: &Server, guest: &mut Guest, expected: &[&str]) {
    let heard = guest.sync();
    if heard != expected {
        let expected = format!("{} hears {expected:?}", guest.name());
        server.fail(&expected, &format!("{heard:?}"));
    }
}

/// Fails unless it is true.
#[track_caller]
pub fn holds(server: &Server, fact: bool, expected: &str, otherwise: &str) {
    if !fact {
        server.fail(expected, otherwise);
    }
}

/// Does all of this while the server stands still: it finds everything in one batch
/// of events. Then it has to read and accept all of it, and fall asleep.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn at_once(server: &Server, act: impl FnOnce()) {
    server.freeze();
    act();
    server.thaw();
    falls_asleep(server);
}

/// Elsewhere a server cannot be frozen, and it comes in any number of batches.
#[cfg(not(target_os = "linux"))]
pub fn at_once(_: &Server, act: impl FnOnce()) {
    testkit::left_out("that all comes in one batch", "it needs SIGSTOP");
    act();
}

/// Waits until the server has done all it will do.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn falls_asleep(server: &Server) {
    let left = server.expect_asleep();
    let got = |count: u64, what: &str| format!("it sleeps, {count} {what}");
    if left.unread > 0 {
        server.fail("everything is read", &got(left.unread, "bytes unread"));
    }
    if left.unaccepted > 0 {
        server.fail("everybody is let in", &got(left.unaccepted, "not accepted"));
    }
}

#[cfg(not(target_os = "linux"))]
pub fn falls_asleep(_: &Server) {
    testkit::left_out("whether the server sleeps", "there is no /proc");
}

/// These lines of a long speech, 500 bytes each.
pub fn speech(lines: Range<usize>) -> String {
    lines.map(|number| format!("{number:06} {}\n", "x".repeat(492))).collect()
}

/// The same as others hear it from ann.
pub fn heard(lines: Range<usize>) -> String {
    speech(lines).lines().map(|line| format!("ann: {line}\n")).collect()
}

/// Longer than the two seconds that anybody has to close.
pub fn pauses(server: &Server, name: &str) {
    const PAUSE: Duration = Duration::from_millis(2500);
    server.timeline().note(name, "does nothing for two and a half seconds");
    #[cfg(target_os = "linux")]
    server.leave_alone(PAUSE);
    #[cfg(not(target_os = "linux"))]
    std::thread::sleep(PAUSE);
}
