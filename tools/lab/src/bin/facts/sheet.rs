//! The sheet on which the numbers are noted.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use lab::machine::Machine;
use serde::Serialize;
use serde_json::{Value, json};

/// What was measured, where and when.
#[derive(Serialize)]
pub struct Sheet {
    machine: String,
    date: String,
    /// How busy the machine was at the start: the load of the last minute.
    load: String,
    facts: serde_json::Map<String, Value>,
}

impl Sheet {
    /// An empty one.
    pub fn new(open_files: u64) -> Self {
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let date = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC");
        Self {
            machine: Machine::here(open_files).summary(),
            date: date.to_string(),
            load: load.split(' ').next().unwrap_or_default().into(),
            facts: serde_json::Map::new(),
        }
    }

    /// Notes a number as it is, or words; without a unit if that is empty.
    pub fn note(
        &mut self,
        name: &str,
        value: impl Into<Value>,
        unit: &str,
        how: &str,
    ) {
        let value: Value = value.into();
        let fact = json!({ "value": value, "unit": unit, "how": how });
        self.facts.insert(name.into(), fact);
    }

    /// Notes a count that would be another one next time: two digits of it.
    pub fn note_about(&mut self, name: &str, value: f64, unit: &str, how: &str) {
        self.note(name, number(two_digits(value)), unit, how);
    }

    /// Notes a time in the unit that suits it.
    pub fn note_time(&mut self, name: &str, time: Duration, how: &str) {
        let seconds = time.as_secs_f64();
        let units = [(1e-3, 1e9, "ns"), (1.0, 1e6, "µs"), (1e3, 1e3, "ms")];
        let fits = units.iter().find(|(below, ..)| seconds * 1e3 < *below);
        let (_, factor, unit) = fits.unwrap_or(&(0.0, 1.0, "s"));
        self.note_about(name, seconds * factor, unit, how);
    }

    /// Writes it all as JSON.
    pub fn save(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text)
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}, load {}", self.machine, self.date, self.load)?;
        for (name, fact) in &self.facts {
            let unit = fact["unit"].as_str().unwrap_or_default();
            writeln!(f, "{name:32} {} {unit}", fact["value"])?;
        }
        Ok(())
    }
}

/// 31,964 becomes 32,000, and 0.3149 becomes 0.31.
fn two_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let last = 10_f64.powf(value.abs().log10().floor() - 1.0);
    // Dividing by a power of ten leaves no 0.30000000000000004 behind.
    if last < 1.0 {
        let inverse = (1.0 / last).round();
        (value * inverse).round() / inverse
    } else {
        (value / last).round() * last
    }
}

/// A whole number without `.0`.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "it has no more digits")]
    let whole = value as i64;
    if whole as f64 == value { whole.into() } else { value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noisy_number_is_told_in_two_digits() {
        let told = [31_964.0, 1.0, 0.3149, 99.7, 1234.5, 10.4].map(two_digits);
        assert_eq!(told, [32_000.0, 1.0, 0.31, 100.0, 1200.0, 10.0]);
        assert_eq!(number(32_000.0), json!(32_000));
        assert_eq!(number(0.31), json!(0.31));
    }

    #[test]
    fn a_time_has_the_unit_that_suits_it() {
        let mut sheet = Sheet::new(20_000);
        sheet.note_time("lap", Duration::from_nanos(3_149_000), "by a clock");
        let lap = json!({ "value": 3.1, "unit": "ms", "how": "by a clock" });
        assert_eq!(sheet.facts["lap"], lap);
        sheet.note_time("call", Duration::from_nanos(314), "by a clock");
        assert_eq!(sheet.facts["call"]["unit"], "ns");
    }
}
