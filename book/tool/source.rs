//! A file of the repository, or parts of it, ready to be shown.

mod anchor;
mod item;

use crate::repo::Repo;

/// Lines of one file that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The first line's number in the file, counted from 1.
    pub first: usize,
    /// The last one's.
    pub last: usize,
    /// The lines, without anchors and without the indentation that all share.
    pub text: String,
}

/// What a directive quotes.
#[derive(Clone, Debug)]
pub(crate) struct Excerpt {
    /// The file, counted from the root.
    pub path: String,
    /// The parts that were asked for, in that order.
    pub parts: Vec<Part>,
    /// Whether that is the whole file.
    pub whole: bool,
}

impl Excerpt {
    /// Reads `PATH`, `PATH:NAME` or `PATH:NAME,NAME`. A name is an anchor or an item.
    pub fn read(repo: &Repo, quoted: &str) -> Result<Self, String> {
        let (path, names) = match quoted.split_once(':') {
            Some((path, names)) => (path, Some(names)),
            None => (quoted, None),
        };
        let file = repo.read(path)?;
        let parts = match names {
            None => vec![part(&file, 1, file.lines().count())],
            Some(names) => names
                .split(',')
                .map(|name| find(&file, path, name.trim()))
                .collect::<Result<_, _>>()?,
        };
        if let Some(empty) = parts.iter().find(|part| part.text.trim().is_empty()) {
            let line = empty.first;
            return Err(format!(
                "`{quoted}` is empty (line {line} of `{path}`): quote something else"
            ));
        }
        Ok(Self { path: path.into(), parts, whole: names.is_none() })
    }

    /// The parts, with an ellipsis between them.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.parts.iter().map(|part| &*part.text).collect();
        texts.join(if self.language() == "rust" {
            "\n// …\n\n"
        } else {
            "\n…\n\n"
        })
    }

    /// What the highlighter calls the file's language.
    pub fn language(&self) -> &'static str {
        language(&self.path)
    }
}

/// What the highlighter calls the language of the file at `path`.
pub(crate) fn language(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("rs") => "rust",
        Some("c") => "c",
        Some("py") => "python",
        Some("toml") => "toml",
        Some("md") => "markdown",
        Some("json") => "json",
        Some("diff") => "diff",
        Some("yml") => "yaml",
        _ => "text",
    }
}

fn find(file: &str, path: &str, name: &str) -> Result<Part, String> {
    if let Some((first, last)) = anchor::find(file, name)? {
        return Ok(part(file, first, last));
    }
    let advice = "look at the spelling, or add `// ANCHOR: …` to the file";
    if language(path) != "rust" {
        return Err(format!("`{path}` has no anchor `{name}`: {advice}"));
    }
    let items = item::all(file).map_err(|error| {
        format!("`{path}` is not Rust that can be parsed ({error}): quote an anchor")
    })?;
    let mut named = items.iter().filter(|item| item.name == name);
    match (named.next(), named.next()) {
        (Some(item), None) => Ok(part(file, item.first, item.last)),
        (Some(one), Some(other)) => Err(format!(
            "`{path}` has more than one `{name}` (lines {} and {}): add an anchor \
             around the one that you mean",
            one.first, other.first
        )),
        (None, _) => {
            let names: Vec<&str> = items.iter().map(|item| &*item.name).collect();
            let names = names.join(", ");
            let near = "no anchor and no item";
            Err(format!("`{path}` has {near} `{name}`: {advice} (it has: {names})"))
        }
    }
}

/// The lines from `first` to `last` as they are shown.
fn part(file: &str, first: usize, last: usize) -> Part {
    let count = (last + 1).saturating_sub(first);
    let lines = file.lines().skip(first - 1).take(count);
    let lines: Vec<&str> = lines.filter(|line| !anchor::is_mark(line)).collect();
    Part { first, last, text: dedent(&lines) }
}

/// The file without the marks of its anchors, each line with its number.
pub(crate) fn shown(file: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = file.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| !anchor::is_mark(line))
}

/// Takes away the indentation that all lines share, and empty lines at both ends.
fn dedent(lines: &[&str]) -> String {
    let inked = |line: &&str| !line.trim().is_empty();
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let filled = || lines.iter().copied().filter(inked);
    let shared = filled().map(|line| indentation(&line)).min().unwrap_or(0);
    let cut = |line: &&str| line.get(shared..).unwrap_or_default().to_owned();
    let text: Vec<String> = lines.iter().map(cut).collect();
    text.join("\n").trim_matches('\n').to_owned() + "\n"
}
