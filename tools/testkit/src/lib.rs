//! What every test talks through.
//!
//! A test of a server is a little story: ann connects, says something, bob
//! hears it. This crate tells such stories without a single sleep, and when
//! one goes wrong it prints what happened, in lanes, and the likely cause.
//!
//! - [`Server`]: a server in a process of its own, on a free port, ended by
//!   its id when the test is over, also when the test panics.
//! - [`Guest`]: a client that connects, says, expects, half-closes, resets, or
//!   simply stops reading. Every wait is bounded ([`PATIENCE`]).
//! - [`Crowd`]: thousands of guests, here or in another process.
//! - [`Timeline`]: who did what, printed by every failure.
//! - [`Scripted`]: a `Read + Write` that does what its script says.
//! - [`splits`]: every way in which TCP may cut a byte string.
//! - [`tiny_listener`]: kernel buffers so small that writes come up short.
//! - [`memory_held`]: what grows without end, seen at once.
//! - [`computing`]: what takes more and more work, seen as well.
//! - [`guard`]: ends the test process when code under test loops for ever.
//! - [`check!`]: all of these for one check of an exercise, whose learner is told
//!   what went wrong, why, and where to read on.
//!
//! On Linux a server can also be frozen, so that all that its clients do
//! arrives in one batch ([`Server::freeze`]), and settled: asleep in the
//! kernel, with what is left in its queues ([`Server::settle`]).
//!
//! ```no_run
//! use testkit::{Server, Settled};
//!
//! # let step4 = std::path::Path::new("target/debug/step4");
//! // In the package that holds the binary: env!("CARGO_BIN_EXE_step4").
//! let server = Server::builder(step4).args(["--max-clients", "10"]).start();
//! let mut ann = server.guest("ann");
//! let mut bob = server.guest("bob");
//! ann.expect("* welcome, guest1; /help lists the commands");
//! bob.expect("* welcome, guest2; /help lists the commands");
//!
//! ann.say("hello");
//! ann.sync(); // the server has dealt with all that ann said
//! assert_eq!(bob.sync(), ["guest1: hello"]);
//!
//! ann.reset();
//! # #[cfg(target_os = "linux")]
//! assert!(matches!(server.settle(), Settled::Asleep(left) if left.unread == 0));
//! ```

mod crowd;
mod diagnosis;
mod exercise;
mod failure;
mod guard;
mod guest;
mod lanes;
mod left_out;
#[cfg(target_os = "linux")]
mod linux;
mod memory;
mod quote;
mod script;
mod script_story;
mod scripted;
mod server;
mod spawn;
mod splits;
mod timeline;
mod tiny;
mod waits;
mod work;

pub use crowd::{Crowd, CrowdProcess};
pub use exercise::{Check, Exercise, run_server};
pub use guard::{Guard, guard, within};
pub use guest::{Guest, GuestBuilder};
pub use left_out::left_out;
#[cfg(target_os = "linux")]
pub use linux::settle::{Queues, Settled};
pub use memory::memory_held;
pub use quote::quote;
pub use script::{Calls, ReadStep, WriteStep};
pub use scripted::Scripted;
#[cfg(target_os = "linux")]
pub use server::Alone;
#[cfg(unix)]
pub use server::Signal;
pub use server::{Server, ServerBuilder};
pub use splits::{random_splits, splits};
pub use timeline::Timeline;
pub use tiny::{TINY, tiny_listener};
pub use waits::{LONGEST, PATIENCE};
pub use work::computing;
