//! Step 3: one thread that asks who is ready, on `polling`.
//!
//! ```text
//! cargo run --bin step3
//! nc 127.0.0.1 7000       # in another terminal, as often as you like
//! ```
//!
//! New since step 2: no call blocks any more but one, which waits for all
//! clients at once. What a thread kept on its stack, where it was and what it
//! waited for, now stands in a struct.
//!
//! Read `event_loop.rs` first, the one place that sleeps. Then follow a client:
//! `accepting.rs`, `reading.rs`, `writing.rs`, `leaving.rs`.

mod accepting;
mod event_loop;
mod leaving;
mod reading;
mod writing;

use std::process::ExitCode;

use anyhow::{Context, Result};
use steps::{Options, start};

use event_loop::EventLoop;

fn main() -> ExitCode {
    let options = Options::read(3, "Chat on one thread that asks who is ready");
    start::exit_status(run(options))
}

fn run(options: Options) -> Result<()> {
    start::raise_open_file_limit();
    let listener = start::listen(options.addr)?;
    listener
        .set_nonblocking(true)
        .context("cannot make the listener non-blocking")?;
    EventLoop::new(options, listener)?.run()
}
