//! Runs the checks on our own answers again and again while the machine has too
//! much to do: `cargo soak 100`.
//!
//! A check that depends on luck, or on how long something takes, fails here sooner
//! or later. Two runs go on at once, beside twice as many busy threads as there are
//! cores.

use std::io::{self, Write};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// How many runs go on at once.
const AT_ONCE: usize = 2;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let runs = args.next().map_or(Some(100), |count| count.parse().ok());
    match runs.map(soak) {
        Some(Ok(0)) => ExitCode::SUCCESS,
        Some(Ok(_)) => ExitCode::FAILURE,
        Some(Err(error)) => complain(&error.to_string()),
        None => complain("usage: soak [RUNS], 100 unless told otherwise"),
    }
}

fn complain(text: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::FAILURE
}

/// Returns how many runs failed.
fn soak(runs: usize) -> io::Result<usize> {
    let start = Instant::now();
    // Compiled before the load sets in.
    if !checks().arg("--no-run").status()?.success() {
        return Err(io::Error::other("the solutions do not compile"));
    }
    let (begun, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..2 * cores {
            scope.spawn(|| keep_busy(&is_over));
        }
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| scope.spawn(|| work(runs, &begun, &failed)))
            .collect();
        // Whatever happened to one, the load has to end.
        let results: Vec<_> = workers.into_iter().map(|work| work.join()).collect();
        is_over.store(true, Ordering::Relaxed);
        results.into_iter().try_for_each(|result| result.expect("it does not panic"))
    })?;
    let (failed, seconds) = (failed.into_inner(), start.elapsed().as_secs());
    writeln!(io::stdout(), "{runs} runs under load, {failed} failed, {seconds} s")?;
    Ok(failed)
}

fn keep_busy(is_over: &AtomicBool) {
    while !is_over.load(Ordering::Relaxed) {
        std::hint::spin_loop();
    }
}

/// Runs the checks until enough runs have begun.
fn work(runs: usize, begun: &AtomicUsize, failed: &AtomicUsize) -> io::Result<()> {
    loop {
        let run = begun.fetch_add(1, Ordering::Relaxed) + 1;
        if run > runs {
            return Ok(());
        }
        let output = checks().stdin(Stdio::null()).output()?;
        if !output.status.success() {
            failed.fetch_add(1, Ordering::Relaxed);
            let mut out = io::stdout().lock();
            writeln!(out, "run {run} of {runs} failed:")?;
            out.write_all(&output.stdout)?;
            out.write_all(&output.stderr)?;
        }
    }
}

fn checks() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "test",
        "--quiet",
        "--package",
        "solutions",
        "--test",
        "exercises",
    ]);
    command
}
