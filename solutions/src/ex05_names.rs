//! Exercise 5: who is here.
//!
//! One lock, and every rule about names is kept while it is held. The seat frees
//! its name in `drop`, which no way out can go around.
//!
//! What a name is, and which characters nobody may send, is said once for all
//! servers: in `src/names.rs` and `src/text.rs`.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chat::names::Name;
use chat::text::clean;

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
    /// A [`Name`] equals another, and sorts, without regard to case.
    taken: Arc<Mutex<BTreeSet<Name>>>,
}

/// Somebody who is here, and holds a name for as long as it lives. When it is
/// dropped, the name is free.
pub struct Seat {
    names: Names,
    name: Name,
}

impl Names {
    /// Takes a name, if it is one and nobody has it.
    pub fn take(&self, name: &str) -> Result<Seat, Refused> {
        let name = Name::parse(name).ok_or(Refused::NotAName)?;
        // One call looks and takes: there is no moment in between.
        if !self.lock().insert(name) {
            return Err(Refused::Taken);
        }
        Ok(Seat { names: self.clone(), name })
    }

    /// All names that are taken, as they were typed, sorted without regard to case.
    pub fn here(&self) -> Vec<String> {
        self.lock().iter().map(Name::to_string).collect()
    }

    /// A thread that panicked must not take the names of all others with it.
    fn lock(&self) -> MutexGuard<'_, BTreeSet<Name>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// The name, as it was typed.
    pub fn name(&self) -> String {
        self.name.to_string()
    }

    /// Takes another name instead. If it cannot be had, nothing changes.
    pub fn rename(&mut self, name: &str) -> Result<(), Refused> {
        let name = Name::parse(name).ok_or(Refused::NotAName)?;
        let mut taken = self.names.lock();
        if name != self.name && taken.contains(&name) {
            return Err(Refused::Taken);
        }
        taken.remove(&self.name);
        taken.insert(name);
        self.name = name;
        Ok(())
    }

    /// The line that others read when this seat says `text`, with its `\n`.
    pub fn says(&self, text: &str) -> String {
        format!("{}: {}\n", self.name, clean(text))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.names.lock().remove(&self.name);
    }
}
