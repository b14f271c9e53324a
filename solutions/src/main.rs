//! Runs a server of ours: `cargo run -p solutions -- ex03`.
//!
//! The list is the learner's, where it says `exercises`. Here that name stands
//! for the solutions.

extern crate solutions as exercises;

use std::process::ExitCode;

#[path = "../../exercises/src/main.rs"]
mod list;

fn main() -> ExitCode {
    list::main()
}
