//! Small books in temporary folders: what a directive becomes, and each way in which
//! a page can be wrong.

mod becomes;
mod refused;
mod refused_data;

use crate::{Problem, expand};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use std::fs;
use tempfile::TempDir;

/// A repository with a file or two, and a book with one page or more.
struct Small {
    folder: TempDir,
    pages: Vec<(&'static str, String)>,
}

impl Small {
    /// One page, `page.md`, with this text.
    fn page(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, pages: Vec::new() }.and_page("page.md", text)
    }

    fn and_page(mut self, path: &'static str, text: &str) -> Self {
        self.pages.push((path, text.to_owned()));
        self.and_file(&format!("book/src/{path}"), text)
    }

    fn and_file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The book with its directives filled in, and what is wrong with it.
    fn expand(&self) -> (Book, Vec<Problem>) {
        let chapter = |(path, text): &(&str, String)| {
            let chapter = Chapter::new(path, text.clone(), path, Vec::new());
            BookItem::Chapter(chapter)
        };
        let items = self.pages.iter().map(chapter).collect();
        let mut book = Book::new_with_items(items);
        let problems = expand(&self.folder.path().join("book"), "src", &mut book);
        (book, problems)
    }

    /// The text that a page became; nothing may be wrong.
    #[track_caller]
    fn text(&self, page: &str) -> String {
        let (book, problems) = self.expand();
        assert_eq!(problems, []);
        let mut chapters = book.chapters();
        let found = chapters.find(|chapter| chapter.name == page);
        found.expect("the page is in the book").content.clone()
    }

    /// The only thing that is wrong is in this line and says all of this.
    #[track_caller]
    fn is_refused(&self, line: usize, words: &[&str]) {
        let (_, problems) = self.expand();
        let [problem] = &problems[..] else {
            panic!("one problem was to be found: {problems:#?}");
        };
        assert_eq!((&*problem.file, problem.line), ("book/src/page.md", line));
        for word in words {
            assert!(problem.text.contains(word), "{word} in: {}", problem.text);
        }
    }
}

/// A file of Rust, as pages quote it.
const LINES: &str = "\
//! Lines.

/// Bytes in, lines out.
pub struct Lines;

impl Lines {
    // ANCHOR: part
    /// Takes bytes.
    pub fn push(&mut self) {
        // `{{#code}}` is only text here.
        let brace = \"}<\";
    }
    // ANCHOR_END: part

    // ANCHOR: empty
    // ANCHOR_END: empty
}

#[test]
fn an_empty_line_is_a_line() {}
";
