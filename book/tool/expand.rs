//! All pages of the book, from their text to what mdBook renders.

use crate::check;
use crate::directive::measured;
use crate::listing::Listings;
use crate::measured::Measured;
use crate::page::Page;
use crate::problem::{self, Problem};
use crate::repo::Repo;
use anyhow::{Result, bail};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What all pages share.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Where everything comes from.
    pub repo: Repo,
    /// The files that were quoted so far.
    pub listings: Listings,
    /// What was measured, or why that cannot be read.
    pub measured: Result<Measured, String>,
}

/// The preprocessor, as mdBook knows it.
#[derive(Debug)]
pub struct Filler {
    root: PathBuf,
    /// Builds pages with holes in them, for somebody who is still writing.
    anyway: bool,
}

impl Filler {
    /// For the book in the folder `root`, an absolute path. `anyway` lets problems
    /// pass; whoever asks for that has to print them.
    #[must_use]
    pub fn new(root: &Path, anyway: bool) -> Self {
        Self { root: root.to_owned(), anyway }
    }
}

impl Preprocessor for Filler {
    fn name(&self) -> &str {
        "sockets"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let source = context.config.book.src.to_string_lossy().into_owned();
        let problems = expand(&self.root, &source, &mut book);
        match problem::message(&problems) {
            Some(message) if !self.anyway => bail!(message),
            _ => Ok(book),
        }
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}

/// Fills in every page, adds the appendix with the code, and says what is wrong.
pub fn expand(root: &Path, source: &str, book: &mut Book) -> Vec<Problem> {
    let repo = Repo::around(root);
    let measured = Measured::load(&repo);
    let mut desk = Desk { repo, listings: Listings::default(), measured };
    let mut problems = Vec::new();
    let mut written = BTreeMap::new();
    book.for_each_chapter_mut(|chapter| {
        let Some(path) = chapter.source_path.clone() else { return };
        let file = desk.repo.in_book(&format!("{source}/{}", slashes(&path)));
        check::code_blocks(&file, &chapter.content, &mut problems);
        written.insert(slashes(&path), (file.clone(), chapter.content.clone()));
        fill(chapter, &file, &mut desk, &mut problems);
    });
    unnumber_appendices(book);
    match desk.listings.chapters(&desk.repo) {
        Ok(code) => book.items.extend(code),
        Err(text) => problems.push(Problem { file: source.into(), line: 1, text }),
    }
    check::links(book, &root.join(source), &written, &mut problems);
    problems.sort();
    // Somebody who links to a page that is not there often does so twice.
    problems.dedup();
    problems
}

fn fill(
    chapter: &mut Chapter,
    file: &str,
    desk: &mut Desk,
    problems: &mut Vec<Problem>,
) {
    let depth = chapter.path.iter().flat_map(|path| path.components()).count();
    let to_root = "../".repeat(depth.saturating_sub(1));
    let mut page = Page { desk, to_root, quoted: BTreeMap::new() };
    let text = page.fill(file, &chapter.content, problems);
    chapter.content = text + &measured::foot(&page);
}

/// Chapters have numbers, appendices have none.
fn unnumber_appendices(book: &mut Book) {
    let is_title = |item: &BookItem| matches!(item, BookItem::PartTitle(title) if title == "Appendices");
    let start = book.items.iter().position(is_title).unwrap_or(book.items.len());
    for item in &mut book.items[start..] {
        if let BookItem::Chapter(chapter) = item {
            chapter.number = None;
        }
    }
}

/// A path as the book writes it, on every system.
pub(crate) fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
