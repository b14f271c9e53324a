//! A colour for each name, the same one every day.
//!
//! Readers find a speaker by colour sooner than by name. So the colour comes
//! from the name alone: no table to keep, and `Alice` looks like `alice`.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};

/// Numbers of the 256-colour palette. Each keeps a contrast of 4 to 1 on black
/// and on white; none is close to the red of an error.
const PALETTE: [u8; 8] = [130, 64, 29, 31, 27, 98, 164, 132];

const DIM: &str = "\x1b[2m";
const BOLD_RED: &str = "\x1b[1;31m";
const PLAIN: &str = "\x1b[0m";

/// Whether to colour what goes to standard output (<https://no-color.org>).
pub fn wanted() -> bool {
    allowed(
        io::stdout().is_terminal(),
        env::var_os("NO_COLOR").as_deref(),
        env::var_os("TERM").as_deref(),
    )
}

fn allowed(terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    terminal
        && no_color.is_none_or(OsStr::is_empty)
        && term != Some(OsStr::new("dumb"))
}

/// Colours a line from the server by what it is.
pub fn colour(line: &str) -> String {
    if line.starts_with("* ") {
        format!("{DIM}{line}{PLAIN}")
    } else if line.starts_with("! ") {
        format!("{BOLD_RED}{line}{PLAIN}")
    } else if let Some((name, rest)) = split_speaker(line) {
        format!("\x1b[38;5;{}m{name}{PLAIN}{rest}", colour_of(name))
    } else {
        line.to_owned()
    }
}

/// Splits `NAME: text` or `NAME (to you): text` behind the name.
fn split_speaker(line: &str) -> Option<(&str, &str)> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let end = line.find(|c| !in_name(c))?;
    let (name, rest) = line.split_at(end);
    let speaks = rest.starts_with(": ") || rest.starts_with(" (to you): ");
    (speaks && (1..=16).contains(&name.len())).then_some((name, rest))
}

/// FNV-1a, because the hash of `std` may change from one Rust to the next.
fn colour_of(name: &str) -> u8 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    });
    // The low bits alone know little of a name's first letters.
    PALETTE[(hash ^ (hash >> 16)) as usize % PALETTE.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_colour_for_ever() {
        assert_eq!(colour("alice: hi"), "\x1b[38;5;98malice\x1b[0m: hi");
        assert_eq!(colour_of("alice"), colour_of("ALICE"));
        assert_ne!(colour_of("alice"), colour_of("bob"));
    }

    #[test]
    fn guests_do_not_all_look_alike() {
        let mut seen: Vec<u8> =
            (1..=40).map(|n| colour_of(&format!("guest{n}"))).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), PALETTE.len());
    }

    #[test]
    fn only_the_speakers_name_is_coloured() {
        assert_eq!(split_speaker("bob: a: b"), Some(("bob", ": a: b")));
        assert_eq!(
            split_speaker("b-_9 (to you): x"),
            Some(("b-_9", " (to you): x"))
        );
        for other in
            ["hello", "bob:hi", ": x", "two words: x", "seventeen-letters: x"]
        {
            assert_eq!(split_speaker(other), None, "{other:?}");
            assert_eq!(colour(other), other);
        }
    }

    #[test]
    fn notices_are_dim_and_errors_are_red() {
        assert_eq!(colour("* bob left"), "\x1b[2m* bob left\x1b[0m");
        assert_eq!(
            colour("! no such name: x"),
            "\x1b[1;31m! no such name: x\x1b[0m"
        );
    }

    #[test]
    fn colours_are_for_terminals_whose_owner_wants_them() {
        let os = |text| Some(OsStr::new(text));
        assert!(allowed(true, None, os("xterm")));
        assert!(allowed(true, os(""), None), "an empty NO_COLOR says nothing");
        assert!(!allowed(true, os("1"), os("xterm")));
        assert!(!allowed(true, None, os("dumb")));
        assert!(!allowed(false, None, os("xterm")));
    }

    /// The formula of WCAG 2 on the colour cube 16..=231.
    #[test]
    fn every_colour_is_readable_on_black_and_on_white() {
        let light = |level: u8| {
            let value = f64::from([0, 95, 135, 175, 215, 255][usize::from(level)]);
            ((value / 255.0 + 0.055) / 1.055).powf(2.4)
        };
        for colour in PALETTE {
            let (red, green, blue) =
                ((colour - 16) / 36, (colour - 16) / 6 % 6, (colour - 16) % 6);
            let luminance =
                0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
            let (on_black, on_white) =
                ((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
            assert!(on_black > 4.0 && on_white > 4.0, "{colour}");
        }
    }
}
