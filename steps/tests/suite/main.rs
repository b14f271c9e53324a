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
mod crowd;
mod echo;
#[cfg(target_os = "linux")]
mod fairness;
mod farewell;
#[cfg(target_os = "linux")]
mod frozen;
#[cfg(target_os = "linux")]
mod idle;
mod leaving;
mod limits;
mod meters;
mod people;
mod robust;
#[cfg(unix)]
mod signals;
mod slow;

testkit::linux_only!(census, "they count files and threads in /proc");
testkit::linux_only!(fairness, "they stop the server by SIGSTOP");
testkit::linux_only!(frozen, "they stop the server by SIGSTOP");
testkit::linux_only!(idle, "they look at threads in /proc");

#[cfg(not(unix))]
#[test]
fn signals() {
    testkit::left_out("the tests in `signals`", "they need SIGINT and SIGTERM");
}
