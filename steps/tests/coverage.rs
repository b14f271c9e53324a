//! The table of mistakes in `suite/README.md` names only checks that exist.
//!
//! A check that is renamed or deleted would otherwise leave its mistake
//! uncovered and the table as reassuring as before.

use std::fs;
use std::path::{Path, PathBuf};

/// Everything between two backticks that is spelled `module::fact`.
fn named(table: &str) -> Vec<(&str, &str)> {
    let quoted = table.split('`').skip(1).step_by(2);
    quoted.filter_map(|name| name.split_once("::")).collect()
}

/// Whether a source tries this fact on some step: it is in a list, and written.
fn tries(source: &str, fact: &str) -> bool {
    let listed = |line: &str| line.trim() == format!("{fact},");
    source.lines().any(listed) && source.contains(&format!("fn {fact}("))
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

#[test]
fn every_check_that_the_table_names_exists() {
    let table = fs::read_to_string(suite().join("README.md")).unwrap();
    let (_, rows) = table.split_once("\n## ").expect("the tables have headings");
    let named = named(rows);
    assert!(named.len() > 50, "the table was not understood: {named:?}");
    for (module, fact) in named {
        let file = suite().join(module).with_extension("rs");
        let source = fs::read_to_string(file).unwrap_or_default();
        assert!(tries(&source, fact), "suite/README.md names `{module}::{fact}`");
    }
}

#[test]
fn a_check_that_is_gone_is_noticed() {
    let source = "facts! { [step1] {\n    here,\n    only_listed,\n} }\n\
                  fn here(step: Step) {}\nfn only_written(step: Step) {}\n";
    assert!(tries(source, "here"));
    for gone in ["only_listed", "only_written", "her", "gone"] {
        assert!(!tries(source, gone), "{gone}");
    }
    let row = "| F1 | `read` is one message | `a::b`, `c::d`; see F2 |";
    assert_eq!(named(row), [("a", "b"), ("c", "d")]);
}
