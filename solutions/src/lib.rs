//! One answer to every exercise, in files of the same names.
//!
//! `solutions/tests/exercises.rs` runs the learner's own checks on them.

pub mod ex01_welcome;
pub mod ex02_lines;
pub mod ex05_names;
pub mod ex06_mailbox;
pub mod ex08_read_ready;
pub mod ex10_interest;
pub mod ex03_echo;
pub mod ex04_keep_serving;
