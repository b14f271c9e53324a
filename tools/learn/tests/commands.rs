//! The commands that scripts use, and the companion without a terminal.

#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use support::{Project, printed};

#[test]
fn only_what_is_solved_has_status_0() {
    let project = Project::new();
    let run = project.learn(&["run", "ex01"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(printed(&run).contains("✗ the_answer_is_right"), "{}", printed(&run));

    project.answer("ex01_welcome", "1");
    let run = project.learn(&["run"]);
    assert_eq!(run.status.code(), Some(0));
    assert!(printed(&run).contains("✓ Solved"), "{}", printed(&run));
    assert!(!printed(&run).contains('\x1b'), "a pipe gets no colours");

    assert_eq!(project.learn(&["run", "21"]).status.code(), Some(2));
    assert_eq!(project.learn(&["dance"]).status.code(), Some(2));
}

#[test]
fn the_status_tells_other_programs_how_far_we_are() {
    let project = Project::new();
    project.answer("ex01_welcome", "1");
    project.learn(&["run", "1"]);
    let status = project.learn(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["solved"], 1);
    assert_eq!(status["next"], "ex02_lines");
    assert_eq!(status["exercises"][0]["solved"], true);
    assert_eq!(status["exercises"][1]["file"], "exercises/src/ex02_lines.rs");

    let next = project.learn(&["next"]);
    assert!(printed(&next).starts_with("Exercise 2: a line buffer\n"));
    assert_eq!(printed(&project.learn(&["list"])).lines().count(), 20);
}

#[test]
fn a_hint_is_the_one_that_was_asked_for() {
    let project = Project::new();
    let hint = printed(&project.learn(&["hint", "3", "2"]));
    assert!(hint.starts_with("Hint 2\n`write` may take a part only"), "{hint}");
    assert_eq!(project.learn(&["hint", "3", "4"]).status.code(), Some(2));
}

#[test]
fn a_script_has_to_say_yes() {
    let project = Project::new();
    let before = project.read("ex01_welcome");
    let reset = project.learn(&["reset", "1"]);
    assert_eq!(reset.status.code(), Some(1));
    assert!(printed(&reset).contains("Say --yes"), "{}", printed(&reset));
    assert_eq!(project.read("ex01_welcome"), before);

    for number in [1, 2] {
        project.write("ex01_welcome", &before);
        assert!(project.learn(&["reset", "1", "--yes"]).status.success());
        let copy = format!("target/learn/copies/ex01_welcome-{number}.rs");
        assert_eq!(fs::read_to_string(project.path(&copy)).unwrap(), before);
    }
    assert!(project.read("ex01_welcome").contains("## Hint 3"));

    assert_eq!(project.learn(&["solution", "1"]).status.code(), Some(1));
    let ours = project.learn(&["solution", "1", "--yes"]);
    assert!(printed(&ours).contains("pub fn greeting"), "{}", printed(&ours));
}

#[test]
fn check_goes_through_all_of_them_past_one_that_does_not_compile() {
    let project = Project::new();
    project.solve_all();
    project.write("ex04_keep_serving", "let");
    let check = project.learn(&["check"]);
    assert_eq!(check.status.code(), Some(1));
    let text = printed(&check);
    assert!(text.contains("19 of 20 are solved"), "{text}");
    let row = text.lines().find(|line| line.contains("ex04_keep_serving")).unwrap();
    assert!(row.contains("It does not compile"), "{text}");

    project.answer("ex04_keep_serving", "4");
    assert!(project.learn(&["check"]).status.success());
    let next = printed(&project.learn(&["next"]));
    assert!(next.contains("All twenty exercises are solved"), "{next}");
}

#[test]
fn without_a_terminal_keys_come_as_lines() {
    let project = Project::new();
    let mut learn = project.command(&[]);
    let learn = learn.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut learn = learn.spawn().unwrap();
    let keys = b"h\nx\nn\n";
    learn.stdin.take().unwrap().write_all(keys).unwrap();
    let text = printed(&learn.wait_with_output().unwrap());
    for part in ["Exercise 1: the greeting line", "Hint 1", "nothing was changed"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("✗ the_answer_is_right"), "{text}");
    assert!(!text.contains('\x1b'), "{text}");
}

#[test]
fn outside_of_the_project_it_says_where_to_go() {
    let elsewhere = Project::empty();
    let output = std::process::Command::new(support::program())
        .current_dir(elsewhere.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there are no exercises in"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_doctor_looks_at_what_can_go_wrong() {
    let project = Project::new();
    let said = printed(&project.learn(&["doctor"]));
    for what in ["rustc", "port 7000", "nc", "saved"] {
        assert!(said.contains(what), "{what}: {said}");
    }
    assert!(!project.path("target/learn/doctor").exists());
}

#[test]
fn a_step_is_two_commands_where_no_terminal_can_be_divided() {
    let said = printed(&Project::new().learn(&["step", "3"]));
    assert!(said.contains("cargo run --bin step3"), "{said}");
    assert!(said.contains("cargo run --bin client"), "{said}");
}

/// In some places nobody can ask it to say so: see `exit` in the testkit.
#[test]
fn whoever_ends_the_process_of_the_checks_has_solved_nothing() {
    let project = Project::new();
    project.answer("ex01_welcome", "std::process::exit(0)");
    let run = project.learn(&["run", "1"]);
    assert_eq!(run.status.code(), Some(1));
    let text = printed(&run);
    assert!(text.contains("your code ended the process of the checks"), "{text}");
    let status = printed(&project.learn(&["status"]));
    assert!(status.contains("0 of 20 are solved"), "{status}");
}
