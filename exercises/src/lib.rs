//! Where you write: one file for each exercise.
//!
//! Nothing needs to change in this one. Each line leaves the warnings out that a
//! half-written answer would bring, so that your own file stays clean. And each has a
//! feature, so that `cargo learn` can leave out the one that does not compile.

#[cfg(feature = "ex01_welcome")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex01_welcome;

#[cfg(feature = "ex02_lines")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex02_lines;

#[cfg(feature = "ex03_echo")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex03_echo;

#[cfg(feature = "ex04_keep_serving")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex04_keep_serving;

#[cfg(feature = "ex05_names")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex05_names;

#[cfg(feature = "ex06_mailbox")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex06_mailbox;

#[cfg(feature = "ex07_threaded_chat")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex07_threaded_chat;

#[cfg(feature = "ex08_read_ready")]
#[allow(unused, missing_docs, clippy::ptr_arg, reason = "unfinished on purpose")]
pub mod ex08_read_ready;

#[cfg(feature = "ex09_outbox")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex09_outbox;

#[cfg(feature = "ex10_interest")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex10_interest;

#[cfg(feature = "ex11_three_bugs")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex11_three_bugs;

#[cfg(feature = "ex12_polled_echo")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex12_polled_echo;

#[cfg(feature = "ex13_slots")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex13_slots;

#[cfg(feature = "ex14_accept")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex14_accept;

#[cfg(feature = "ex15_fairness")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex15_fairness;

#[cfg(feature = "ex16_deadlines")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex16_deadlines;

#[cfg(feature = "ex17_waker")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex17_waker;

#[cfg(feature = "ex18_slow_reader")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex18_slow_reader;

#[cfg(feature = "ex19_farewell")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex19_farewell;

#[cfg(feature = "ex20_chat")]
#[allow(unused, missing_docs, reason = "unfinished on purpose")]
pub mod ex20_chat;
