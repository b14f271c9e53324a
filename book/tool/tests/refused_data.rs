//! The same for what comes from data: questions, exercises, numbers, recordings.

use super::Small;

fn question(toml: &str) -> Small {
    Small::page(&format!("# Page\n\n```question\n{toml}\n```\n"))
}

const RIGHT: &str = "[[option]]\ntext = \"a\"\nwhy = \"b\"\nright = true\n";
const WRONG: &str = "[[option]]\ntext = \"c\"\nwhy = \"d\"\n";

#[test]
fn a_question_without_one_right_answer() {
    let refused = |toml: String, line, words: &[&str]| {
        question(&toml).is_refused(line, words);
    };
    let ask = "ask = \"?\"\n";
    refused(format!("{ask}{WRONG}{WRONG}"), 3, &["0 right options", "right = true"]);
    refused(format!("{ask}{RIGHT}{RIGHT}"), 3, &["2 right options"]);
    refused(format!("{ask}{RIGHT}"), 3, &["1 options", "two to four"]);
    refused(format!("ask = \"\"\n{RIGHT}{WRONG}"), 3, &["asks nothing"]);
    let silent = "[[option]]\ntext = \"c\"\nwhy = \" \"\n";
    refused(format!("{ask}{RIGHT}{silent}"), 3, &["`c`", "`why`"]);
}

#[test]
fn a_question_that_is_not_toml_names_the_line() {
    question("ask = \"?\"\nask").is_refused(5, &["cannot be read"]);
    let toml = format!("ask = \"?\"\n{RIGHT}{WRONG}whi = \"x\"\n");
    question(&toml).is_refused(12, &["whi"]);
}

#[test]
fn a_question_whose_proof_is_not_there() {
    let toml = format!("proof = \"a.rs::b\"\nask = \"?\"\n{RIGHT}{WRONG}");
    question(&toml).is_refused(3, &["a.rs"]);
    let there = question(&toml).and_file("a.rs", "fn c() {}\n");
    there.is_refused(3, &["`b`"]);
}

#[test]
fn an_exercise_that_does_not_say_all() {
    let page = || Small::page("# Page\n\n{{#exercise ex01_a}}\n");
    let refused = |comment: &str, words: &[&str]| {
        page().and_file("exercises/src/ex01_a.rs", comment).is_refused(3, words);
    };
    page().is_refused(3, &["no exercise `ex01_a`", "ex02_lines"]);
    refused("fn a() {}\n", &["`//! # Title`"]);
    refused("//! # A\n//!\n//! Text.\n", &["`//! ## Hint 1`"]);
    refused("//! # A\n//!\n//! ## Hint 1\n//!\n//! x\n", &["run its checks"]);
}

#[test]
fn a_number_that_nobody_measured() {
    let page = || Small::page("# Page\n\n{{#measured facts/gone}}\n");
    page().is_refused(3, &["`facts/gone`", "cargo book keys"]);
    let facts = r#"{"machine": "M", "date": "D", "facts": {
        "here": {"value": "2", "unit": "", "how": "h"}}}"#;
    let book = page().and_file("book/measured/facts.json", facts);
    book.is_refused(3, &["facts/here"]);
    let book = page().and_file("book/measured/facts.json", "{");
    book.is_refused(3, &["facts.json", "not JSON"]);
}

#[test]
fn a_chart_or_a_figure_that_is_not_there() {
    let chart = || Small::page("# Page\n\n{{#chart memory}}\n");
    chart().is_refused(3, &["`memory`", "cargo lab"]);
    let svg = chart().and_file("book/measured/memory.svg", "<svg/>");
    svg.is_refused(3, &["no numbers of `memory`"]);
    let figure = Small::page("# Page\n\n{{#figure lines}}\n");
    figure.is_refused(3, &["`lines`", "book/figures/lines.md"]);
}

#[test]
fn a_transcript_that_was_not_recorded_or_is_old() {
    let script = "title = \"T\"\nserver = \"step1\"\n[[do]]\nwho = \"ann\"\n";
    let page = || Small::page("# Page\n\n{{#transcript two}}\n");
    page().is_refused(3, &["two.toml"]);
    let bare = page().and_file("book/transcripts/two.toml", script);
    bare.is_refused(3, &["cargo book record two"]);
    let old = page()
        .and_file("book/transcripts/two.toml", script)
        .and_file("book/transcripts/two.txt", "ann types: hello\n");
    old.is_refused(3, &["has changed", "cargo book record two"]);
}
