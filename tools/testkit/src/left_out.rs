//! What a system cannot check is left out aloud, never in silence.

use std::io::Write;

/// Prints that `what` was left out on this system, and why, where a passing
/// test shows it too (the test harness keeps back what `println!` prints).
///
/// ```
/// testkit::left_out("frozen servers", "they need /proc");
/// ```
pub fn left_out(what: &str, why: &str) {
    let system = std::env::consts::OS;
    let notice = format!("left out on {system}: {what} ({why})\n");
    // Nobody may be listening; a test does not fail for that.
    let _ = std::io::stderr().write_all(notice.as_bytes());
}

/// Stands beside a `#[cfg(target_os = "linux")] mod NAME` full of tests: on every
/// other system it is a test of that name which says that they were left out.
///
/// ```
/// #[cfg(target_os = "linux")]
/// mod frozen {
///     // tests with Server::freeze
/// }
/// testkit::linux_only!(frozen, "they need SIGSTOP and /proc");
/// ```
#[macro_export]
macro_rules! linux_only {
    ($name:ident, $why:literal) => {
        #[cfg(not(target_os = "linux"))]
        #[test]
        fn $name() {
            $crate::left_out(
                concat!("the tests in `", stringify!($name), "`"),
                $why,
            );
        }
    };
}
