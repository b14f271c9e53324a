//! Where things are: the learner's files, their checks, and our own folder.
//!
//! We write into `target/learn` alone, and into an exercise only when we are told
//! to reset it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::catalogue::Exercise;

/// A copy of the project.
#[derive(Clone)]
pub struct Place {
    root: PathBuf,
    target: PathBuf,
}

impl Place {
    /// Looks for the project from the current folder upwards.
    ///
    /// # Errors
    /// When none of these folders is a part of it.
    pub fn find() -> Result<Place> {
        let here = std::env::current_dir().context("cannot tell the folder")?;
        let is_root = |folder: &&Path| folder.join("exercises/src/lib.rs").is_file();
        let root = here.ancestors().find(is_root).with_context(|| {
            format!(
                "there are no exercises in {} or above it \
                 (is this the folder of the tutorial? cd there first)",
                here.display()
            )
        })?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = root.join(target.unwrap_or_else(|| "target".into()));
        Ok(Place { root: root.to_owned(), target })
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where all exercises are.
    pub fn exercises(&self) -> PathBuf {
        self.root.join("exercises/src")
    }

    /// The learner's file.
    pub fn file(&self, exercise: &Exercise) -> PathBuf {
        self.root.join(exercise.file())
    }

    /// The source of a page of the book.
    pub fn page(&self, exercise: &Exercise) -> PathBuf {
        self.root.join("book/src").join(exercise.page)
    }

    /// What we keep.
    pub fn own(&self, name: &str) -> PathBuf {
        self.target.join("learn").join(name)
    }

    /// What the learner has written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, exercise: &Exercise) -> Result<String> {
        let path = self.file(exercise);
        fs::read_to_string(&path).with_context(|| {
            let name = exercise.name;
            format!(
                "cannot read {} (`cargo learn reset {name}` brings it back)",
                path.display()
            )
        })
    }

    /// Whether nobody has written anything yet.
    pub fn is_untouched(&self, exercise: &Exercise) -> bool {
        // A checkout on Windows may have other line ends.
        let text = self.read(exercise).unwrap_or_default();
        text.lines().eq(exercise.starter.lines())
    }

    /// Puts the starter back. Returns where a copy of the learner's text is, if
    /// there was any.
    ///
    /// # Errors
    /// When either cannot be written. Then the learner's file is as it was.
    pub fn reset(&self, exercise: &Exercise) -> Result<Option<PathBuf>> {
        let path = self.file(exercise);
        let copy = match fs::read(&path) {
            Ok(text) if text == exercise.starter.as_bytes() => return Ok(None),
            Ok(text) => Some(self.keep(exercise, &text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).context("cannot keep a copy"),
        };
        fs::write(&path, exercise.starter)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(copy)
    }

    /// Writes a copy under a number that is still free.
    fn keep(&self, exercise: &Exercise, text: &[u8]) -> Result<PathBuf> {
        let folder = self.own("copies");
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        for number in 1.. {
            let path = folder.join(format!("{}-{number}.rs", exercise.name));
            match fs::File::create_new(&path) {
                Ok(mut file) => {
                    io::Write::write_all(&mut file, text)
                        .and_then(|()| file.sync_all())
                        .with_context(|| {
                            format!("cannot write {}", path.display())
                        })?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(error).with_context(|| {
                        format!("cannot write {}", path.display())
                    });
                }
            }
        }
        unreachable!("some number is free")
    }
}
