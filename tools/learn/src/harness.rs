//! What the test harness prints, line by line.

use crate::checks::Check;

/// Whether the line tells of a check that has passed.
pub fn passes(line: &str) -> bool {
    line.starts_with("test ") && line.ends_with(" ... ok")
}

/// Whether this is the last line of a harness whose checks have all passed.
pub fn says_that_all_pass(line: &str) -> bool {
    line.starts_with("test result: ok")
}

/// The name of a check that has failed, if the line says so.
pub fn failed(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// What stands below each `---- NAME stdout ----`.
pub fn messages(text: &str) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let head = line.strip_prefix("---- ");
        if let Some(name) = head.and_then(|line| line.strip_suffix(" stdout ----")) {
            checks.push(Check { name: name.to_owned(), message: String::new() });
            is_inside = true;
        } else if line == "failures:" || line.starts_with("test result: ") {
            is_inside = false;
        } else if let Some(check) = checks.last_mut().filter(|_| is_inside)
            && !is_added(line)
        {
            check.message.push_str(without_thread(line));
            check.message.push('\n');
        }
    }
    for check in &mut checks {
        check.message = check.message.trim().to_owned();
    }
    checks
}

/// What the test harness adds to a message: a number that differs from run to run,
/// and advice.
fn is_added(line: &str) -> bool {
    line.starts_with("thread '") && line.contains(" panicked at exercises/tests/")
        || line.starts_with("note: run with `RUST_BACKTRACE")
}

/// Which thread panicked is a number that says nothing.
fn without_thread(line: &str) -> &str {
    match line.find(" panicked at ") {
        Some(place) if line.starts_with("thread '") => &line[place + 1..],
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
running 2 tests
test b_comes_first ... FAILED
test a_is_fine ... ok

failures:

---- a_comes_second stdout ----

thread 'a_comes_second' (7) panicked at exercises/tests/ex01_welcome.rs:66:11:
expected: \"tea\"
     got: nothing
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- b_comes_first stdout ----
thread 'b' (8) panicked at exercises/src/ex01_welcome.rs:9:5:
no tea

failures:
    b_comes_first

test result: FAILED. 0 passed; 2 failed;
";

    #[test]
    fn a_message_is_what_the_check_said_and_nothing_around_it() {
        let checks = messages(PRINTED);
        assert_eq!(checks[0].message, "expected: \"tea\"\n     got: nothing");
        let panic = "panicked at exercises/src/ex01_welcome.rs:9:5:";
        assert_eq!(checks[1].message, format!("{panic}\nno tea"));
        assert_eq!(checks.len(), 2);
    }
}
