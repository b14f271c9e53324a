//! `{{#chart NAME}}`: a chart of the lab's recorded run, and its numbers.

use crate::html::escape;
use crate::page::Page;

/// The picture with its table below, which a reader may open.
pub(super) fn expand(name: &str, page: &mut Page<'_>) -> Result<String, String> {
    let repo = &page.desk.repo;
    let path = repo.in_book(&format!("measured/{name}.svg"));
    let svg = repo.read(&path).map_err(|error| {
        format!("there is no chart `{name}`: {error}; `cargo lab` draws them")
    })?;
    let measured = page.desk.measured.as_ref().map_err(Clone::clone)?;
    let table = measured.table(name)?;
    let origin = escape(&measured.lab_origin);
    let said = svg.split_once("aria-label=\"").map_or("", |(_, rest)| rest);
    let title = said.split(". ").next().unwrap_or(name);
    let start = svg.find("<svg").unwrap_or(0);
    // A blank line would end the block of HTML.
    let lines: Vec<&str> =
        svg[start..].lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(format!(
        "<figure class=\"chart\">\n<figcaption><strong>{title}</strong> \
         <small>{origin}</small></figcaption>\n{}\n</figure>\n\n\
         <details class=\"numbers\">\n<summary>The numbers: {title}</summary>\n\n\
         {table}\n\n</details>\n",
        lines.join("\n")
    ))
}
