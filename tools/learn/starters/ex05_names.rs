//! # Exercise 5: who is here
//!
//! Several threads now serve clients at the same time, and each client has a name.
//! Two who ask for `ann` at the same moment must not both get her name. Whoever
//! leaves frees his name, and there are many ways out: `/quit`, an end of input, a
//! broken connection, a panic. In Rust one thing happens on all of them: a value
//! goes out of scope. So a name is held by a value, a [`Seat`]: as long as it
//! lives, the name is taken. And what a seat says goes to other people's
//! terminals, so it must not be able to look like anybody else's words.
//!
//! The rules, from the protocol of the chat:
//!
//! - A name is 1 to 16 ASCII letters, digits, `-` or `_`. It is shown as it was
//!   typed, but `ann`, `Ann` and `ANN` are the same name: only one may be here.
//! - [`Seat::rename`] frees the old name only if the new one is to be had; taking
//!   one's own name again, also in another spelling, always works.
//! - Others read what a seat says as one line: `ann: `, the text, and a `\n`. Every
//!   control character in the text (`char::is_control`) except the tab becomes
//!   U+FFFD, the replacement character. So do the separators U+2028 and U+2029, and
//!   what turns the direction of writing around: U+202A to U+202E and U+2066 to
//!   U+2069. Nothing else is changed.
//!
//! ## What the checks do
//!
//! They take names, right and wrong ones, in other spellings, free them in every
//! way and take them again. Two threads ask for the same name at the same moment,
//! thousands of times. Then seats say everything that a terminal would obey:
//! escape sequences, second lines, names written backwards.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex05_names
//! ```
//!
//! ## Hint 1
//!
//! The names that are taken, in one spelling only (`to_ascii_lowercase`), stand in
//! a `HashMap` or a `BTreeMap`, and that in an `Arc<Mutex<…>>`: a `Seat` needs it
//! too, in order to free its name.
//!
//! ## Hint 2
//!
//! To look whether a name is free and to take it must happen under one `lock()`: in
//! between two of them, another thread takes it. The same goes for `rename`.
//!
//! ## Hint 3
//!
//! `impl Drop for Seat` is what happens on every way out; nothing else has to free
//! a name. The text goes through `chars().map(…)` or `replace(…, "\u{FFFD}")`. Ours
//! is in `solutions/src/ex05_names.rs`.

/// Why somebody cannot have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is not 1 to 16 ASCII letters, digits, `-` or `_`.
    NotAName,
    /// Somebody else has it, in this spelling or in another.
    Taken,
}

/// The names of all who are here. A clone is another handle on the same names, for
/// another thread.
#[derive(Clone, Default)]
pub struct Names {
    // Your fields.
}

/// Somebody who is here, and holds a name for as long as it lives. When it is
/// dropped, the name is free.
pub struct Seat {
    // Your fields.
}

impl Names {
    /// Takes a name, if it is one and nobody has it.
    pub fn take(&self, name: &str) -> Result<Seat, Refused> {
        todo!("take a name that nobody else has (exercises/src/ex05_names.rs)")
    }

    /// All names that are taken, as they were typed, sorted without regard to case.
    pub fn here(&self) -> Vec<String> {
        todo!("list who is here (exercises/src/ex05_names.rs)")
    }
}

impl Seat {
    /// The name, as it was typed.
    pub fn name(&self) -> String {
        todo!("tell the name of this seat (exercises/src/ex05_names.rs)")
    }

    /// Takes another name instead. If it cannot be had, nothing changes.
    pub fn rename(&mut self, name: &str) -> Result<(), Refused> {
        todo!("take the new name, free the old one (exercises/src/ex05_names.rs)")
    }

    /// The line that others read when this seat says `text`, with its `\n`.
    pub fn says(&self, text: &str) -> String {
        todo!("one clean line under one's own name (exercises/src/ex05_names.rs)")
    }
}
