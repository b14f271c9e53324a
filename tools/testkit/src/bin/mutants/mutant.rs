//! One wrong answer, or another right one: a diff and what its head says.
//!
//! ```text
//! # F3: only the first line of each read is served
//! # check: two_lines_in_one_read_are_two_lines
//! # says: the second line is still in your buffer
//! --- a/solutions/src/ex03_echo.rs
//! +++ b/solutions/src/ex03_echo.rs
//! ```

use std::path::Path;

use diffy::Patch;

use crate::Result;
use crate::answers::read_file;

/// A changed answer.
pub struct Mutant {
    /// The name of its file: `F3-first-line-only`.
    pub slug: String,
    /// What must happen; nothing when the answer is right.
    pub expected: Option<Expected>,
    /// The whole changed file, such that it can take the place of the learner's.
    pub answer: String,
}

/// What a wrong answer must come to.
pub struct Expected {
    /// The check that must fail, and what its message must contain.
    pub check: String,
    pub says: String,
}

impl Mutant {
    /// Nothing is changed.
    pub fn ours(solution: &str) -> Self {
        let (slug, answer) = ("ours".to_owned(), solution.to_owned());
        Self { slug, expected: None, answer }
    }

    pub fn read(root: &Path, exercise: &str, slug: &str) -> Result<Self> {
        let path = format!("exercises/mutants/{exercise}/{slug}.diff");
        let text = read_file(&root.join(&path))?;
        let parsed = Self::parse(root, exercise, slug, &text);
        parsed.map_err(|error| format!("{path}: {error}").into())
    }

    /// Whether this is another right answer.
    pub fn is_right(&self) -> bool {
        self.expected.is_none()
    }

    fn parse(root: &Path, exercise: &str, slug: &str, text: &str) -> Result<Self> {
        let diff = &text[text.find("--- ").ok_or("there is no diff in it")?..];
        let field = |name: &str| {
            let mut head = text.lines().take_while(|line| line.starts_with('#'));
            head.find_map(|line| line.strip_prefix(&format!("# {name}: ")))
        };
        let expected = if slug.starts_with("ok-") {
            field("ok").ok_or("its head has no `# ok: how it differs`")?;
            None
        } else {
            let check = field("check").ok_or("its head has no `# check: `")?;
            let says = field("says").ok_or("its head has no `# says: `")?;
            Some(Expected { check: check.into(), says: says.into() })
        };
        let answer = apply(root, exercise, diff)?;
        Ok(Self { slug: slug.to_owned(), expected, answer })
    }
}

/// The changed file. Where the solution only hands on a part of `src/`, the diff
/// changes that part, which is then put into the answer as a module.
fn apply(root: &Path, exercise: &str, diff: &str) -> Result<String> {
    let patch = Patch::from_str(diff)?;
    let path = patch.original().and_then(|path| path.strip_prefix("a/"));
    let path = path.ok_or("its path does not start with `a/`")?;
    let original = read_file(&root.join(path))?;
    let changed = diffy::apply(&original, &patch)
        .map_err(|error| format!("it does not fit {path} any more: {error}"))?;
    if changed == original {
        return Err("it changes nothing".into());
    }
    let solution = format!("solutions/src/{exercise}.rs");
    if path == solution {
        return Ok(changed);
    }
    let part = path.strip_prefix("src/").and_then(|name| name.strip_suffix(".rs"));
    let part = part.ok_or_else(|| format!("{path} is neither ours nor of src/"))?;
    let outer = read_file(&root.join(&solution))?;
    if !outer.contains(&format!("chat::{part}")) {
        return Err(format!("{solution} does not hand on chat::{part}").into());
    }
    let outer = outer.replace(&format!("chat::{part}"), &format!("self::{part}"));
    let changed = changed.replace("crate::", "chat::");
    Ok(format!("{outer}\n#[allow(unused)]\nmod {part} {{\n{changed}\n}}\n"))
}
