//! A bar that says what is being done and how long the rest will take.
//!
//! The bar counts estimated time, not runs: ten thousand threads take longer than ten
//! clients. What the estimate was wrong by so far, it will be wrong by again.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// The bar; hidden where nobody watches.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    total: f64,
    done: f64,
}

impl Progress {
    /// For work that is estimated to take so long.
    pub fn over(total: Duration) -> Self {
        let bar =
            ProgressBar::new(u64::try_from(total.as_millis()).unwrap_or(u64::MAX));
        let style = ProgressStyle::with_template("{bar:40} {prefix}: {msg}");
        bar.set_style(style.expect("a valid template"));
        bar.set_prefix(in_words(total));
        Self { bar, started: Instant::now(), total: total.as_secs_f64(), done: 0.0 }
    }

    /// What is being done now.
    pub fn says(&self, what: &str) {
        self.bar.set_message(what.to_string());
    }

    /// So much of the estimate, in seconds, is done.
    pub fn step(&mut self, seconds: f64) {
        self.done += seconds;
        let slowness = self.elapsed().as_secs_f64() / self.done;
        let left = (self.total - self.done).max(0.0) * slowness;
        self.bar.set_prefix(in_words(Duration::from_secs_f64(left)));
        self.bar.inc(
            u64::try_from(Duration::from_secs_f64(seconds).as_millis()).unwrap_or(0),
        );
    }

    /// Since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Takes the bar away.
    pub fn done(self) -> Duration {
        self.bar.finish_and_clear();
        self.elapsed()
    }
}

/// `about 3 min 20 s`, in steps of ten seconds.
pub fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs().div_ceil(10) * 10;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("about {seconds} s"),
        (minutes, 0) => format!("about {minutes} min"),
        (minutes, seconds) => format!("about {minutes} min {seconds} s"),
    }
}
