//! Builds the book anew when something changes that it is made of.
//!
//! Twice a second the times of all files are looked at: a few hundred, which costs
//! less than a watcher of the kernel's events would in crates.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Result;

const PAUSE: Duration = Duration::from_millis(500);
/// What the book is made of, counted from the root of the repository.
const FOLDERS: [&str; 11] = [
    "book/src",
    "book/theme",
    "book/figures",
    "book/traces",
    "book/transcripts",
    "book/measured",
    "book/tests",
    "src",
    "tests",
    "steps",
    "exercises",
];

/// Which edition of the pages is being served, counted from 0.
pub type Edition = Arc<AtomicU64>;

/// Watches the repository around the book in `root` for as long as the process
/// lives. Each build that succeeds is an edition.
pub fn start(
    root: &Path,
    build: impl Fn() -> Result<()> + Send + 'static,
) -> Edition {
    let edition = Edition::default();
    let next = Arc::clone(&edition);
    let repository = root.parent().unwrap_or(root).to_owned();
    let mut seen = look(&repository);
    thread::spawn(move || {
        loop {
            thread::sleep(PAUSE);
            let now = look(&repository);
            if now == seen {
                continue;
            }
            seen = now;
            let said = match build() {
                Ok(()) => {
                    next.fetch_add(1, Ordering::Relaxed);
                    "built anew".to_owned()
                }
                Err(error) => format!("not built, the last pages stay: {error:#}"),
            };
            // Nobody may be reading.
            let _ = writeln!(io::stderr(), "{said}");
        }
    });
    edition
}

/// How many files there are and when the last one changed.
fn look(repository: &Path) -> (usize, Option<SystemTime>) {
    let mut seen = (0, None);
    for folder in FOLDERS {
        look_below(&repository.join(folder), &mut seen);
    }
    seen
}

fn look_below(folder: &Path, seen: &mut (usize, Option<SystemTime>)) {
    // A folder that is not there yet has no files.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(meta) = entry.metadata() else { continue };
        if meta.is_dir() {
            look_below(&entry.path(), seen);
        } else {
            seen.0 += 1;
            seen.1 = seen.1.max(meta.modified().ok());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let before = look(folder.path());
        fs::create_dir_all(folder.path().join("book/src/start")).unwrap();
        fs::write(folder.path().join("book/src/start/page.md"), "# Page").unwrap();
        assert_ne!(look(folder.path()), before);
    }
}
