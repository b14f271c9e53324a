//! Pages that are wrong in one way each: the build says where, what, and what to do.

use super::{LINES, Small};

#[test]
fn code_that_is_not_there() {
    let page = |directive| Small::page(&format!("# Page\n\n{directive}\n"));
    let with_lines = |directive| page(directive).and_file("src/lines.rs", LINES);
    let refused =
        |directive, words: &[&str]| with_lines(directive).is_refused(3, words);

    refused("{{#code src/gone.rs}}", &["`src/gone.rs`", "root of the repository"]);
    refused("{{#code ../secret}}", &["no path in this repository"]);
    refused("{{#code src/lines.rs:Gone}}", &["`Gone`", "ANCHOR", "Lines::push"]);
    refused("{{#code src/lines.rs:empty}}", &["empty", "line 16"]);
}

#[test]
fn an_item_that_is_there_twice() {
    Small::page("# Page\n\n{{#code a.rs:f}}\n")
        .and_file("a.rs", "#[cfg(unix)]\nfn f() {}\n#[cfg(windows)]\nfn f() {}\n")
        .is_refused(3, &["more than one `f`", "lines 1 and 3", "anchor"]);
}

#[test]
fn an_anchor_that_never_ends() {
    Small::page("# Page\n\n{{#code a.c:x}}\n")
        .and_file("a.c", "// ANCHOR: x\nint x;\n")
        .is_refused(3, &["`ANCHOR_END: x`"]);
}

#[test]
fn a_difference_that_is_none() {
    let book = Small::page("# Page\n\n{{#diff a.rs b.rs}}\n");
    let same = book.and_file("a.rs", "fn a() {}\n").and_file("b.rs", "fn a() {}\n");
    same.is_refused(3, &["nothing differs", "a.rs"]);
    Small::page("# Page\n\n{{#diff a.rs}}\n").is_refused(3, &["OLD and NEW"]);
}

#[test]
fn a_proof_that_nobody_wrote() {
    let page = |directive| Small::page(&format!("# Page\n\nTrue. {directive}\n"));
    let file = |book: Small| book.and_file("src/lines.rs", LINES);
    file(page("{{#proof src/lines.rs::gone}}"))
        .is_refused(3, &["`gone`", "write it"]);
    file(page("{{#proof src/lines.rs::an_empty}}")).is_refused(3, &["`an_empty`"]);
    page("{{#proof src/gone.rs::a}}").is_refused(3, &["src/gone.rs"]);
    page("{{#proof a_test}}").is_refused(3, &["FILE::TEST"]);
}

#[test]
fn a_directive_that_nobody_knows_or_in_the_wrong_place() {
    let refused = |line: &str, words: &[&str]| {
        Small::page(&format!("# Page\n\n{line}\n")).is_refused(3, words);
    };
    refused("{{#include a.rs}}", &["no directive", "measured"]);
    refused("See {{#code a.rs}}", &["alone on its line"]);
    refused("- {{#figure lines}}", &["alone on its line"]);
    refused("{{#measured a", &["no `}}`"]);
}

#[test]
fn code_that_is_typed_in() {
    let page = "# Page\n\n```rust\nfn f() {}\n```\n";
    Small::page(page).is_refused(3, &["`rust`", "{{#code …}}"]);
    let page = "# Page\n\nText.\n\n    fn f() {}\n";
    Small::page(page).is_refused(5, &["four spaces"]);
    let page = "# Page\n\n```text\nnever closed\n";
    Small::page(page).is_refused(3, &["never closed"]);
}

#[test]
fn links_that_lead_nowhere() {
    let refused = |link: &str, words: &[&str]| {
        let text = format!("# Page\n\nText,\nand {link}.\n");
        let book = Small::page(&text).and_page("b/two.md", "# Two\n");
        book.is_refused(4, words);
    };
    refused("[a](gone.md)", &["`gone.md`", "SUMMARY.md"]);
    refused("[a](b/two.html)", &["name .md files"]);
    refused("[a](b/two.md#one)", &["`#one`", "it has: two"]);
    refused("[a](#two)", &["`#two`", "it has: page"]);
    refused("[a](../b/two.md)", &["leaves the book"]);
    refused("![a](gone.svg)", &["gone.svg"]);
}

#[test]
fn a_heading_that_skips_a_level() {
    Small::page("# Page\n\n### Deep\n").is_refused(3, &["level 3", "level 1"]);
}

#[test]
fn everything_is_said_at_once() {
    let book = Small::page("# Page\n\n{{#code a.rs}}\n\n{{#figure b}}\n");
    let lines: Vec<usize> = book.expand().1.iter().map(|one| one.line).collect();
    assert_eq!(lines, [3, 5]);
}
