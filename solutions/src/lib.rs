//! One answer to every exercise, in files of the same names.
//!
//! `solutions/tests/exercises.rs` runs the learner's own checks on them.

pub mod ex01_welcome;
pub mod ex02_lines;
pub mod ex03_echo;
pub mod ex04_keep_serving;
pub mod ex05_names;
pub mod ex06_mailbox;
pub mod ex07_threaded_chat;
pub mod ex08_read_ready;
pub mod ex09_outbox;
pub mod ex10_interest;
pub mod ex11_three_bugs;
pub mod ex12_polled_echo;
pub mod ex13_slots;
pub mod ex14_accept;
pub mod ex15_fairness;
pub mod ex16_deadlines;
pub mod ex17_waker;
pub mod ex18_slow_reader;
pub mod ex19_farewell;
pub mod ex20_chat;
