//! What happens when a file is saved: at any moment, and whatever is in it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::desk::{CTRL_C, Desk};
use support::{Project, wait_for};

const PASSES: &str = "✓ Solved: its check passes";

/// An answer that never ends, and says who it is.
fn hangs(file: &Path) -> String {
    format!(
        "std::fs::write({file:?}, std::process::id().to_string()).unwrap(); \
         loop {{ std::thread::park() }}"
    )
}

/// The process whose number stands in the file, once it does.
fn process_in(file: &Path) -> PathBuf {
    let id = wait_for("the check", || {
        fs::read_to_string(file).ok().filter(|id| !id.is_empty())
    });
    Path::new("/proc").join(id)
}

#[track_caller]
fn ends(process: &Path) {
    wait_for("the end of the check", || (!process.exists()).then_some(()));
}

#[test]
fn a_saved_file_gets_its_verdict_and_nothing_jumps_ahead() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right", "0 of 20 solved"]);
    desk.project.answer("ex01_welcome", "7");
    desk.shows(&["left: 7", "right: 1"]);
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&[
        PASSES,
        "1 of 20 solved",
        "Exercise 1:",
        "n goes on to exercise 2",
    ]);
    desk.project.answer("ex01_welcome", "8");
    desk.shows(&["left: 8", "0 of 20 solved"]);
}

#[test]
fn whoever_saves_another_exercise_has_turned_to_it() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right"]);
    desk.project.answer("ex05_names", "5");
    desk.shows(&["Exercise 5", PASSES, "1 of 20 solved"]);
}

#[test]
fn an_editor_that_replaces_the_file_is_noticed_too() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right"]);
    let file = desk.project.path("exercises/src/ex01_welcome.rs");
    let fresh = file.with_extension("rs~");
    fs::write(&fresh, "pub fn answer() -> u32 { 1 }").unwrap();
    fs::rename(fresh, file).unwrap();
    desk.shows(&[PASSES]);
}

#[test]
fn a_save_during_a_run_ends_that_run_and_starts_another() {
    let desk = Desk::new();
    let file = desk.project.path("who");
    desk.shows(&["✗ the_answer_is_right"]);
    desk.project.answer("ex01_welcome", &hangs(&file));
    desk.shows(&["… the checks are running"]);
    let check = process_in(&file);
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&[PASSES]);
    ends(&check);
}

#[test]
fn a_check_that_hangs_is_ended_by_every_way_out() {
    for key in ["q", CTRL_C, "n"] {
        let project = Project::new();
        let file = project.path("who");
        project.answer("ex01_welcome", &hangs(&file));
        let desk = Desk::at(project, 80, 24);
        let check = process_in(&file);
        desk.shows(&["… the checks are running"]);
        desk.types(key);
        ends(&check);
        if key == "n" {
            desk.shows(&["Exercise 2"]);
            desk.types("q");
        }
        assert!(desk.ends().0.success());
    }
}

#[test]
fn ones_own_error_is_shown_as_the_compiler_says_it() {
    let desk = Desk::at(Project::new(), 100, 40);
    desk.shows(&["✗ the_answer_is_right"]);
    desk.project.answer("ex01_welcome", "\"tea\"");
    desk.shows(&[
        "✗ It does not compile: 1 error",
        "error[E0308]",
        "mismatched types",
    ]);
    let screen = desk.screen();
    let is_coloured = |row| {
        (0..100u16).any(|column| {
            let cell = screen.cell(row, column).unwrap();
            cell.fgcolor() != vt100::Color::Default && cell.contents() == "^"
        })
    };
    assert!((0..40).any(is_coloured), "the compiler's own colours");
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&[PASSES]);
}

#[test]
fn anothers_error_is_parked_until_that_file_is_saved_again() {
    let project = Project::new();
    project.write("ex07_threaded_chat", "fn half(");
    let text = project.read("ex07_threaded_chat");
    let desk = Desk::at(project, 80, 24);
    let parked = "Parked: exercises/src/ex07_threaded_chat.rs does not compile";
    desk.shows(&["✗ the_answer_is_right", parked]);
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&[PASSES, parked]);
    assert_eq!(desk.project.read("ex07_threaded_chat"), text, "it was not touched");
    desk.project.answer("ex07_threaded_chat", "7");
    desk.shows(&["Exercise 7", PASSES]);
    desk.hides("Parked");
    desk.types("q");
    desk.ends();
}

#[test]
fn a_file_that_is_gone_is_in_nobodys_way() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right"]);
    fs::remove_file(desk.project.path("exercises/src/ex09_outbox.rs")).unwrap();
    desk.shows(&["Exercise 9", "is not there: `cargo learn reset 9`"]);
    desk.types("n");
    desk.shows(&["Exercise 10", "✗ the_answer_is_right", "ex09_outbox.rs"]);
    desk.types("pxy");
    let is_back = || desk.project.read("ex09_outbox").contains("# Exercise 9");
    wait_for("the starter", || is_back().then_some(()));
}
