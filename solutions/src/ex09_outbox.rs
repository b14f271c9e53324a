//! Exercise 9: the outbox.
//!
//! The answer is the outbox of the real servers. Each client of steps 3 and 4 has
//! one, so it is written once, in `src/outbox.rs`.

pub use chat::outbox::{Outbox, Piece};
