//! Markdown in, pages out, and no page with a hole in it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use book_tool::Filler;
use mdbook_driver::MDBook;

/// What a page may weigh, in bytes: it has to arrive soon also from afar.
const HEAVY: u64 = 400_000;

/// Builds the book of the folder `root` into the folder `pages`.
///
/// # Errors
///
/// When mdBook cannot build it, when a page names what is not there, or when a page
/// weighs too much. With `anyway`, problems of the text do not count.
pub fn build(root: &Path, pages: &Path, anyway: bool) -> Result<()> {
    let mut book = load(root)?;
    book.config.build.build_dir = pages.to_owned();
    // It takes the place of the command of the same name in `book.toml`.
    book.with_preprocessor(Filler::new(root, anyway));
    book.build().context("cannot build the book")?;
    weigh(pages)
}

/// The book as it is written, no directive filled in.
///
/// # Errors
///
/// When a page that SUMMARY.md names is not there.
pub fn load(root: &Path) -> Result<MDBook> {
    MDBook::load(root)
        .with_context(|| format!("cannot load the book in {}", root.display()))
}

/// Refuses pages that are too heavy. The one with everything, for printing, may be.
fn weigh(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_page = path.extension().is_some_and(|extension| extension == "html");
        if path.is_dir() {
            weigh(&path)?;
        } else if is_page && !path.ends_with("print.html") {
            let bytes = fs::metadata(&path)?.len();
            let page = path.display();
            anyhow::ensure!(
                bytes <= HEAVY,
                "{page} weighs {bytes} bytes, more than {HEAVY}: shorten its traces"
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_book_is_whole() {
        let pages = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        build(root, pages.path(), false).unwrap();
        assert!(pages.path().join("start/welcome.html").is_file());
    }

    #[test]
    fn a_page_with_a_hole_ends_the_build() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("book");
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(root.join("src/SUMMARY.md"), "- [A page](page.md)").unwrap();
        let text = "# A page\n\n{{#code src/gone.rs}}\n";
        fs::write(root.join("src/page.md"), text).unwrap();

        let error = build(&root, &root.join("pages"), false).unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains("book/src/page.md:3: cannot read `src/gone.rs`"));
        build(&root, &root.join("pages"), true).unwrap();
    }
}
