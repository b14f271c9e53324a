//! A learner's way through the whole book: each of the real exercises as it comes,
//! with a hint, a wrong answer and a right one, to the closing screen.
//!
//! It compiles the real checks some sixty times, so it is run by `.ci/exercises`:
//!
//! ```console
//! cargo test -p learn --test all_twenty -- --ignored
//! ```

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use rustix::process::Signal;
use support::answers::{real_project, right, wrong};
use support::desk::Desk;
use support::names;

#[test]
#[ignore = "takes a minute or two"]
fn a_learner_goes_from_the_first_stub_to_the_closing_screen() {
    let project = real_project();
    // The first time everything below the exercises is compiled.
    assert!(!project.learn(&["run"]).status.success());
    let mut desk = Desk::at(project, 100, 50);
    let is_ready = |contents: &str| contents.contains("save the file");
    for (name, number) in names().iter().zip(1..) {
        desk.comes_to_show("a first verdict", is_ready);
        desk.shows(&[&format!("Exercise {number}: "), "✗ "]);
        desk.types("h");
        desk.shows(&["Hint 1"]);
        desk.project.write(name, &wrong(name, None));
        desk.hides("Hint 1");
        desk.shows(&["✗ ", "save the file"]);
        assert!(
            !desk.contents().contains("does not compile"),
            "{}",
            desk.contents()
        );
        if number == 10 {
            // Half way somebody kills it, and it goes on where it was.
            desk.gets(Signal::KILL);
            desk = Desk::at(desk.after_its_kill(), 100, 50);
            desk.shows(&["Exercise 10", "9 of 20 solved", "✗ "]);
        }
        desk.project.write(name, &right(name));
        let solved = format!("{number} of 20 solved");
        desk.shows(&["✓ Solved", "Why it matters", &solved]);
        desk.types("n");
    }
    desk.shows(&["✓ All twenty exercises are solved", "What comes now"]);
    desk.types("q");
    assert!(desk.ends().0.success());
}
