//! The appendix "The code": every file that a page quotes, whole, inside the book.
//!
//! So a link to code works without a network, and leads to the line that is meant.

use crate::html::escape;
use crate::repo::Repo;
use crate::source;
use mdbook_preprocessor::book::{BookItem, Chapter, SectionNumber};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The folder of the pages with whole files.
pub(crate) const FOLDER: &str = "code";
const TITLE: &str = "The code";

/// The files that are quoted, and the lines to which something links.
#[derive(Debug, Default)]
pub(crate) struct Listings {
    files: BTreeMap<String, BTreeSet<usize>>,
}

impl Listings {
    /// A link to a line of a file, from a page that is `to_root` away from the root.
    pub fn link(&mut self, path: &str, line: usize, to_root: &str) -> String {
        self.files.entry(path.to_owned()).or_default().insert(line);
        format!("{to_root}{FOLDER}/{path}.md#l{line}")
    }

    /// A page that lists the files, with a page for each below it.
    pub fn chapters(&self, repo: &Repo) -> Result<Option<BookItem>, String> {
        if self.files.is_empty() {
            return Ok(None);
        }
        let mut text = format!(
            "# {TITLE}\n\nEvery file that the book quotes, as it stands in the \
             repository.\n\n"
        );
        let mut children = Vec::new();
        for (number, (path, lines)) in (1..).zip(&self.files) {
            writeln!(text, "- [`{path}`]({path}.md)").expect("a string takes it");
            let page = page(path, lines, &repo.read(path)?);
            let place = format!("{FOLDER}/{path}.md");
            let parents = vec![TITLE.to_owned()];
            let mut listing = Chapter::new(path, page, place, parents);
            // mdBook folds by the depth of the number, which a style hides.
            listing.number = Some(SectionNumber::new([0, number]));
            children.push(BookItem::Chapter(listing));
        }
        let place = format!("{FOLDER}/index.md");
        let mut chapter = Chapter::new(TITLE, text, place, Vec::new());
        chapter.sub_items = children;
        Ok(Some(BookItem::Chapter(chapter)))
    }
}

/// A whole file, with something to link to at each line in `lines`.
fn page(path: &str, lines: &BTreeSet<usize>, file: &str) -> String {
    let mut code = String::new();
    for (number, line) in source::shown(file) {
        if lines.contains(&number) {
            write!(code, "<span id=\"l{number}\"></span>")
                .expect("a string takes it");
        }
        code.push_str(&escape(line));
        code.push('\n');
    }
    let start = match lines.contains(&1) && file.starts_with("// ANCHOR") {
        true => "<span id=\"l1\"></span>",
        false => "",
    };
    let language = source::language(path);
    format!(
        "# `{path}`\n\n<pre><code class=\"language-{language} ignore\">{start}{code}\
         </code></pre>\n"
    )
}
