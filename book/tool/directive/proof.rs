//! `{{#proof FILE::TEST}}`: a mark beside a claim, which names the test that holds it.

use crate::html::escape;
use crate::page::Page;
use crate::source;

/// A test, and where it stands.
pub(super) struct Proof<'a> {
    /// The test's function.
    pub test: &'a str,
    /// A link to it in the listing of its file.
    pub link: String,
}

/// A small mark that leads to the test.
pub(super) fn expand(named: &str, page: &mut Page<'_>) -> Result<String, String> {
    let Proof { test, link } = find(named, page)?;
    let words = escape(&test.replace('_', " "));
    Ok(format!(
        "<a class=\"proof\" href=\"{link}\" title=\"A test proves it: {words}\" \
         aria-label=\"Proven by the test: {words}\">✓</a>"
    ))
}

/// Looks the test up in its file.
pub(super) fn find<'a>(
    named: &'a str,
    page: &mut Page<'_>,
) -> Result<Proof<'a>, String> {
    let Some((path, test)) = named.split_once("::") else {
        return Err(format!("`{named}` is no proof: write FILE::TEST"));
    };
    let test = test.rsplit("::").next().unwrap_or(test);
    let file = page.desk.repo.read(path)?;
    let line = source::shown(&file).find(|(_, line)| defines(line, test));
    let Some((line, _)) = line else {
        return Err(format!(
            "`{path}` has no function `{test}`: name the test as it stands there, or \
             write it"
        ));
    };
    Ok(Proof { test, link: page.desk.listings.link(path, line, &page.to_root) })
}

/// Whether a line of Rust begins the function `name`.
fn defines(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let Some((before, after)) = line.split_once("fn ") else { return false };
    let rest = after.strip_prefix(name);
    let comment = before.contains("//");
    !comment && rest.is_some_and(|rest| rest.starts_with(['(', '<']))
}
