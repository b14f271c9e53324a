//! One page while its directives are filled in.

use crate::directive::{self, question};
use crate::expand::Desk;
use crate::problem::Problem;
use std::collections::BTreeMap;

/// What a directive may look at and add to.
pub(crate) struct Page<'a> {
    /// What all pages share.
    pub desk: &'a mut Desk,
    /// What leads from this page to the root of the book: `../` or nothing.
    pub to_root: String,
    /// The numbers that this page quotes, and where they were measured.
    pub quoted: BTreeMap<String, String>,
}

impl Page<'_> {
    /// Fills in a page; whatever is wrong goes to `problems`.
    pub fn fill(
        &mut self,
        file: &str,
        text: &str,
        problems: &mut Vec<Problem>,
    ) -> String {
        let mut out = String::new();
        let mut lines = text.lines().zip(1..);
        while let Some((line, number)) = lines.next() {
            let mut wrong = |text: String, after: usize| {
                let line = number + after;
                problems.push(Problem { file: file.into(), line, text });
            };
            if let Some(fence) = Fence::open(line) {
                let mut inside = Vec::new();
                let mut closed = false;
                for (line, _) in lines.by_ref() {
                    closed = fence.is_closed_by(line);
                    if closed {
                        break;
                    }
                    inside.push(line);
                }
                if !closed {
                    wrong(format!("`{}` is never closed", line.trim()), 0);
                }
                if fence.language == "question" {
                    match question::expand(&inside.join("\n"), self) {
                        Ok(block) => push_block(&mut out, &block),
                        Err((after, error)) => wrong(error, after),
                    }
                } else {
                    let mut all = vec![line];
                    all.extend(&inside);
                    all.push(fence.mark);
                    push_block(&mut out, &all.join("\n"));
                }
            } else if let Some((name, argument)) = alone(line) {
                match directive::block(name, argument, self) {
                    Ok(block) => push_block(&mut out, &block),
                    Err(error) => wrong(error, 0),
                }
            } else {
                let filled = self.fill_line(line, &mut |error| wrong(error, 0));
                out.push_str(&filled);
                out.push('\n');
            }
        }
        out
    }

    /// Fills in what stands in the lines of a text that comes from elsewhere.
    pub fn fill_text(&mut self, text: &str) -> Result<String, String> {
        let mut errors = Vec::new();
        let mut fill =
            |line: &str| self.fill_line(line, &mut |error| errors.push(error));
        let lines: Vec<String> = text.trim().lines().map(&mut fill).collect();
        errors.into_iter().next().map_or(Ok(lines.join("\n")), Err)
    }

    /// Fills in what stands in the middle of a line.
    fn fill_line(&mut self, line: &str, wrong: &mut dyn FnMut(String)) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some(at) = rest.find("{{#") {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let end = found.find("}}").map_or(found.len(), |end| end + 2);
            let (whole, after) = found.split_at(end);
            // In `inline code` a directive is talked about.
            let is_code = out.matches('`').count() % 2 == 1;
            match split(whole).filter(|_| !is_code) {
                _ if is_code => out.push_str(whole),
                Some((name, argument)) => {
                    match directive::inline(name, argument, self) {
                        Ok(text) => out.push_str(&text),
                        Err(error) => wrong(error),
                    }
                }
                None => wrong(format!("`{whole}` has no `}}}}` on its line")),
            }
            rest = after;
        }
        out + rest
    }
}

/// Adds a block with blank lines around, or what follows would be part of it.
fn push_block(out: &mut String, block: &str) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(block.trim_end());
    out.push_str("\n\n");
}

/// The directive that a line consists of.
fn alone(line: &str) -> Option<(&str, &str)> {
    let only_one = line.matches("{{#").count() == 1 && line.ends_with("}}");
    let (name, argument) = split(line).filter(|_| only_one)?;
    directive::is_block(name).then_some((name, argument))
}

/// The name and the argument of `{{#NAME ARGUMENT}}`.
fn split(directive: &str) -> Option<(&str, &str)> {
    let inside = directive.strip_prefix("{{#")?.strip_suffix("}}")?.trim();
    Some(inside.split_once(' ').map_or((inside, ""), |(a, b)| (a, b.trim())))
}

/// The start of a fenced block.
struct Fence<'a> {
    mark: &'a str,
    language: &'a str,
}

impl<'a> Fence<'a> {
    fn open(line: &'a str) -> Option<Self> {
        let text = line.trim_start();
        let character = text.chars().next().filter(|&c| c == '`' || c == '~')?;
        let info = text.trim_start_matches(character);
        let length = text.len() - info.len();
        let whole = &line[..line.len() - info.len()];
        let language = info.trim().split([',', ' ']).next().unwrap_or_default();
        let is_fence = length >= 3 && !(character == '`' && info.contains('`'));
        is_fence.then_some(Self { mark: whole, language })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let mark = self.mark.trim();
        line.trim_start()
            .strip_prefix(mark)
            .is_some_and(|rest| rest.trim().chars().all(|c| mark.starts_with(c)))
    }
}
