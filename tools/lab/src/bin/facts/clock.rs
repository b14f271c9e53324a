//! How much CPU something takes.

use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};

/// CPU that the calling thread has used so far.
pub fn thread_cpu() -> Duration {
    cpu(ClockId::CLOCK_THREAD_CPUTIME_ID)
}

/// CPU that all threads of this process have used so far.
pub fn process_cpu() -> Duration {
    cpu(ClockId::CLOCK_PROCESS_CPUTIME_ID)
}

fn cpu(clock: ClockId) -> Duration {
    clock_gettime(clock).expect("Linux has this clock").into()
}

/// CPU of the calling thread for `body` once, when it is done so many `times` in a
/// row: the least of ten rounds, for whatever disturbs a round makes it longer.
pub fn least_cpu(times: u32, mut body: impl FnMut()) -> Duration {
    let round = |_| {
        let start = thread_cpu();
        for _ in 0..times {
            body();
        }
        (thread_cpu() - start) / times
    };
    (0..10).map(round).min().expect("there are ten rounds")
}

/// Does `body` again and again for so long, and says which share of a core that
/// took, in percent. Time in which another program had the core does not count.
pub fn share_of_a_core(length: Duration, mut body: impl FnMut()) -> f64 {
    let (start, cpu, stood_in_line) = (Instant::now(), thread_cpu(), in_line());
    while start.elapsed() < length {
        body();
    }
    let cpu = thread_cpu() - cpu;
    let had = start.elapsed().saturating_sub(in_line() - stood_in_line);
    (cpu.as_secs_f64() / had.as_secs_f64() * 100.0).round().min(100.0)
}

/// How long the calling thread could have run so far, had it been given a core.
fn in_line() -> Duration {
    // Its three numbers: nanoseconds on a core, those in line for one, and turns.
    let text = std::fs::read_to_string("/proc/thread-self/schedstat");
    let text = text.unwrap_or_default();
    let waited = text.split_whitespace().nth(1);
    Duration::from_nanos(waited.and_then(|word| word.parse().ok()).unwrap_or(0))
}
