//! Every key of the companion, pressed at a real terminal.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use support::Project;
use support::desk::{CTRL_C, Desk, ESC};

const PASSES: &str = "✓ Solved: its check passes";

#[test]
fn n_and_p_go_through_the_exercises_and_stop_at_the_ends() {
    let desk = Desk::new();
    desk.shows(&[
        "Exercise 1: the greeting line",
        "✗ the_answer_is_right",
        "not yet",
    ]);
    desk.types("p");
    desk.shows(&["this is the first exercise"]);
    desk.types("n");
    desk.shows(&["Exercise 2: a line buffer", "exercises/src/ex02_lines.rs"]);
    desk.types("p");
    desk.shows(&["Exercise 1: the greeting line"]);
    desk.types("q");
    assert!(desk.ends().0.success());
}

#[test]
fn hints_come_one_at_a_time_and_there_are_three() {
    let desk = Desk::at(Project::new(), 80, 60);
    desk.shows(&["✗ the_answer_is_right"]);
    desk.types("h");
    desk.shows(&["Hint 1", "`format!` puts the name into the line"]);
    assert!(!desk.contents().contains("Hint 2"));
    desk.types("hh");
    desk.shows(&["Hint 2", "Hint 3"]);
    desk.types("h");
    desk.shows(&["that was the last hint"]);
}

#[test]
fn our_answer_is_asked_for_once_and_stands_beside_a_solved_one() {
    let desk = Desk::at(Project::new(), 120, 40);
    desk.shows(&["✗ the_answer_is_right"]);
    desk.types("s");
    desk.shows(&["It is not solved yet. Show our answer? y/n"]);
    desk.types("n");
    desk.shows(&["then not", "Exercise 1"]);
    desk.types("sy");
    desk.shows(&["Our answer, in solutions/src/ex01_welcome.rs", "pub fn greeting"]);
    desk.types("q");
    desk.shows(&["Exercise 1"]);
    desk.types("s");
    desk.shows(&["Our answer, in"]);
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&[PASSES, "Why it matters", "n goes on to exercise 2"]);
    desk.types("s");
    desk.shows(&[
        "your answer",
        "ours, in",
        "- pub fn answer()",
        "+ pub fn greeting(",
    ]);
}

#[test]
fn r_runs_the_checks_again() {
    let desk = Desk::new();
    let file = desk.project.path("count");
    let counts = format!(
        "use std::io::Write; std::fs::File::options().create(true).append(true)\
         .open({file:?}).unwrap().write_all(b\".\").unwrap(); 1"
    );
    desk.shows(&["✗ the_answer_is_right"]);
    desk.project.answer("ex01_welcome", &counts);
    let runs = || std::fs::read(&file).map_or(0, |bytes| bytes.len());
    desk.shows(&[PASSES]);
    assert_eq!(runs(), 1);
    desk.types("r");
    support::wait_for("a second run", || (runs() == 2).then_some(()));
    desk.shows(&[PASSES]);
}

#[test]
fn the_list_can_be_searched() {
    let desk = Desk::new();
    desk.types("l");
    desk.shows(&["type to search", "ex01_welcome", "ex17_waker"]);
    desk.types("slots");
    desk.shows(&["search: slots", "ex13_slots"]);
    desk.hides("ex01_welcome");
    desk.types("\r");
    desk.shows(&["Exercise 13: slots"]);
    desk.types("l");
    desk.shows(&["type to search"]);
    desk.types("\x1b[B\r");
    desk.shows(&["Exercise 14: the door"]);
    desk.types("l");
    desk.shows(&["type to search"]);
    desk.types(ESC);
    desk.shows(&["Exercise 14: the door"]);
}

#[test]
fn a_reset_asks_and_keeps_a_copy() {
    let desk = Desk::new();
    let text = "pub fn answer() -> u32 { 7 } // mine\n";
    desk.project.write("ex01_welcome", text);
    desk.shows(&["left: 7"]);
    desk.types("x");
    desk.shows(&["Put the starter of ex01_welcome back", "y/n"]);
    desk.types("n");
    desk.shows(&["nothing was changed"]);
    assert_eq!(desk.project.read("ex01_welcome"), text);
    desk.types("xy");
    desk.shows(&["reset; your text is in"]);
    let copy = desk.project.path("target/learn/copies/ex01_welcome-1.rs");
    assert_eq!(std::fs::read_to_string(copy).unwrap(), text);
    assert!(
        desk.project.read("ex01_welcome").contains("the greeting line of {name}")
    );
}

#[test]
fn c_checks_all_of_them() {
    let project = Project::new();
    project.answer("ex02_lines", "2");
    project.write("ex03_echo", "this is no Rust");
    let desk = Desk::at(project, 100, 40);
    desk.types("c");
    desk.shows(&["All exercises", "ex20_chat", "1 of 20 solved"]);
    let contents = desk.contents();
    let row = |name| contents.lines().find(|line| line.contains(name)).unwrap();
    assert!(row("ex02_lines").starts_with("✓"), "{contents}");
    assert!(row("ex03_echo").contains("does not compile"), "{contents}");
    desk.types("q");
    desk.shows(&["Exercise 1", "exercises/src/ex03_echo.rs does not compile"]);
    desk.types("l");
    desk.shows(&["✗ 1  ex03_echo", "(does not compile)"]);
}

#[test]
fn t_shows_the_task_again_and_each_run_is_counted() {
    let desk = Desk::at(Project::new(), 80, 40);
    desk.shows(&["✗ the_answer_is_right", "step 1 [□]□"]);
    desk.project.answer("ex01_welcome", "3");
    desk.shows(&["checked 2 times"]);
    assert!(!desk.contents().contains("What the checks do"));
    desk.types("t");
    desk.shows(&["What the checks do"]);
    desk.types("q");
    desk.shows(&["✗ the_answer_is_right", "checked 2 times"]);
}

#[test]
fn help_names_every_key_and_any_long_page_can_be_moved() {
    let desk = Desk::at(Project::new(), 60, 14);
    desk.types("?");
    desk.shows(&["Save the file of the exercise", "more"]);
    desk.types("\x1b[F");
    desk.shows(&["remembered in target/learn"]);
    desk.types("\x1b[H");
    desk.shows(&["Save the file of the exercise"]);
    desk.types("j");
    desk.hides("Save the file of the exercise");
    desk.types(CTRL_C);
    assert!(desk.ends().0.success());
}

#[test]
fn b_says_when_the_book_cannot_be_built() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right"]);
    // This project has no book.
    desk.types("b");
    desk.shows(&["the book was not built; `cargo book` says why"]);
}

#[test]
fn after_the_last_one_comes_the_closing_screen() {
    let project = Project::new();
    project.solve_all();
    let desk = Desk::at(project, 100, 40);
    desk.shows(&["✓ All twenty exercises are solved", "20 of 20 solved"]);
    desk.types("p");
    desk.shows(&["Exercise 19"]);
    desk.types("n");
    desk.shows(&["Exercise 20", "n: that was the last one"]);
    desk.types("n");
    desk.shows(&["What comes now"]);
    desk.types("q");
    assert!(desk.ends().0.success());
}
