//! However the companion ends, and whenever: the terminal is as it was before.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use rustix::process::Signal;
use support::Project;
use support::desk::{CTRL_C, Desk};

#[test]
fn ctrl_c_ends_it_in_every_state() {
    let states = [
        ("", "Exercise 1"),
        ("", "… compiling"),
        ("l", "type to search"),
        ("lslots", "search: slots"),
        ("x", "y/n"),
        ("s", "y/n"),
        ("sy", "Our answer, in"),
        ("?", "Save the file"),
        ("h", "Hint 1"),
        ("c", "All exercises"),
        ("b", "building the book"),
    ];
    for (keys, seen) in states {
        let desk = Desk::new();
        desk.types(keys);
        if seen.starts_with("building") {
            // It may be said already why that did not work.
            desk.shows(&["book"]);
        } else if !seen.starts_with('…') {
            desk.shows(&[seen]);
        }
        desk.types(CTRL_C);
        assert!(desk.ends().0.success(), "{keys:?}");
    }
}

#[test]
fn ctrl_c_ends_it_on_the_closing_screen() {
    let project = Project::new();
    project.solve_all();
    let desk = Desk::at(project, 80, 24);
    desk.shows(&["✓ All twenty exercises are solved"]);
    desk.types(CTRL_C);
    assert!(desk.ends().0.success());
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_as_it_was() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let desk = Desk::new();
        desk.shows(&["Exercise 1"]);
        desk.gets(signal);
        assert!(desk.ends().0.success(), "{signal:?}");
    }
}

#[test]
fn a_resize_draws_everything_anew() {
    let desk = Desk::at(Project::new(), 80, 24);
    desk.shows(&["✗ the_answer_is_right"]);
    for (columns, rows) in [(120, 40), (60, 20), (20, 6), (3, 2), (80, 24)] {
        desk.resizes(columns, rows);
        if columns >= 60 {
            desk.shows(&["✗ the_answer_is_right", "? help  q quit"]);
            desk.comes_to_show("a head as wide as the screen", |contents| {
                let head = contents.lines().next().unwrap_or_default();
                head.len() == usize::from(columns) && head.ends_with("solved")
            });
        }
    }
    desk.types("q");
    assert!(desk.ends().0.success());
}

#[test]
fn nothing_is_coloured_for_those_who_want_no_colours() {
    let project = Project::new();
    project.write("ex01_welcome", "tea");
    let desk = Desk::with(project, 80, 24, &[("NO_COLOR", "1")]);
    desk.shows(&["✗ It does not compile"]);
    let screen = desk.screen();
    let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
    let is_plain = |(row, column)| {
        let cell = screen.cell(row, column).unwrap();
        cell.fgcolor() == vt100::Color::Default
    };
    assert!(cells.into_iter().all(is_plain));
}

#[test]
fn what_is_solved_is_known_at_the_next_start_and_a_kill_loses_nothing() {
    let desk = Desk::new();
    desk.shows(&["✗ the_answer_is_right"]);
    desk.project.answer("ex01_welcome", "1");
    desk.shows(&["✓ Solved", "1 of 20 solved"]);
    desk.gets(Signal::KILL);
    let project = desk.after_its_kill();
    let desk = Desk::at(project, 80, 24);
    desk.shows(&["Exercise 2", "1 of 20 solved"]);
    // A change of the checks is noticed too.
    let checks = desk.project.path("exercises/tests/ex01_welcome.rs");
    std::fs::write(checks, "#[test]\nfn more_is_asked() { panic!() }").unwrap();
    desk.types("q");
    let (_, project) = desk.ends();
    let desk = Desk::at(project, 80, 24);
    desk.shows(&["Exercise 1", "✗ more_is_asked", "0 of 20 solved"]);
}

#[test]
fn without_its_memory_it_finds_the_place_again() {
    let project = Project::new();
    for (name, answer) in [("ex01_welcome", "1"), ("ex02_lines", "2")] {
        project.answer(name, answer);
    }
    let desk = Desk::at(project, 80, 24);
    desk.shows(&["Exercise 3", "✗ the_answer_is_right", "2 of 20 solved"]);
}
