//! What is said of an exercise: where it is, what its checks say, and why it matters.
//! The same lines for a screen and for a pipe.

use std::path::Path;

use crate::catalogue::Exercise;
use crate::checks::Check;
use crate::compile::CompileError;
use crate::judge::Verdict;
use crate::place::Place;
use crate::prose;
use crate::text::{BAD, BOLD, DIM, GOOD, PLAIN, link, paint};

/// What a message of a check begins its lines with.
const LABELS: [&str; 6] =
    ["expected:", "got:", "seen:", "likely cause:", "book:", "your file:"];

/// Title, file and page.
pub fn head(place: &Place, exercise: &Exercise) -> Vec<String> {
    let file = linked(place, &exercise.file());
    let page = linked(place, &format!("book/src/{}", exercise.page));
    vec![
        paint(BOLD, &exercise.task().title),
        format!("{file}  {page}"),
        String::new(),
    ]
}

/// The story, for whoever has not begun.
pub fn story(exercise: &Exercise) -> Vec<String> {
    let task = exercise.task();
    let mut lines = prose::lines(&task.story);
    lines.extend([String::new(), paint(BOLD, "What the checks do")]);
    lines.extend(prose::lines(&task.checks));
    lines.push(String::new());
    lines
}

/// The first `count` hints.
pub fn hints(exercise: &Exercise, count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (hint, number) in exercise.task().hints.iter().zip(1..=count) {
        lines.extend([String::new(), paint(BOLD, &format!("Hint {number}"))]);
        lines.extend(prose::lines(hint));
    }
    lines
}

/// What came of the checks.
pub fn verdict(
    place: &Place,
    exercise: &Exercise,
    verdict: &Verdict,
) -> Vec<String> {
    let mut lines = match verdict {
        Verdict::Solved { checks } => solved(exercise, *checks),
        Verdict::Fails { first, others, passed } => fails(first, *others, *passed),
        Verdict::DoesNotCompile(errors) => compile_errors(exercise, errors),
        Verdict::Broken(text) => {
            let mut lines =
                vec![paint(BAD, "✗ It could not be judged"), String::new()];
            lines.extend(text.lines().map(str::to_owned));
            lines
        }
        Verdict::Cancelled => {
            vec![paint(DIM, "The checks were stopped; r runs them.")]
        }
    };
    for line in &mut lines {
        *line = with_links(place, line);
    }
    lines
}

fn solved(exercise: &Exercise, checks: usize) -> Vec<String> {
    let all = if checks == 1 { "its check passes" } else { "all checks pass" };
    vec![
        paint(GOOD, &format!("✓ Solved: {all} ({checks})")),
        String::new(),
        paint(BOLD, "Why it matters"),
        exercise.why().to_owned(),
    ]
}

fn fails(first: &Check, others: usize, passed: usize) -> Vec<String> {
    let passed = (passed > 0).then(|| format!("{passed} pass"));
    let others = (others > 0).then(|| format!("{others} more failed"));
    let counts: Vec<String> = passed.into_iter().chain(others).collect();
    let counts = paint(DIM, &counts.join(", "));
    let mut lines =
        vec![format!("{}  {counts}", paint(BAD, &format!("✗ {}", first.name)))];
    lines.push(String::new());
    lines.extend(first.message.lines().map(label));
    lines
}

/// Makes the word at the start of a line bold, so that the eye finds it.
fn label(line: &str) -> String {
    let text = line.trim_start();
    let label = LABELS.iter().find(|label| text.starts_with(**label));
    match label {
        Some(label) => {
            let indent = &line[..line.len() - text.len()];
            format!("{indent}{BOLD}{label}{PLAIN}{}", &text[label.len()..])
        }
        None => line.to_owned(),
    }
}

fn compile_errors(exercise: &Exercise, errors: &[CompileError]) -> Vec<String> {
    let count = errors.len();
    let errors_are = if count == 1 { "1 error" } else { &format!("{count} errors") };
    let head = paint(BAD, &format!("✗ It does not compile: {errors_are}"));
    let mut lines = vec![head, String::new()];
    for error in errors {
        if let Some(owner) = error.owner.filter(|owner| *owner != exercise.name) {
            lines.push(paint(DIM, &format!("(in {owner})")));
        }
        lines.extend(error.text.lines().map(str::to_owned));
        lines.push(String::new());
    }
    lines
}

/// What keeps an exercise from being compiled with the others.
pub fn why_parked(place: &Place, exercise: &Exercise) -> &'static str {
    let is_there = place.file(exercise).exists();
    if is_there { "does not compile" } else { "is not there" }
}

/// What is left out because it does not compile.
pub fn parked(place: &Place, parked: &[&'static Exercise]) -> Vec<String> {
    let mut lines = Vec::new();
    for exercise in parked {
        let file = linked(place, &exercise.file());
        lines.extend([
            String::new(),
            format!(
                "{BOLD}Parked:{PLAIN} {file} {} and is left out.",
                why_parked(place, exercise)
            ),
        ]);
    }
    lines
}

/// Makes paths that can be opened of the words that are some.
fn with_links(place: &Place, line: &str) -> String {
    if !line.contains("exercises/") && !line.contains("book/src/") {
        return line.to_owned();
    }
    let words = line.split(' ').map(|word| {
        let is_path =
            word.starts_with("exercises/") || word.starts_with("book/src/");
        if is_path { linked(place, word) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A path as a link, whatever line number or full stop follows it.
fn linked(place: &Place, word: &str) -> String {
    let end = word.find(':').unwrap_or(word.len());
    let path = place.root().join(word[..end].trim_end_matches(['.', ',']));
    if path.is_file() { link(&address(&path), word) } else { word.to_owned() }
}

/// A `file:` address. What is not plain in it is written in hexadecimal.
fn address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => address.push(byte.into()),
            b'/' | b'.' | b'-' | b'_' | b'~' | b':' => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}
