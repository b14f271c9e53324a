//! Draws three screens of the companion for the README and the book:
//! `book/src/images/learn-*.svg`.
//!
//! ```text
//! cargo build --package learn
//! cargo run --package learn --example screens
//! ```
//!
//! Nothing in them is made up: the real program stands at a pseudo-terminal, in a copy
//! of the project with one of the wrong answers in it, and what is drawn is what it
//! shows. Every run draws the same bytes.

#![cfg_attr(unix, expect(clippy::unwrap_used, reason = "as in the tests"))]

#[cfg(unix)]
mod drawing;
#[cfg(unix)]
#[path = "../../tests/support/mod.rs"]
mod support;

#[cfg(unix)]
fn main() {
    use support::answers::{real_project, right, wrong};
    use support::desk::Desk;

    let project = real_project();
    for name in ["ex01_welcome", "ex02_lines"] {
        project.write(name, &right(name));
    }
    project.write("ex03_echo", &wrong("ex03_echo", Some("F11-last-line-lost")));
    // So that both are known to be solved. The third is not, which is an error.
    for name in ["1", "2", "3"] {
        project.learn(&["run", name]);
    }

    let desk = Desk::at(project, 80, 24);
    desk.shows(&["✗ the_last_line_needs_no_newline", "save the file"]);
    keep("learn-fails", "A check has failed", &desk.screen());

    desk.resizes(60, 20);
    desk.project.write("ex03_echo", &right("ex03_echo"));
    desk.shows(&["✓ Solved", "3 of 20 solved", "n goes on  "]);
    keep("learn-solved", "An exercise is solved", &desk.screen());

    desk.resizes(120, 40);
    desk.project.write("ex12_polled_echo", &wrong("ex12_polled_echo", Some("R5")));
    desk.shows(&["✗ connects_", "your file:", "save the file"]);
    desk.types("h");
    desk.shows(&["Hint 1"]);
    keep("learn-server", "A whole server, and what its clients saw", &desk.screen());
    desk.types("q");
    desk.ends();
}

#[cfg(unix)]
fn keep(name: &str, title: &str, screen: &vt100::Screen) {
    let images = std::path::Path::new(support::ROOT).join("book/src/images");
    std::fs::create_dir_all(&images).unwrap();
    let svg = drawing::svg(name, title, screen);
    std::fs::write(images.join(format!("{name}.svg")), svg).unwrap();
}

#[cfg(not(unix))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    Err("the screens are drawn on Linux or macOS: it needs pseudo-terminals".into())
}
