//! The repository around the book: where everything quoted comes from.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The folder that holds the book's folder.
#[derive(Clone, Debug)]
pub struct Repo {
    root: PathBuf,
    book: String,
}

impl Repo {
    /// The repository of the book in the folder `book`.
    #[must_use]
    pub fn around(book: &Path) -> Self {
        let name = book.file_name().unwrap_or_default().to_string_lossy();
        let root = book.parent().unwrap_or(book).to_owned();
        Self { root, book: name.into_owned() }
    }

    /// The path of something in the book's folder, counted from the root.
    #[must_use]
    pub fn in_book(&self, path: &str) -> String {
        format!("{}/{path}", self.book)
    }

    /// Where that is on this machine.
    #[must_use]
    pub fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file, with `\n` at the ends of its lines on every system.
    ///
    /// # Errors
    ///
    /// Says which file cannot be read, and why.
    pub fn read(&self, path: &str) -> Result<String, String> {
        let stays = |part| matches!(part, Component::Normal(_));
        if path.is_empty() || !Path::new(path).components().all(stays) {
            return Err(format!(
                "`{path}` is no path in this repository: count it from the root"
            ));
        }
        match fs::read_to_string(self.locate(path)) {
            Ok(text) => Ok(text.replace("\r\n", "\n")),
            Err(error) => Err(format!(
                "cannot read `{path}` ({error}): is it counted from the root of the \
                 repository?"
            )),
        }
    }
}
