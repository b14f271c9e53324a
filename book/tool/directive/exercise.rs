//! `{{#exercise NAME}}`: the panel of an exercise, made of its own doc comment.

use crate::html::escape;
use crate::page::Page;

/// A heading of the doc comment, and what stands under it.
struct Section {
    title: String,
    text: String,
}

/// The story, what the checks do, how to run them, and hints that open one by one.
pub(super) fn expand(name: &str, page: &mut Page<'_>) -> Result<String, String> {
    let path = format!("exercises/src/{name}.rs");
    let file = page.desk.repo.read(&path).map_err(|error| {
        format!("there is no exercise `{name}`: {error} (NAME as in ex02_lines)")
    })?;
    let comment = plain_links(&doc_comment(&file));
    let mut sections = sections(&comment).into_iter();
    let story = sections.next().filter(|story| !story.title.is_empty());
    let Some(story) = story else {
        return Err(format!("`{path}` has no `//! # Title` in its doc comment"));
    };
    let (hints, rest): (Vec<_>, Vec<_>) =
        sections.partition(|section| section.title.starts_with("Hint"));
    if hints.is_empty() {
        return Err(format!("`{path}` has no `//! ## Hint 1`: write one"));
    }
    if !rest.iter().any(|section| section.text.contains("cargo test")) {
        return Err(format!("`{path}` does not say how to run its checks"));
    }
    let link = page.desk.listings.link(&path, 1, &page.to_root);
    let rest = rest
        .iter()
        .map(|Section { title, text }| format!("### {title}\n\n{text}\n\n"));
    let rest: String = rest.collect();
    // Each hint holds the next, which is therefore offered only when it is open.
    let hints = hints.iter().rfold(String::new(), |inner, hint| {
        let (title, text) = (escape(&hint.title), &hint.text);
        format!(
            "<details class=\"hint\">\n<summary>{title}</summary>\n\n{text}\n\n\
             {inner}</details>\n\n"
        )
    });
    Ok(format!(
        "<section class=\"exercise\">\n\n## {}\n\nYou write in [`{path}`]({link}).\n\n\
         {}\n\n{rest}{hints}</section>\n",
        story.title, story.text
    ))
}

fn doc_comment(file: &str) -> String {
    let lines = file.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

fn sections(comment: &str) -> Vec<Section> {
    let mut all = vec![Section { title: String::new(), text: String::new() }];
    for line in comment.lines() {
        let heading = line.strip_prefix("## ").or(line.strip_prefix("# "));
        if let Some(title) = heading {
            all.push(Section { title: title.into(), text: String::new() });
        } else if let Some(section) = all.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    all.retain(|section| {
        !section.title.is_empty() || !section.text.trim().is_empty()
    });
    for section in &mut all {
        section.text = section.text.trim().into();
    }
    all
}

/// Links to other items, such as [`Line`], lead nowhere in a book: the name stays.
fn plain_links(comment: &str) -> String {
    let is_target = |line: &&str| line.starts_with("[`") && line.contains("`]: ");
    let kept: Vec<&str> = comment.lines().filter(|line| !is_target(line)).collect();
    let comment = kept.join("\n");
    let mut out = String::new();
    let mut rest = &*comment;
    while let Some((before, link)) = rest.split_once("[`") {
        out.push_str(before);
        match link.split_once("`]") {
            Some((name, after)) if !after.starts_with(['(', '[']) => {
                out.push_str(&format!("`{name}`"));
                rest = after;
            }
            _ => {
                out.push_str("[`");
                rest = link;
            }
        }
    }
    out + rest
}
