//! What is remembered from one start to the next: what is solved, and what does not
//! compile, by the fingerprint that it had.
//!
//! It is one small text file. Whoever deletes it loses nothing but the time in which
//! the checks run again.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::catalogue::{self, Exercise};
use crate::place::Place;
use crate::print::fingerprint;

const HEAD: &str =
    "# What `cargo learn` remembers. It may be deleted at any time.\n";

/// Fingerprints by the name of the exercise.
type Prints = BTreeMap<&'static str, u64>;

pub struct Memory {
    place: Place,
    solved: Prints,
    parked: Prints,
}

impl Memory {
    /// Reads it. What cannot be understood was never there.
    pub fn load(place: &Place) -> Memory {
        let text = fs::read_to_string(path(place)).unwrap_or_default();
        let (mut solved, mut parked) = (Prints::new(), Prints::new());
        for line in text.lines() {
            let mut words = line.split(' ');
            let (Some(what), Some(name), Some(print), None) =
                (words.next(), words.next(), words.next(), words.next())
            else {
                continue;
            };
            let exercise = catalogue::find(name);
            let print = u64::from_str_radix(print, 16).ok();
            if let (Some(exercise), Some(print)) = (exercise, print) {
                match what {
                    "solved" => solved.insert(exercise.name, print),
                    "parked" => parked.insert(exercise.name, print),
                    _ => None,
                };
            }
        }
        Memory { place: place.clone(), solved, parked }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.solved.is_empty() && self.parked.is_empty()
    }

    /// Whether its checks passed with what is in the files now.
    pub fn is_solved(&self, exercise: &Exercise) -> bool {
        self.is(&self.solved, exercise)
    }

    /// Whether it did not compile with what is in the files now.
    pub fn is_parked(&self, exercise: &Exercise) -> bool {
        self.is(&self.parked, exercise)
    }

    fn is(&self, prints: &Prints, exercise: &Exercise) -> bool {
        let print = prints.get(exercise.name);
        print.is_some_and(|print| *print == fingerprint(&self.place, exercise))
    }

    /// The first one that is not solved; the one that comes next in the book.
    pub fn first_unsolved(&self) -> Option<&'static Exercise> {
        catalogue::ALL.iter().find(|exercise| !self.is_solved(exercise))
    }

    /// Notes what came of the checks of a file with this fingerprint.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn note(
        &mut self,
        exercise: &Exercise,
        print: u64,
        solved: bool,
    ) -> Result<()> {
        let before = self.solved.get(exercise.name).copied();
        if solved {
            self.solved.insert(exercise.name, print);
        } else if before == Some(print) {
            // It passed before: these checks depend on something else as well.
            self.solved.remove(exercise.name);
        }
        self.save_if(self.solved.get(exercise.name).copied() != before)
    }

    /// Notes which ones do not compile.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn park(&mut self, parked: &[&'static Exercise]) -> Result<()> {
        let print = |exercise: &&'static Exercise| {
            (exercise.name, fingerprint(&self.place, exercise))
        };
        let parked: Prints = parked.iter().map(print).collect();
        let is_new = parked != self.parked;
        self.parked = parked;
        self.save_if(is_new)
    }

    /// The old file is there until the new one is complete, so that no kill can
    /// leave half of it.
    fn save_if(&self, is_new: bool) -> Result<()> {
        if !is_new {
            return Ok(());
        }
        let mut text = HEAD.to_owned();
        for (what, prints) in [("solved", &self.solved), ("parked", &self.parked)] {
            for (name, print) in prints {
                text.push_str(&format!("{what} {name} {print:016x}\n"));
            }
        }
        let path = path(&self.place);
        let fresh = path.with_extension(format!("new-{}", std::process::id()));
        fs::create_dir_all(self.place.own(""))
            .and_then(|()| fs::write(&fresh, text))
            .and_then(|()| fs::rename(&fresh, &path))
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

fn path(place: &Place) -> PathBuf {
    place.own("progress.txt")
}
