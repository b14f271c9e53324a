//! Step 4: an event loop on `mio`. Ten thousand clients on one thread.
//!
//! ```text
//! cargo run --bin step4
//! nc 127.0.0.1 7000       # in another terminal, as often as you like
//! ```
//!
//! New since step 3: the kernel is told once what we want to hear about, and
//! then reports every *change* once (edge-triggered). So nothing may be left
//! half done: we read until the kernel has no more, or remember to go on.
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
use mio::Waker;
use mio::net::TcpListener;
use steps::{Options, start};

use event_loop::{EventLoop, SIGNAL};

fn main() -> ExitCode {
    let options = Options::read(4, "Chat for ten thousand on one thread, on mio");
    start::exit_status(run(options))
}

fn run(options: Options) -> Result<()> {
    start::raise_open_file_limit();
    let listener = start::listen(options.addr)?;
    listener
        .set_nonblocking(true)
        .context("cannot make the listener non-blocking")?;
    let listener = TcpListener::from_std(listener);

    let event_loop = EventLoop::new(options, listener)?;
    wake_on_signals(&event_loop)?;
    event_loop.run()
}

/// Ctrl-C and SIGTERM must wake a loop that sleeps. The `ctrlc` library waits
/// for them on a thread of its own and does nothing else there.
fn wake_on_signals(event_loop: &EventLoop) -> Result<()> {
    let waker = Waker::new(event_loop.poll.registry(), SIGNAL)
        .context("cannot create the means to wake the loop")?;
    // If that fails, this signal is lost, and one presses Ctrl-C again.
    ctrlc::set_handler(move || drop(waker.wake())).context("cannot wait for Ctrl-C")
}
