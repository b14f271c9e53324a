//! Whether a trace still tells what the code does.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::figures::Figure;
use crate::format::Record;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Where the trace of a figure is kept, from the root of the repository.
pub fn path(figure: &str) -> PathBuf {
    Path::new("book/traces").join(figure).with_extension("jsonl")
}

/// The text of a trace: one record a line.
///
/// # Errors
/// When a record cannot be written as JSON, which would be a mistake here.
pub fn text(records: &[Record]) -> Result<String> {
    let mut text = String::new();
    for record in records {
        text += &serde_json::to_string(record)?;
        text.push('\n');
    }
    Ok(text)
}

/// Writes the trace of a figure.
///
/// # Errors
/// When it cannot be made or written.
pub fn write(figure: &Figure) -> Result<()> {
    let path = path(figure.name);
    let file = root().join(&path);
    let folder = file.parent().context("a trace is in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(&file, text(&figure.record()?)?)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Makes the trace of a figure again and compares it with the one that is kept.
///
/// # Errors
/// When they differ in anything but amounts: then it says where.
pub fn check(figure: &Figure) -> Result<()> {
    let path = path(figure.name);
    let again = format!("record it with `cargo trace {}`", figure.name);
    let kept = fs::read_to_string(root().join(&path))
        .with_context(|| format!("cannot read {}; {again}", path.display()))?;
    match difference(&kept, &text(&figure.record()?)?)? {
        None => Ok(()),
        Some((line, kept, made)) => bail!(
            "{} line {line} is not what the code does now\n  kept: {kept}\n   \
             now: {made}\nif the change is meant, {again}",
            path.display()
        ),
    }
}

/// The first line in which two traces differ: its number, and both.
fn difference(kept: &str, made: &str) -> Result<Option<(usize, String, String)>> {
    let (mut kept, mut made) = (kept.lines(), made.lines());
    for number in 1.. {
        let (old, new) = (kept.next(), made.next());
        if old.is_none() && new.is_none() {
            return Ok(None);
        }
        let same = match (old, new) {
            (Some(old), Some(new)) => without_amounts(old)? == without_amounts(new)?,
            _ => false,
        };
        if !same {
            let show = |line: Option<&str>| line.unwrap_or("(no such line)").into();
            return Ok(Some((number, show(old), show(new))));
        }
    }
    Ok(None)
}

fn without_amounts(line: &str) -> Result<Value> {
    let mut value = serde_json::from_str(line)
        .with_context(|| format!("this line of a trace is not JSON: {line}"))?;
    blank(&mut value);
    Ok(value)
}

fn blank(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(blank),
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "amount" { *value = Value::Null } else { blank(value) }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn amounts_may_differ_and_nothing_else() {
        let kept = "{\"a\":1}\n{\"p\":[{\"amount\":2304,\"of\":5}]}\n";
        let same = "{\"a\":1}\n{\"p\":[{\"amount\":9,\"of\":5}]}\n";
        assert_eq!(difference(kept, same).unwrap(), None);

        let other = "{\"a\":1}\n{\"p\":[{\"amount\":9,\"of\":6}]}\n";
        let (line, _, made) = difference(kept, other).unwrap().unwrap();
        assert_eq!((line, made.contains("\"of\":6")), (2, true));
    }

    #[test]
    fn a_line_too_few_is_a_difference() {
        let (line, _, made) = difference("{}\n{}\n", "{}\n").unwrap().unwrap();
        assert_eq!((line, made.as_str()), (2, "(no such line)"));
    }
}
