//! Tests that need a process of their own.

use std::env;
use std::fs::File;
use std::process::Command;
use std::thread;

use rlimit::Resource;

const ALONE: &str = "THIS_FACT_IS_ALONE";

/// Runs `body` in a process in which no other test runs. There it may lower a
/// limit, stop the whole process, or count on the number of the next file.
#[track_caller]
pub fn alone(body: impl FnOnce()) {
    if env::var_os(ALONE).is_some() {
        return body();
    }
    let me = env::current_exe().expect("this program has a path");
    let thread = thread::current();
    // The test harness calls the thread of a test by the test's name.
    let test = thread.name().expect("a test has a name");
    let mut only = Command::new(me);
    only.args([test, "--exact"]).env(ALONE, "yes");
    let output = only.output().expect("this program can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// Opens files until none can be opened. Only for a test that is alone.
pub fn all_descriptors() -> Vec<File> {
    let hard = rlimit::getrlimit(Resource::NOFILE).expect("there is a limit").1;
    rlimit::setrlimit(Resource::NOFILE, 64, hard).expect("lower is allowed");
    std::iter::from_fn(|| File::open("/dev/null").ok()).collect()
}
