//! One client that talks to a server of either level.
//!
//! The two levels answer differently, but both answer a `/ping`, each in its
//! own way; so the same bytes can be held against all servers.

use testkit::{Guest, Server};

use crate::servers::Step;

pub const TOO_LONG: &str = "! line too long (max 512 bytes)";
pub const NOT_UTF8: &str = "! not valid UTF-8";

/// A client that has read its greeting, where there is one.
#[track_caller]
pub fn connect(step: Step, server: &Server) -> Guest {
    greeted(step, server.guest("ann"))
}

/// The same of a guest that has just connected.
#[track_caller]
pub fn greeted(step: Step, mut guest: Guest) -> Guest {
    if step.number > 1 {
        guest.line();
    }
    guest
}

/// What comes back for `/ping WORD`.
pub fn pong(step: Step, word: &str) -> String {
    match step.number {
        1 => format!("/ping {word}"),
        _ => format!("* pong {word}"),
    }
}

/// Waits until the server has read all there is and sleeps, so that what is
/// sent next is another read. Elsewhere two pieces may arrive as one.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn seam(server: &Server) {
    assert_eq!(server.expect_asleep().unread, 0, "it sleeps, and has not read");
}

#[cfg(not(target_os = "linux"))]
pub fn seam(_: &Server) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    let what = "that two pieces are two reads";
    ONCE.call_once(|| testkit::left_out(what, "it needs /proc"));
}

/// Sends each of the pieces for a read of its own.
#[track_caller]
pub fn send_in_pieces(server: &Server, ann: &mut Guest, pieces: &[&[u8]]) {
    for piece in pieces {
        ann.send(piece);
        seam(server);
    }
}
