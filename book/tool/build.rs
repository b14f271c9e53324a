//! Markdown in, pages out, and no page with a hole in it.
//!
//! Where an included file is missing, mdBook leaves the directive in the page,
//! logs a line and reports success. A reader would be the first to find it, so
//! here it is an error.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use mdbook_driver::MDBook;

/// Builds the book of the folder `root` into the folder `pages`.
///
/// # Errors
///
/// When mdBook cannot build it, or when a directive is left in a page.
pub fn build(root: &Path, pages: &Path) -> Result<()> {
    let mut book = MDBook::load(root)
        .with_context(|| format!("cannot load the book in {}", root.display()))?;
    book.config.build.build_dir = pages.to_owned();
    book.build().context("mdBook cannot build the book")?;

    let mut left = Vec::new();
    collect_directives(pages, &mut left)?;
    ensure!(
        left.is_empty(),
        "mdBook could not fill in what these pages include \
         (is the path right, counted from the page's own folder?):\n  {}",
        left.join("\n  ")
    );
    Ok(())
}

/// Notes each directive that is still in a page below `folder`.
fn collect_directives(folder: &Path, left: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_directives(&path, left)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let page = fs::read_to_string(&path)?;
            for (at, _) in page.match_indices("{{#") {
                let directive = page[at..].split_inclusive("}}").next();
                let directive = directive.unwrap_or_default();
                left.push(format!("{}: {directive}", path.display()));
            }
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
        build(root, pages.path()).unwrap();
        assert!(pages.path().join("start/welcome.html").is_file());
    }

    #[test]
    fn an_include_of_a_missing_file_ends_the_build() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("src")).unwrap();
        fs::write(root.path().join("src/SUMMARY.md"), "- [A page](page.md)")
            .unwrap();
        let text = "# A page\n\n```rust\n{{#include gone.rs}}\n```\n";
        fs::write(root.path().join("src/page.md"), text).unwrap();

        let error = build(root.path(), &root.path().join("pages")).unwrap_err();
        let error = error.to_string();
        assert!(error.contains("page.html: {{#include gone.rs}}"), "{error}");
    }
}
