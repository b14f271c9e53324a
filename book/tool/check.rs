//! What can be wrong with a page besides its directives.

use crate::expand::slashes;
use crate::listing::FOLDER;
use crate::markdown::{Outline, parse};
use crate::problem::Problem;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag};
use mdbook_preprocessor::book::Book;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What may be typed into a page: nothing that a compiler should have seen.
const TYPED: [&str; 4] = ["console", "text", "toml", "question"];

/// Refuses code that is typed in, and headings that skip a level.
pub(crate) fn code_blocks(file: &str, text: &str, problems: &mut Vec<Problem>) {
    let mut level = 0;
    for (event, span) in parse(text).into_offset_iter() {
        let wrong = match event {
            Event::Start(Tag::CodeBlock(kind)) => match kind {
                CodeBlockKind::Indented => {
                    "this line is indented by four spaces and becomes a block of \
                     code: quote it by `{{#code …}}`, or indent less"
                        .to_owned()
                }
                CodeBlockKind::Fenced(info) => {
                    let language = info.split([',', ' ']).next().unwrap_or_default();
                    if TYPED.contains(&language) {
                        continue;
                    }
                    format!(
                        "a block of `{language}` that is typed in: quote it by \
                         `{{{{#code …}}}}` (typed may be {})",
                        TYPED.join(", ")
                    )
                }
            },
            Event::Start(Tag::Heading { level: now, .. }) => {
                let before = std::mem::replace(&mut level, now as usize);
                if level <= before + 1 {
                    continue;
                }
                format!("a heading of level {level} follows one of level {before}")
            }
            _ => continue,
        };
        let line = text[..span.start].matches('\n').count() + 1;
        problems.push(Problem { file: file.into(), line, text: wrong });
    }
}

/// Follows every link from page to page, to a heading, to an image.
///
/// `written` holds, for each page, its file and its text as somebody wrote it.
pub(crate) fn links(
    book: &Book,
    source: &Path,
    written: &BTreeMap<String, (String, String)>,
    problems: &mut Vec<Problem>,
) {
    let outlines: BTreeMap<String, Outline> = book
        .chapters()
        .filter_map(|chapter| {
            let path = chapter.path.as_ref()?;
            Some((slashes(path), Outline::of(&chapter.content)))
        })
        .collect();
    for (page, outline) in &outlines {
        let Some((file, text)) = written.get(page) else { continue };
        for link in &outline.links {
            if let Err(wrong) = follow(page, link, &outlines, source) {
                let line = line_of(text, link);
                problems.push(Problem { file: file.clone(), line, text: wrong });
            }
        }
    }
}

fn follow(
    page: &str,
    link: &str,
    outlines: &BTreeMap<String, Outline>,
    source: &Path,
) -> Result<(), String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Ok(());
    }
    let (path, id) = link.split_once('#').unwrap_or((link, ""));
    let Some(target) = resolve(page, path) else {
        return Err(format!("the link `{link}` leaves the book"));
    };
    let Some(outline) = outlines.get(&target) else {
        if !target.ends_with(".md") && source.join(&target).is_file() {
            return Ok(());
        }
        return Err(format!(
            "the link `{link}` leads to no page: `{target}` is not in SUMMARY.md (links \
             name .md files, counted from the page's own folder)"
        ));
    };
    if id.is_empty() || outline.ids.contains(id) {
        return Ok(());
    }
    let ids: Vec<&str> = outline.ids.iter().map(String::as_str).collect();
    Err(format!(
        "the link `{link}` leads to no heading: `{target}` has no `#{id}` (it has: {})",
        ids.join(", ")
    ))
}

/// Where a link leads, counted from the source folder.
fn resolve(page: &str, link: &str) -> Option<String> {
    if link.is_empty() {
        return Some(page.to_owned());
    }
    let mut path: PathBuf = Path::new(page).parent()?.to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir if !path.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            _ => return None,
        }
    }
    Some(slashes(&path))
}

/// The line on which somebody wrote a link.
fn line_of(text: &str, link: &str) -> usize {
    let at = text.find(&format!("]({link}")).or_else(|| text.find(link));
    at.map_or(1, |at| text[..at].matches('\n').count() + 1)
}

/// Pages that exist and that SUMMARY.md does not name.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn orphans(book: &Book, source: &Path) -> io::Result<Vec<String>> {
    let named = |path: &String| {
        book.chapters()
            .filter_map(|chapter| chapter.path.as_deref())
            .any(|known| slashes(known) == *path)
    };
    let mut pages = Vec::new();
    collect(source, source, &mut pages)?;
    pages.retain(|page| {
        page != "SUMMARY.md" && !page.starts_with(FOLDER) && !named(page)
    });
    pages.sort();
    Ok(pages)
}

fn collect(folder: &Path, source: &Path, pages: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, source, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(slashes(path.strip_prefix(source).unwrap_or(&path)));
        }
    }
    Ok(())
}
