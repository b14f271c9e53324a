//! Every sentence of the protocol, held against every server at its level.
//!
//! The name of a check is the sentence; behind it stand the steps that it was
//! tried on: `chat::the_author_does_not_hear_its_own_line::step3`. The servers
//! run in processes of their own and are talked to over TCP alone, so the same
//! checks would judge a server in any language.
//!
//! `README.md` in this folder says which check covers which known mistake.

#[macro_use]
mod servers;

#[cfg(target_os = "linux")]
mod census;
mod chat;
mod cleaning;
mod command_line;
mod crowd;
mod echo;
mod errors;
#[cfg(target_os = "linux")]
mod fairness;
mod farewell;
#[cfg(target_os = "linux")]
mod frozen;
#[cfg(target_os = "linux")]
mod idle;
mod last_lines;
mod leaving;
mod limits;
mod lines;
mod lists;
mod logs;
mod long_lines;
mod meters;
mod names;
mod order;
#[cfg(target_os = "linux")]
mod pace;
mod people;
mod probe;
mod program;
mod robust;
mod rooms;
#[cfg(unix)]
mod signals;
mod slow;
mod three;

testkit::linux_only!(census, "they count files and threads in /proc");
testkit::linux_only!(fairness, "they stop the server by SIGSTOP");
testkit::linux_only!(frozen, "they stop the server by SIGSTOP");
testkit::linux_only!(idle, "they look at threads in /proc");
testkit::linux_only!(pace, "they stop the server by SIGSTOP");

#[cfg(not(unix))]
#[test]
fn signals() {
    testkit::left_out("the tests in `signals`", "they need SIGINT and SIGTERM");
}
