//! What is measured as clients grow, in the order of the table and the charts.

use crate::results::GrowthRun;

/// One quantity.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The name of its chart's file.
    pub key: &'static str,
    /// The heading of its chart.
    pub title: &'static str,
    /// The heading of its column in the terminal, short.
    pub column: &'static str,
    /// Of what its numbers count.
    pub unit: Unit,
    /// Where it stands in a run.
    pub of: fn(&GrowthRun) -> Option<f64>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    Count,
    /// Bytes, as B, kB (1,000) or MB.
    Bytes,
    /// Microseconds, as µs, ms or s.
    Microseconds,
}

impl Unit {
    /// The number with its unit, in three digits or so.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count => digits(value),
            Self::Bytes => scaled(value, ["B", "kB", "MB"]),
            Self::Microseconds => scaled(value, ["µs", "ms", "s"]),
        }
    }
}

fn scaled(value: f64, [small, middle, large]: [&str; 3]) -> String {
    if value < 1e3 {
        format!("{} {small}", digits(value))
    } else if value < 1e6 {
        format!("{} {middle}", digits(value / 1e3))
    } else {
        format!("{} {large}", digits(value / 1e6))
    }
}

/// Three significant digits below 100, whole numbers with commas above.
pub fn digits(value: f64) -> String {
    if value == 0.0 {
        "0".into()
    } else if value < 1.0 {
        format!("{value:.3}")
    } else if value < 10.0 {
        trimmed(format!("{value:.2}"))
    } else if value < 100.0 {
        trimmed(format!("{value:.1}"))
    } else {
        with_commas(&format!("{value:.0}"))
    }
}

/// Without zeros after the point.
fn trimmed(text: String) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Every metric of the growth runs.
pub const ALL: [Metric; 9] = [
    Metric {
        key: "memory",
        title: "Memory for each idle connection",
        column: "memory",
        unit: Unit::Bytes,
        of: |run| run.memory_bytes_per_client,
    },
    Metric {
        key: "kernel-memory",
        title: "Kernel memory for each idle connection",
        column: "kernel",
        unit: Unit::Bytes,
        of: |run| run.kernel_bytes_per_client,
    },
    Metric {
        key: "threads",
        title: "Threads of the server",
        column: "threads",
        unit: Unit::Count,
        of: |run| run.threads.map(|threads| threads as f64),
    },
    Metric {
        key: "connect-rate",
        title: "Clients connected a second",
        column: "connects/s",
        unit: Unit::Count,
        of: |run| Some(run.connects_per_second),
    },
    Metric {
        key: "deliveries",
        title: "Deliveries a second",
        column: "deliveries/s",
        unit: Unit::Count,
        of: |run| run.load.deliveries_per_second,
    },
    Metric {
        key: "cpu",
        title: "CPU for each delivery",
        column: "CPU each",
        unit: Unit::Microseconds,
        of: |run| run.load.cpu_microseconds_per_delivery,
    },
    Metric {
        key: "switches",
        title: "Context switches for 1,000 lines",
        column: "switches",
        unit: Unit::Count,
        of: |run| run.load.switches_per_1000_lines,
    },
    Metric {
        key: "p50",
        title: "Latency that half of the deliveries stay under",
        column: "p50",
        unit: Unit::Microseconds,
        of: |run| run.load.p50_microseconds,
    },
    Metric {
        key: "p99",
        title: "Latency that 99 of 100 deliveries stay under",
        column: "p99",
        unit: Unit::Microseconds,
        of: |run| run.load.p99_microseconds,
    },
];

/// Shown in tables only.
pub const P999: Metric = Metric {
    key: "p999",
    title: "Latency that 999 of 1,000 deliveries stay under",
    column: "p99.9",
    unit: Unit::Microseconds,
    of: |run| run.load.p999_microseconds,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(digits(1_234_567.8), "1,234,568");
        assert_eq!(digits(100.0), "100");
        assert_eq!(digits(12.34), "12.3");
        assert_eq!(digits(2.0), "2");
        assert_eq!(digits(0.1234), "0.123");
        assert_eq!(Unit::Bytes.show(155.2), "155 B");
        assert_eq!(Unit::Bytes.show(20_480.0), "20.5 kB");
        assert_eq!(Unit::Microseconds.show(1_500.0), "1.5 ms");
    }
}
