//! `{{#figure NAME}}`: a figure that can be touched, and the same in words.

use crate::html::json_in_script;
use crate::page::Page;

/// The words of `book/figures/NAME.md` and, if there is one, the recorded trace that
/// the figure's script replays. Without a script the words are what a reader sees.
pub(super) fn expand(name: &str, page: &mut Page<'_>) -> Result<String, String> {
    let repo = &page.desk.repo;
    let words = repo.in_book(&format!("figures/{name}.md"));
    let words = repo.read(&words).map_err(|error| {
        format!("there is no figure `{name}`: {error}; write what it shows there")
    })?;
    let trace = repo.in_book(&format!("traces/{name}.jsonl"));
    let trace = match repo.locate(&trace).is_file() {
        true => script(&repo.read(&trace)?),
        false => String::new(),
    };
    let words = page.fill_text(&words)?;
    Ok(format!(
        "<figure-{name}>\n\n<details class=\"words\" open>\n\
         <summary>The same in words</summary>\n\n{words}\n\n</details>\n\n\
         {trace}</figure-{name}>\n"
    ))
}

/// One JSON object a line, as a script can read them.
fn script(trace: &str) -> String {
    let lines: Vec<&str> = trace.lines().map(str::trim).collect();
    let lines: Vec<&str> =
        lines.into_iter().filter(|line| !line.is_empty()).collect();
    format!(
        "<script type=\"application/json\" class=\"trace\">\n{}\n</script>\n\n",
        json_in_script(&lines.join("\n"))
    )
}
