//! `{{#code PATH}}`, `{{#code PATH:NAME}}`, `{{#code PATH:NAME,NAME}}`: real code.

use crate::html::fenced;
use crate::page::Page;
use crate::source::Excerpt;

/// The code under its file's name, which leads to the whole file.
pub(super) fn expand(quoted: &str, page: &mut Page<'_>) -> Result<String, String> {
    let excerpt = Excerpt::read(&page.desk.repo, quoted)?;
    let caption = caption(&excerpt, page);
    // Not to be run, and not to be wrapped in a `main` that it does not have.
    let info = match excerpt.language() {
        "rust" => "rust,ignore",
        other => other,
    };
    let code = fenced(info, &excerpt.text());
    Ok(format!(
        "<figure class=\"code\">\n<figcaption>\n\n{caption}\n\n</figcaption>\n\n\
         {code}\n</figure>\n"
    ))
}

/// Names the file and the lines, with a link to them in the listing.
pub(super) fn caption(excerpt: &Excerpt, page: &mut Page<'_>) -> String {
    let path = &excerpt.path;
    let first = excerpt.parts[0].first;
    let link = page.desk.listings.link(path, first, &page.to_root);
    let spans: Vec<String> = excerpt
        .parts
        .iter()
        .map(|part| match (part.first, part.last) {
            (first, last) if first == last => format!("line {first}"),
            (first, last) => format!("lines {first} to {last}"),
        })
        .collect();
    let lines = if excerpt.whole { "the whole file" } else { &spans.join(", ") };
    format!("[`{path}`]({link}), {lines}")
}
