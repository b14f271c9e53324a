//! What a directive becomes.

use super::{LINES, Small};

#[test]
fn an_item_is_shown_from_its_doc_comment_on_and_without_anchors() {
    let text = "# Page\n\n{{#code src/lines.rs:Lines,Lines::push}}\n\nAfter.\n";
    let book = Small::page(text).and_file("src/lines.rs", LINES);
    let page = book.text("page.md");
    assert!(page.contains(
        "[`src/lines.rs`](code/src/lines.rs.md#l3), lines 3 to 4, lines 8 to 12"
    ));
    assert!(page.contains(
        "\n```rust,ignore\n/// Bytes in, lines out.\npub struct Lines;\n\n// …\n\n\
         /// Takes bytes.\npub fn push(&mut self) {\n    // `"
    ));
    assert!(!page.contains("ANCHOR"), "{page}");
    assert!(page.ends_with("</figure>\n\n\nAfter.\n"), "{page}");
}

#[test]
fn a_quoted_file_is_in_the_appendix_with_something_to_link_to() {
    let text = "# Page\n\n{{#code src/lines.rs:part}}\n";
    let book = Small::page(text).and_file("src/lines.rs", LINES);
    let listing = book.text("src/lines.rs");
    assert!(listing.starts_with("# `src/lines.rs`\n\n<pre><code"), "{listing}");
    assert!(listing.contains("<span id=\"l8\"></span>    /// Takes bytes.\n"));
    assert!(listing.contains("let brace = &quot;}&lt;&quot;;"), "{listing}");
    assert!(!listing.contains("ANCHOR"), "{listing}");
}

#[test]
fn a_page_in_a_folder_links_upwards() {
    let page = "# Page\n\nTrue.{{#proof src/lines.rs::an_empty_line_is_a_line}}\n";
    let book = Small::page("# One\n").and_page("bytes/two.md", page);
    let book = book.and_file("src/lines.rs", LINES);
    let text = book.text("bytes/two.md");
    assert!(
        text.contains(
            "True.<a class=\"proof\" href=\"../code/src/lines.rs.md#l20\""
        )
    );
    assert!(text.contains("Proven by the test: an empty line is a line"), "{text}");
}

#[test]
fn a_difference_says_in_words_what_was_added() {
    let book = Small::page("# Page\n\n{{#diff a.rs b.rs}}\n")
        .and_file("a.rs", "fn one() {}\nfn two() {}\n")
        .and_file("b.rs", "fn one() {}\n\nfn three() {}\n");
    let text = book.text("page.md");
    assert!(text.contains("<span class=\"spoken\">removed: </span>"), "{text}");
    assert!(text.contains("<span class=\"line\">fn three() {}&#10;</span></ins>"));
    assert!(text.contains("data-new=\"fn one() {}&#10;&#10;fn three() {}&#10;\""));
}

#[test]
fn the_hints_of_an_exercise_are_inside_each_other() {
    let comment = "//! # Exercise 1: a name\n//!\n//! A [`Name`] is a [`str`].\n//!\n\
        //! ## Run the checks\n//!\n//! ```console\n//! cargo test -p exercises\n//! \
        ```\n//!\n//! ## Hint 1\n//!\n//! One.\n//!\n//! ## Hint 2\n//!\n//! Two.\n\
        //!\n//! [`Name`]: chat::Name\n\nfn f() {}\n";
    let book = Small::page("# Page\n\n{{#exercise ex01_name}}\n")
        .and_file("exercises/src/ex01_name.rs", comment);
    let text = book.text("page.md");
    assert!(text.contains("## Exercise 1: a name\n"), "{text}");
    assert!(text.contains("A `Name` is a `str`.\n"), "{text}");
    assert!(text.contains("```console\ncargo test"), "{text}");
    let (hint_1, hint_2) = (text.find("One.").unwrap(), text.find("Two.").unwrap());
    assert!(!text[hint_1..hint_2].contains("</details>"), "{text}");
    assert!(!text.contains("chat::Name"), "{text}");
}

#[test]
fn a_question_is_read_without_a_script() {
    let text = "# Page\n\n```question\nproof = \"src/lines.rs::an_empty_line_is_a_line\"\n\
        ask = \"What *is* it?\"\n[[option]]\ntext = \"a line\"\nright = true\n\
        why = \"It ends.\"\n[[option]]\ntext = \"nothing\"\nwhy = \"No.\"\n```\n";
    let book = Small::page(text).and_file("src/lines.rs", LINES);
    let text = book.text("page.md");
    assert!(text.contains("<book-question>\n\nWhat *is* it?\n"), "{text}");
    assert!(
        text.contains("<li class=\"right\">\n\n**Right.** It ends.\n"),
        "{text}"
    );
    assert!(text.contains("[an empty line is a line](code/src/lines.rs.md#l20)"));
}

#[test]
fn a_number_comes_with_its_unit_and_the_machine_is_said() {
    let lab = r#"{"date": "today", "machine": {"processor": "P", "cores": 2,
        "system": "linux"}, "growth": [{"server": "step4", "clients": 10, "runs": [
        {"memory_bytes_per_client": 300, "load": {}},
        {"memory_bytes_per_client": 400.4, "load": {}}]}]}"#;
    let facts = r#"{"machine": "M", "date": "then", "facts": {
        "taken": {"value": 4273792, "unit": "bytes", "how": "cargo test"}}}"#;
    let svg = "<svg aria-label=\"Memory. A chart.\">\n\n<g/></svg>";
    let text = "# Page\n\n{{#measured growth/step4/10/memory}} or \
        {{#measured facts/taken}}\n\n{{#chart memory}}\n";
    let book = Small::page(text)
        .and_file("book/measured/results.json", lab)
        .and_file("book/measured/facts.json", facts)
        .and_file("book/measured/memory.svg", svg);
    let text = book.text("page.md");
    assert!(text.contains("title=\"P, 2 cores, linux, today\">350 bytes</span>"));
    assert!(text.contains(">4,273,792 bytes</span>"), "{text}");
    assert!(text.contains("- `facts/taken`: M, then: cargo test\n"), "{text}");
    assert!(
        text.contains("| clients | step4 |\n| --- | ---: |\n| 10 | 350 bytes |")
    );
    assert!(text.contains("Memory.\u{20}A chart.\">\n<g/></svg>"), "{text}");
}

#[test]
fn a_figure_carries_its_words_and_its_trace() {
    let book = Small::page("# Page\n\n{{#figure lines}}\n")
        .and_file("book/figures/lines.md", "Bytes become lines.\n")
        .and_file("book/traces/lines.jsonl", "{\"a\": \"</script>\"}\n\n{}\n");
    let text = book.text("page.md");
    assert!(text.contains("<figure-lines>\n\n<details"), "{text}");
    assert!(text.contains("\n\nBytes become lines.\n\n"), "{text}");
    assert!(text.contains("{\"a\": \"\\u003c/script>\"}\n{}\n</script>"), "{text}");
}

#[test]
fn directives_in_code_are_only_talked_about() {
    let text =
        "# Page\n\nWrite `{{#code PATH}}` or\n\n```text\n{{#code no.rs}}\n```\n";
    let page = Small::page(text).text("page.md");
    assert!(page.contains("Write `{{#code PATH}}` or\n"), "{page}");
    assert!(page.contains("```text\n{{#code no.rs}}\n```\n"), "{page}");
}

#[test]
fn headings_images_and_pages_can_be_linked_to() {
    let text = "# Page\n\n[a](b/two.md#the-second-one), [c](#page), \
        [d](https://example.org), ![e](e.svg)\n";
    let book = Small::page(text)
        .and_page("b/two.md", "# Two\n\n## The `second` one\n\n[up](../page.md)\n");
    book.and_file("book/src/e.svg", "").text("page.md");
}
