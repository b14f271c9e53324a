//! One answer to every exercise, in files of the same names.
//!
//! `solutions/tests/exercises.rs` runs the learner's own checks on them.

pub mod ex01_welcome;
pub mod ex03_echo;
pub mod ex04_keep_serving;
pub mod ex17_waker;
pub mod ex18_slow_reader;
pub mod ex19_farewell;
pub mod ex20_chat;
