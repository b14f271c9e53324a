//! Directives: each names something that a machine made, and becomes what it names.

mod chart;
mod code;
mod diff;
mod exercise;
mod figure;
pub(crate) mod measured;
mod proof;
pub(crate) mod question;
mod transcript;

use crate::page::Page;

const BLOCKS: [&str; 6] =
    ["code", "diff", "exercise", "transcript", "chart", "figure"];
const INLINE: [&str; 2] = ["measured", "proof"];

/// Whether a directive fills a block of its own.
pub(crate) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// What a directive on a line of its own becomes, as Markdown.
pub(crate) fn block(
    name: &str,
    argument: &str,
    page: &mut Page<'_>,
) -> Result<String, String> {
    match name {
        "code" => code::expand(argument, page),
        "diff" => diff::expand(argument, page),
        "exercise" => exercise::expand(argument, page),
        "transcript" => transcript::expand(argument, page),
        "chart" => chart::expand(argument, page),
        _ => figure::expand(argument, page),
    }
}

/// What a directive in the middle of a line becomes.
pub(crate) fn inline(
    name: &str,
    argument: &str,
    page: &mut Page<'_>,
) -> Result<String, String> {
    match name {
        "measured" => measured::expand(argument, page),
        "proof" => proof::expand(argument, page),
        _ if is_block(name) => Err(format!(
            "`{{{{#{name} {argument}}}}}` has to stand alone on its line, from the \
             first column on"
        )),
        _ => Err(format!(
            "`{{{{#{name} {argument}}}}}` is no directive of this book: it knows {}",
            [&BLOCKS[..], &INLINE[..]].concat().join(", ")
        )),
    }
}
