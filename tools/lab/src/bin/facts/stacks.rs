//! What a thread occupies, and how many there may be.

use std::fs;
use std::sync::{Arc, Barrier};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};
use lab::meter::Meter;

use crate::sheet::Sheet;

const THREADS: usize = 500;

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    let stack = thread::spawn(own_stack).join().expect("it does not panic")?;
    let how = "the mapping of /proc/self/maps that holds a thread's own variables";
    let mib = format!("{} MiB", stack / (1024 * 1024));
    sheet.note("thread-stack", mib, "", how);

    let (own, kernel) = occupied()?;
    let how = "growth of this process (PSS) by 500 threads that wait, for each";
    sheet.note_about("thread-memory", kib(own), "KiB", how);
    let how = "growth of KernelStack in /proc/meminfo by 500 threads, for each";
    sheet.note_about("thread-kernel-stack", kib(kernel), "KiB", how);

    let limits = [
        ("max-map-count", "vm/max_map_count", "mappings of one process"),
        ("threads-max", "kernel/threads-max", "threads of the whole system"),
        ("pid-max", "kernel/pid_max", "numbers for processes and threads"),
    ];
    for (name, file, what) in limits {
        let text = fs::read_to_string(format!("/proc/sys/{file}"))?;
        let most: u64 = text.trim().parse()?;
        let how = format!("the limit of {what}, read from /proc/sys/{file}");
        sheet.note(name, most, "", &how);
    }
    Ok(())
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

/// The address space of the stack on which this runs, in bytes.
fn own_stack() -> Result<usize> {
    let local = 0_u8;
    let here = (&raw const local).addr();
    let maps = fs::read_to_string("/proc/self/maps")?;
    let mut ranges = maps.lines().filter_map(|line| {
        let (from, to) = line.split_once(' ')?.0.split_once('-')?;
        let address = |hex| usize::from_str_radix(hex, 16).ok();
        Some(address(from)?..address(to)?)
    });
    let stack = ranges.find(|range| range.contains(&here));
    Ok(stack.context("no mapping holds the stack")?.len())
}

/// What a thread that waits adds to this process and to the kernel, in bytes.
fn occupied() -> Result<(u64, u64)> {
    let meter = Meter::new(std::process::id(), false);
    let both = || Some((meter.memory()?, kernel_stacks()?));
    // The first one brings what all of them share.
    let (started, release) = crowd(1);
    release(started);
    let before = both().context("/proc tells the memory")?;
    let (started, release) = crowd(THREADS);
    let after = both().context("/proc tells the memory")?;
    release(started);
    let count = u64::try_from(THREADS)?;
    let each = |after: u64, before: u64| after.saturating_sub(before) / count;
    Ok((each(after.0, before.0), each(after.1, before.1)))
}

type Release = Box<dyn FnOnce(Vec<JoinHandle<()>>)>;

/// Threads that have started and wait, and how to end them.
fn crowd(count: usize) -> (Vec<JoinHandle<()>>, Release) {
    let started = Arc::new(Barrier::new(count + 1));
    let end = Arc::new(Barrier::new(count + 1));
    let start = || {
        let (started, end) = (Arc::clone(&started), Arc::clone(&end));
        thread::spawn(move || {
            started.wait();
            end.wait();
        })
    };
    let threads = std::iter::repeat_with(start).take(count).collect();
    started.wait();
    let release = move |threads: Vec<JoinHandle<()>>| {
        end.wait();
        for thread in threads {
            thread.join().expect("it only waits");
        }
    };
    (threads, Box::new(release))
}

/// Stacks that the kernel keeps for threads, in bytes.
fn kernel_stacks() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("KernelStack:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}
