//! Numbers as people write them.

use serde_json::Number;

/// Of what a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Count,
    Ratio,
    Bytes,
    Microseconds,
}

impl Unit {
    /// In three digits or so, with its unit; 1 kB is 1,000 bytes.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count => digits(value),
            Self::Ratio => format!("{value:.2}"),
            Self::Bytes => scaled(value, ["bytes", "kB", "MB"]),
            Self::Microseconds => scaled(value, ["µs", "ms", "s"]),
        }
    }
}

/// Every digit, with commas.
pub(super) fn exact(number: &Number) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((whole, part)) => format!("{}.{part}", with_commas(whole)),
        None => with_commas(&text),
    }
}

fn scaled(value: f64, [small, middle, large]: [&str; 3]) -> String {
    match value {
        ..1e3 => format!("{} {small}", digits(value)),
        ..1e6 => format!("{} {middle}", digits(value / 1e3)),
        _ => format!("{} {large}", digits(value / 1e6)),
    }
}

fn digits(value: f64) -> String {
    let trimmed =
        |text: String| text.trim_end_matches('0').trim_end_matches('.').to_owned();
    match value {
        0.0 => "0".into(),
        ..1.0 => format!("{value:.3}"),
        ..10.0 => trimmed(format!("{value:.2}")),
        ..100.0 => trimmed(format!("{value:.1}")),
        _ => with_commas(&format!("{value:.0}")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(Unit::Bytes.show(381.9), "382 bytes");
        assert_eq!(Unit::Bytes.show(16_430.0), "16.4 kB");
        assert_eq!(Unit::Microseconds.show(1_500.0), "1.5 ms");
        assert_eq!(Unit::Count.show(1_234_567.8), "1,234,568");
        assert_eq!(Unit::Ratio.show(0.9), "0.90");
        assert_eq!(exact(&Number::from(4_273_792)), "4,273,792");
        assert_eq!(exact(&Number::from_f64(1234.5).unwrap()), "1,234.5");
    }
}
