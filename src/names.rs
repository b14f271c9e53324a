//! Names of people and of rooms.
//!
//! Short, plain and unique regardless of case, so that nobody can pose as
//! somebody else: not by a space, not by a letter that looks the same, and not
//! by `Alice` beside `alice`.

use std::fmt;
use std::hash::{Hash, Hasher};

/// The longest name, in bytes.
pub const MAX_NAME: usize = 16;

/// A name as it was typed. Two names are the same when they differ in nothing
/// but case, and they sort that way too.
///
/// Ten thousand of them are kept three times each, so a name lives in sixteen
/// bytes of its own and never on the heap. Zero bytes fill the rest.
#[derive(Clone, Copy)]
pub struct Name([u8; MAX_NAME]);

impl Name {
    /// The room in which everybody starts.
    pub const LOBBY: Name = Name(*b"lobby\0\0\0\0\0\0\0\0\0\0\0");

    /// Reads a name: 1 to [`MAX_NAME`] ASCII letters, digits, `-` or `_`.
    pub fn parse(text: &str) -> Option<Name> {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let fits = (1..=MAX_NAME).contains(&text.len());
        if !fits || !text.bytes().all(legal) {
            return None;
        }
        let mut name = [0; MAX_NAME];
        name[..text.len()].copy_from_slice(text.as_bytes());
        Some(Name(name))
    }

    /// The name as it was typed.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|&b| b == 0).unwrap_or(MAX_NAME);
        str::from_utf8(&self.0[..len]).expect("a name is ASCII")
    }

    fn folded(&self) -> [u8; MAX_NAME] {
        self.0.map(|byte| byte.to_ascii_lowercase())
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.folded() == other.folded()
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> std::cmp::Ordering {
        self.folded().cmp(&other.folded())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alice_is_alice_however_she_spells_it() {
        let (small, big) = (Name::parse("alice"), Name::parse("ALICE"));
        assert_eq!(small, big);
        assert_eq!(big.unwrap().as_str(), "ALICE", "but we show what she typed");
    }

    #[test]
    fn names_sort_regardless_of_case() {
        let mut names = ["bob", "Alice", "carl", "Bert"].map(Name::parse);
        names.sort();
        assert_eq!(names, ["Alice", "Bert", "bob", "carl"].map(Name::parse));
    }

    #[test]
    fn a_name_with_anything_else_in_it_is_no_name() {
        for bad in ["", "a b", "a:", "*", "é", "a\0", "/a", "seventeen-letters"] {
            assert_eq!(Name::parse(bad), None, "{bad:?}");
        }
        assert!(Name::parse("sixteen_-letters").is_some());
    }
}
