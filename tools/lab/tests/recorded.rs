//! The run that the README and the book show is one that was recorded.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).expect("a file of the project")
}

/// What the README says of the run's machine is what the run says itself.
#[test]
fn the_readme_names_the_machine_and_the_date_of_the_recorded_run() {
    let readme = read("README.md");
    let run: serde_json::Value =
        serde_json::from_str(&read("book/measured/results.json"))
            .expect("results are JSON");
    let word = |value: &serde_json::Value, count: usize| {
        let text = value.as_str().expect("it is text").to_owned();
        text.chars().take(count).collect::<String>()
    };
    let machine = &run["machine"];
    let linux = word(&machine["system"], "linux 6.18".len()).replace('l', "L");
    for said in [
        word(&run["date"], "2026-11-22".len()),
        word(&machine["processor"], usize::MAX),
        format!("{} cores", machine["cores"]),
        linux,
    ] {
        assert!(readme.contains(&said), "README.md does not say {said:?}");
    }
}

/// And the picture is the one that was drawn of it.
#[test]
fn the_readme_shows_a_picture_of_the_recorded_run() {
    let picture = "book/measured/memory-each.svg";
    assert!(read("README.md").contains(picture));
    assert!(read("book/measured/report.html").contains(read(picture).trim()));
}
