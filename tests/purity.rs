//! The rules of the chat wait for nothing, print nothing, read no clock and
//! need no other crate.
//!
//! That makes them the same under four servers, and testable without a socket;
//! one `use` would end it unseen. The detectors work on text, so this file can
//! also show that each of them detects.

use std::fs;
use std::path::{Path, PathBuf};

/// Parts of `std` that wait, print, or reach out of the process.
const OUTSIDE: [&str; 7] = ["net", "io", "fs", "thread", "process", "env", "os"];

/// Calls that print or read a clock. `print!(` is within `eprint!(`, too.
const CALLS: [&str; 4] = ["print!(", "println!(", "dbg!(", "::now"];

/// A source text without its comment lines, its tests and its spaces.
fn code(text: &str) -> String {
    let (mut code, mut lines) = (String::new(), text.lines());
    while let Some(line) = lines.next() {
        let words = line.trim_start();
        let opens = |next: &str| next.trim_start().starts_with("mod ");
        if words == "#[cfg(test)]" && lines.clone().next().is_some_and(opens) {
            // `rustfmt` puts the end of the module right below its start.
            let end = line.replace(words, "}");
            lines.find(|line| *line == end || line.ends_with("tests;"));
        } else if !words.starts_with("//") {
            code.extend(words.split_whitespace());
        }
    }
    code
}

/// Everything in a source text that waits, prints, or reads a clock.
fn impurities(text: &str) -> Vec<&'static str> {
    let code = code(text);
    let calls = CALLS.into_iter().filter(|call| code.contains(call));
    let parts = code.split("std::").skip(1).flat_map(parts_of_std);
    calls.chain(parts).collect()
}

/// The parts of `std` outside of the process that the code behind a `std::`
/// names: one path names one part, a group in braces as many as it likes.
fn parts_of_std(path: &str) -> Vec<&'static str> {
    let statement = path.split(';').next().unwrap_or(path);
    let words = statement.split(|c: char| !c.is_alphanumeric() && c != '_');
    let count = if path.starts_with('{') { usize::MAX } else { 1 };
    let words: Vec<&str> = words.take(count).collect();
    OUTSIDE.into_iter().filter(|part| words.contains(part)).collect()
}

/// The sections of a manifest that would bring another crate into the library.
fn dependencies(manifest: &str) -> Vec<&str> {
    let brings = |line: &&str| {
        // `dependencies.log = "1"` is a section too, written as a key.
        let name = line.split(['=', '#']).next().unwrap_or(line);
        let mut words = name.trim_matches(['[', ']', ' ']).split('.');
        let ours = words.clone().next() != Some("workspace");
        ours && words
            .any(|word| word == "dependencies" || word == "build-dependencies")
    };
    manifest.lines().map(str::trim).filter(brings).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources can be listed") {
        let path = entry.expect("its entries can be read").path();
        match path.is_dir() {
            true => files.append(&mut sources(&path)),
            false => files.push(path),
        }
    }
    files
}

#[test]
fn nothing_below_src_waits_or_prints_or_reads_a_clock() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src);
    assert!(files.iter().any(|file| file.ends_with("chat/actions.rs")));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let found = impurities(&text);
        let file = file.strip_prefix(&src).unwrap().display();
        assert!(found.is_empty(), "src/{file} uses {found:?}: hand it in instead");
    }
}

#[test]
fn the_rules_need_no_other_crate() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    assert!(manifest.contains("name = \"chat\""), "this is our manifest");
    assert_eq!(dependencies(&manifest), [""; 0], "what else needs them? a step?");
}

#[test]
fn each_way_out_is_detected() {
    for (text, found) in [
        ("use std::net::TcpStream;", "net"),
        ("use std::io::{self, Write};", "io"),
        ("    let text = std::fs::read(path);", "fs"),
        ("std::thread::sleep(second);", "thread"),
        ("use std::{\n    io::Write,\n    mem,\n};", "io"),
        ("use std::{collections::{BTreeMap, BTreeSet}, thread};", "thread"),
        ("use ::std::process;", "process"),
        ("let now = Instant::now();", "::now"),
        ("use std::time::Instant as T;\nlet now = T :: now();", "::now"),
        ("let now = start.unwrap_or_else(Instant::now);", "::now"),
        ("    println!(\"hello\");", "println!("),
        ("    eprintln!(\"hello\");", "println!("),
        ("    std::eprint! (\"hello\");", "print!("),
        ("    dbg!(self);", "dbg!("),
    ] {
        assert_eq!(impurities(text), [found], "{text}");
        let test = "#[cfg(test)]\nmod tests {\n    fn f() {\n    }\n}\n";
        let below = format!("fn f() {{\n}}\n\n{test}{text}");
        assert_eq!(impurities(&below), [found], "behind a test: {text}");
    }
}

#[test]
fn tests_comments_and_look_alikes_are_not_detected() {
    for text in [
        "#[cfg(test)]\nmod tests {\n    fn f() {\n        Instant::now();\n    }\n}\n",
        "#[cfg(test)]\nmod tests;\n",
        "//! It uses neither `std::net` nor `println!()`.",
        "    /// What `Instant::now()` returned.",
        "use std::collections::BTreeMap;\nlet net = io(fs);",
        "use std::{iter, mem};",
        "self.nowhere(thread)",
    ] {
        assert_eq!(impurities(text), [""; 0], "{text}");
    }
}

#[test]
fn each_way_to_depend_on_a_crate_is_detected() {
    for line in [
        "[dependencies]",
        "[dependencies.log]",
        "[ dependencies ] # only one",
        "[build-dependencies]",
        "[target.'cfg(unix)'.dependencies]",
        "dependencies.log = \"0.4\"",
        "dependencies = { log = \"0.4\" }",
    ] {
        let manifest = format!("[package]\nname = \"chat\"\n{line}\n");
        assert_eq!(dependencies(&manifest), [line]);
    }
    let harmless = "[dev-dependencies]\nproptest = \"1\"\n\
                    [workspace.dependencies]\nlog = \"0.4\"\n\
                    # no [dependencies] here\n";
    assert_eq!(dependencies(harmless), [""; 0]);
}
