//! What the four steps share: everything around the waiting.
//!
//! The command line, the first line on standard output, the log, and one
//! function that writes what a client is owed. The steps themselves are in
//! `src/bin/`, each a program that one reads from top to bottom.

pub mod log;
pub mod options;
pub mod start;
pub mod write;

pub use options::Options;
pub use write::write_owed;

use std::time::Duration;

/// How many bytes are read from one client in one turn, so that nobody keeps
/// the others waiting.
pub const MAX_READ: usize = 16 * 1024;

/// How many lines of one client are served in one turn.
pub const MAX_LINES: usize = 128;

/// How much may be said in one turn, in bytes, before everybody is written to.
pub const MAX_TURN: usize = 256 * 1024;

/// How long a client that has been told goodbye may take to close its side.
pub const MAX_DRAIN: Duration = Duration::from_secs(2);

/// How long `accept` is left alone after it failed, for want of descriptors as
/// a rule. A client that leaves ends the pause.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
