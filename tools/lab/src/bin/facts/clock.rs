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
/// took, in percent.
pub fn share_of_a_core(length: Duration, mut body: impl FnMut()) -> f64 {
    let (start, cpu) = (Instant::now(), thread_cpu());
    while start.elapsed() < length {
        body();
    }
    let share = (thread_cpu() - cpu).as_secs_f64() / start.elapsed().as_secs_f64();
    (share * 100.0).round()
}
