//! What one run measured.

use crate::meter::Switches;
use std::time::Duration;

/// Why there are no figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A line was lost, doubled, damaged or out of order, or a connection ended.
    Broken(String),
    /// The server did not hold as many clients as the load needs.
    Full(String),
}

/// Three points of a distribution, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    /// Half of the deliveries took at most so long.
    pub p50: f64,
    /// All but one in a hundred.
    pub p99: f64,
    /// All but one in a thousand.
    pub p999: f64,
}

/// What one run of a load measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Lines that reached somebody while the clock ran.
    pub deliveries: u64,
    /// Lines that were said while the clock ran.
    pub lines: u64,
    /// How long the clock ran.
    pub elapsed: Duration,
    /// CPU that the server spent in that time.
    pub cpu: Option<Duration>,
    /// CPU that the load itself spent: near `elapsed`, it is what was measured.
    pub load_cpu: Option<Duration>,
    /// CPU that all else on this machine spent in that time.
    pub others_cpu: Option<Duration>,
    /// The server's memory when the clock stopped, in bytes.
    pub memory: Option<u64>,
    /// How often the server's threads were taken off their core.
    pub switches: Option<Switches>,
    /// From saying a line to somebody's hearing it.
    pub latency: Latency,
}

impl Figures {
    /// Deliveries a second.
    pub fn rate(&self) -> f64 {
        self.deliveries as f64 / self.elapsed.as_secs_f64()
    }

    /// CPU for each delivery, in microseconds.
    pub fn cpu_each(&self) -> Option<f64> {
        Some(self.cpu?.as_secs_f64() * 1e6 / self.deliveries as f64)
    }

    /// Whether other programs took so much that the run says little: more than a
    /// tenth of a core.
    pub fn is_disturbed(&self) -> bool {
        self.others_cpu.is_some_and(|cpu| cpu * 10 > self.elapsed)
    }

    /// Context switches for 1,000 lines.
    pub fn switches_for_1000(&self) -> Option<f64> {
        let switches = self.switches?;
        let sum = switches.voluntary + switches.involuntary;
        Some(sum as f64 * 1000.0 / self.lines as f64)
    }
}

/// The middle one; of an even number, the mean of the two in the middle.
pub fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.is_empty() {
        None
    } else if values.len() % 2 == 1 {
        Some(values[middle])
    } else {
        Some((values[middle - 1] + values[middle]) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_run_does_not_move_the_median() {
        assert_eq!(median([1.0, 900.0, 2.0]), Some(2.0));
        assert_eq!(median([1.0, 2.0, 4.0, 3.0]), Some(2.5));
        assert_eq!(median([]), None);
    }
}
