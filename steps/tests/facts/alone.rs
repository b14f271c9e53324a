//! Tests that need a process of their own.
#![cfg_attr(not(target_os = "linux"), allow(dead_code))]

use std::env;
use std::process::{Command, Output, Stdio};
use std::thread;

const ALONE: &str = "THIS_FACT_IS_ALONE";

/// Runs `body` in a process in which no other test runs. There it may lower a
/// limit, or count on the number of the next file.
#[track_caller]
pub fn alone(body: impl FnOnce()) {
    if is_alone() {
        return body();
    }
    let output = this_test().output().expect("this program can be started");
    assert_passed(&output);
}

/// Whether this is that process.
pub fn is_alone() -> bool {
    env::var_os(ALONE).is_some()
}

/// The command that runs the test that asks, and no other. Its standard input is
/// a pipe.
pub fn this_test() -> Command {
    let me = env::current_exe().expect("this program has a path");
    let thread = thread::current();
    // The test harness calls the thread of a test by the test's name.
    let test = thread.name().expect("a test has a name");
    let mut command = Command::new(me);
    command.args([test, "--exact"]).env(ALONE, "yes");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// That the one test ran, and passed.
#[track_caller]
pub fn assert_passed(output: &Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
