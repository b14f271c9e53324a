//! `{{#diff OLD[:NAME] NEW[:NAME]}}`: what differs between two files, or two items.

use super::code::caption;
use crate::html::{escape, on_one_line};
use crate::page::Page;
use crate::source::Excerpt;
use similar::{ChangeTag, TextDiff};

/// How many lines that are the same stand around those that differ.
const CONTEXT: usize = 3;

/// The lines with their signs. Colours come from a script; the signs, and the words
/// for those who do not see them, are there without it.
pub(super) fn expand(pair: &str, page: &mut Page<'_>) -> Result<String, String> {
    let Some((old, new)) = pair.split_once(' ') else {
        return Err(format!("`{pair}` is one file: a difference needs OLD and NEW"));
    };
    let old = Excerpt::read(&page.desk.repo, old.trim())?;
    let new = Excerpt::read(&page.desk.repo, new.trim())?;
    let (old_text, new_text) = (old.text(), new.text());
    if old_text == new_text {
        return Err(format!(
            "nothing differs between `{}` and `{}`",
            old.path, new.path
        ));
    }
    let captions = (caption(&old, page), caption(&new, page));
    let lines = lines(&old_text, &new_text);
    Ok(format!(
        "<figure class=\"diff\">\n<figcaption>\n\nFrom {} to {}\n\n</figcaption>\n\
         <pre class=\"diff\" tabindex=\"0\" role=\"region\" aria-label=\"What differs: {}\" \
         data-language=\"{}\" data-new=\"{}\"><samp class=\"hljs\">{lines}</samp></pre>\n</figure>\n",
        captions.0,
        captions.1,
        escape(pair),
        new.language(),
        on_one_line(&new_text)
    ))
}

fn lines(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::new();
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            out.push_str("<span class=\"skip\">…&#10;</span>");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation))
        {
            let (tag, sign, word) = match change.tag() {
                ChangeTag::Delete => ("del", "-", "removed: "),
                ChangeTag::Insert => ("ins", "+", "added: "),
                ChangeTag::Equal => ("span", "\u{a0}", ""),
            };
            let text = escape(change.value().trim_end_matches('\n'));
            out.push_str(&format!(
                "<{tag}><span class=\"sign\" aria-hidden=\"true\">{sign} </span>\
                 <span class=\"spoken\">{word}</span>\
                 <span class=\"line\">{text}&#10;</span></{tag}>"
            ));
        }
    }
    out
}
