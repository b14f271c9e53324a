//! `cargo facts`: single numbers that the book quotes, measured one at a time.
//!
//! What a kernel does is proved by the tests in `steps/tests/facts`. How much, how
//! long and how often differs from machine to machine, so no test decides it: it
//! is measured here and written to `book/measured/facts.json`, with the machine,
//! the date and a sentence on how. Times are CPU times, which another program that
//! runs meanwhile disturbs least, and of several rounds the least counts.

use std::io::{Write, stderr};
use std::process::ExitCode;

use anyhow::Result;

#[cfg(target_os = "linux")]
use crate::sheet::Sheet;

#[cfg(target_os = "linux")]
mod buffers;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod circle;
#[cfg(target_os = "linux")]
mod clock;
#[cfg(target_os = "linux")]
mod sheet;
#[cfg(target_os = "linux")]
mod silent;
#[cfg(target_os = "linux")]
mod stacks;
#[cfg(target_os = "linux")]
mod switches;
#[cfg(target_os = "linux")]
mod wakeups;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(stderr(), "facts: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(target_os = "linux")]
fn run() -> Result<()> {
    let open_files = rlimit::increase_nofile_limit(u64::MAX)?;
    let mut sheet = Sheet::new(open_files);
    let mut part = |what: &str, measure: fn(&mut Sheet) -> Result<()>| {
        writeln!(stderr(), "Measuring {what} …")?;
        measure(&mut sheet)
    };
    part("what the kernel holds", buffers::measure)?;
    part("what a call costs", calls::measure)?;
    part("asking in a circle", circle::measure)?;
    part("how often a poller wakes up", wakeups::measure)?;
    part("what a thread occupies", stacks::measure)?;
    part("what a switch costs", switches::measure)?;
    let path = lab::peers::root().join("book/measured/facts.json");
    sheet.save(&path)?;
    writeln!(stderr(), "{sheet}\nWritten to {}", path.display())?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn run() -> Result<()> {
    anyhow::bail!("these numbers come from /proc and epoll, so only Linux has them")
}
