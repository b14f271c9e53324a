//! `{{#measured KEY}}`: a number from a recorded run, with its unit.

use crate::html::escape;
use crate::page::Page;

/// The number. Where it comes from is said on hovering, and at the foot of the page.
pub(super) fn expand(key: &str, page: &mut Page<'_>) -> Result<String, String> {
    let value = page.desk.measured.as_ref().map_err(Clone::clone)?.get(key)?;
    let (shown, origin) = (escape(&value.shown), escape(&value.origin));
    page.quoted.insert(key.to_owned(), value.origin.clone());
    Ok(format!("<span class=\"measured\" title=\"{origin}\">{shown}</span>"))
}

/// Where the numbers of a page were measured, for its foot.
pub(crate) fn foot(page: &Page<'_>) -> String {
    if page.quoted.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = page
        .quoted
        .iter()
        .map(|(key, origin)| format!("- `{key}`: {origin}"))
        .collect();
    format!(
        "\n<details class=\"origins\">\n<summary>Where the numbers of this page were \
         measured</summary>\n\n{}\n\n</details>\n",
        lines.join("\n")
    )
}
