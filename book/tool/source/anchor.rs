//! Parts of a file between `// ANCHOR: name` and `// ANCHOR_END: name`.

/// The first and the last line between the marks, counted from 1; `None` when there
/// is no such anchor.
pub(super) fn find(
    file: &str,
    name: &str,
) -> Result<Option<(usize, usize)>, String> {
    let line_of = |mark: &str| {
        let named = |line: &str| named(line, mark) == Some(name);
        file.lines().position(named).map(|at| at + 1)
    };
    match (line_of("ANCHOR:"), line_of("ANCHOR_END:")) {
        (Some(start), Some(end)) if start < end => Ok(Some((start + 1, end - 1))),
        (None, None) => Ok(None),
        (start, end) => Err(format!(
            "the anchor `{name}` needs `ANCHOR: {name}` and, below it, \
             `ANCHOR_END: {name}` (found in lines {start:?} and {end:?})"
        )),
    }
}

/// Whether a line is a mark, and therefore never shown.
pub(super) fn is_mark(line: &str) -> bool {
    named(line, "ANCHOR:").is_some() || named(line, "ANCHOR_END:").is_some()
}

/// The name that follows the mark, in a line that is a comment and holds no more.
fn named<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let line = line.trim();
    let comment = ["//", "#", "/*", "<!--"].iter();
    let text = comment.filter_map(|start| line.strip_prefix(start)).next()?;
    let name = text.trim().strip_prefix(mark)?.trim();
    let name = name.trim_end_matches("*/").trim_end_matches("-->").trim();
    (!name.is_empty() && !name.contains(' ')).then_some(name)
}
