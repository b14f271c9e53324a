//! Runs the checks of every exercise on our own answers.
//!
//! The checks say `use exercises::…`. Here that name stands for the solutions, so
//! the very files that a learner runs are compiled once more, against us.

#![allow(
    clippy::duplicate_mod,
    reason = "two exercises share a helper, and each is a program of its own there"
)]

extern crate solutions as exercises;

#[path = "../../exercises/tests/ex01_welcome.rs"]
mod ex01_welcome;
#[path = "../../exercises/tests/ex02_lines.rs"]
mod ex02_lines;
#[path = "../../exercises/tests/ex03_echo.rs"]
mod ex03_echo;
#[path = "../../exercises/tests/ex04_keep_serving.rs"]
mod ex04_keep_serving;
#[path = "../../exercises/tests/ex05_names.rs"]
mod ex05_names;
#[path = "../../exercises/tests/ex06_mailbox.rs"]
mod ex06_mailbox;
#[path = "../../exercises/tests/ex07_threaded_chat.rs"]
mod ex07_threaded_chat;
#[path = "../../exercises/tests/ex08_read_ready.rs"]
mod ex08_read_ready;
#[path = "../../exercises/tests/ex09_outbox.rs"]
mod ex09_outbox;
#[path = "../../exercises/tests/ex10_interest.rs"]
mod ex10_interest;
#[path = "../../exercises/tests/ex11_three_bugs.rs"]
mod ex11_three_bugs;
#[path = "../../exercises/tests/ex12_polled_echo.rs"]
mod ex12_polled_echo;
#[path = "../../exercises/tests/ex13_slots.rs"]
mod ex13_slots;
#[path = "../../exercises/tests/ex14_accept.rs"]
mod ex14_accept;
#[path = "../../exercises/tests/ex15_fairness.rs"]
mod ex15_fairness;
#[path = "../../exercises/tests/ex16_deadlines.rs"]
mod ex16_deadlines;
#[path = "../../exercises/tests/ex17_waker.rs"]
mod ex17_waker;
#[path = "../../exercises/tests/ex18_slow_reader.rs"]
mod ex18_slow_reader;
#[path = "../../exercises/tests/ex19_farewell.rs"]
mod ex19_farewell;
#[path = "../../exercises/tests/ex20_chat.rs"]
mod ex20_chat;

/// Catches an exercise whose checks nobody ever saw pass.
#[test]
fn every_exercise_is_in_the_list_above() {
    let exercises = concat!(env!("CARGO_MANIFEST_DIR"), "/../exercises");
    for folder in ["src", "tests"] {
        for entry in std::fs::read_dir(format!("{exercises}/{folder}")).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let Some(name) =
                file.strip_suffix(".rs").filter(|name| name.starts_with("ex"))
            else {
                continue;
            };
            let listed =
                include_str!("exercises.rs").contains(&format!("\nmod {name};"));
            assert!(
                listed,
                "exercises/{folder}/{file} is not in solutions/tests/exercises.rs: \
                 add its #[path] and `mod {name};`"
            );
        }
    }
}
