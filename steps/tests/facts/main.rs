//! What the kernel and the two poller crates do: each fact a test.
//!
//! The book builds on these facts, and where it states one, it names the test
//! that proves it. No server of ours takes part, except where a fact is about
//! one. Nothing here waits by sleeping. What must come is waited for; what must
//! not come is looked for when it would already be there, for over loopback
//! bytes are in the other end's queue before they can be peeked at there.

#[cfg(target_os = "linux")]
mod accepting;
#[cfg(target_os = "linux")]
mod alone;
#[cfg(target_os = "linux")]
mod buffers;
#[cfg(target_os = "linux")]
mod endings;
mod nonblocking;
#[cfg(target_os = "linux")]
mod numbers;
mod pair;
mod pollers;
#[cfg(target_os = "linux")]
mod readiness;
#[cfg(target_os = "linux")]
mod signals;
#[cfg(target_os = "linux")]
mod sleeper;
#[cfg(target_os = "linux")]
mod stopping;
mod streams;
#[cfg(target_os = "linux")]
mod threads;
mod waker;
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
mod watched;

testkit::linux_only!(accepting, "they state what Linux does");
testkit::linux_only!(buffers, "they state how Linux counts buffers");
testkit::linux_only!(endings, "they state what Linux tells of an end");
testkit::linux_only!(numbers, "they state how Linux numbers files");
testkit::linux_only!(readiness, "they state what epoll reports");
testkit::linux_only!(signals, "they stop a process by SIGSTOP");
testkit::linux_only!(stopping, "they look at threads in /proc");
testkit::linux_only!(threads, "they count threads in /proc");
