//! What it costs to take one thread off a core and put another one there.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use lab::pin;

use crate::clock::{least_cpu, process_cpu};
use crate::sheet::Sheet;

const ROUNDS: u32 = 20_000;

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    // Whoever is pinned stays so: not the thread that measures the rest.
    let both = thread::spawn(|| -> Result<_> { Ok((hand_over()?, alone()?)) });
    let (hand_over, alone) = both.join().expect("it does not panic")?;
    let how = "CPU of handing a byte to another thread on the same core through a \
               Unix socket, a write and a read included; the least of ten rounds";
    sheet.note_time("thread-handover", hand_over, how);
    let how = "the same without the write and the read, which one thread alone \
               has made too";
    sheet.note_time("thread-switch", hand_over.saturating_sub(alone), how);

    let how = "CPU of starting a thread that does nothing and waiting for its end, \
               the least of ten rounds of 1,000";
    sheet.note_time("thread-start", start_and_end(), how);
    Ok(())
}

/// Two threads on one core, one of which always waits for the other.
fn hand_over() -> Result<Duration> {
    pin::pin_to(0);
    let (mut ours, mut theirs) = UnixStream::pair()?;
    thread::spawn(move || {
        let mut byte = [0];
        while theirs.read_exact(&mut byte).is_ok() {
            if theirs.write_all(&byte).is_err() {
                return;
            }
        }
    });
    let mut least = Duration::MAX;
    let mut byte = [0];
    for _ in 0..10 {
        let start = process_cpu();
        for _ in 0..ROUNDS {
            ours.write_all(&byte)?;
            ours.read_exact(&mut byte)?;
        }
        // There and back again.
        least = least.min((process_cpu() - start) / (2 * ROUNDS));
    }
    Ok(least)
}

/// A write and a read of the same kind, with nobody to wait for.
fn alone() -> Result<Duration> {
    let (mut ours, mut theirs) = UnixStream::pair()?;
    let mut byte = [0];
    Ok(least_cpu(ROUNDS, || {
        let _ = ours.write_all(&byte);
        let _ = theirs.read_exact(&mut byte);
    }))
}

fn start_and_end() -> Duration {
    const THREADS: u32 = 1000;
    let round = |_| {
        let start = process_cpu();
        for _ in 0..THREADS {
            thread::spawn(|| ()).join().expect("it does nothing");
        }
        (process_cpu() - start) / THREADS
    };
    (0..10).map(round).min().expect("there are ten rounds")
}
