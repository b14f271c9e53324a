//! How a server is started, and what it says when that fails.

use std::collections::BTreeSet;
use std::net::{Ipv6Addr, TcpListener};

use crate::probe::pong;
use crate::program::{ANY_PORT, Program};
use crate::servers::Step;

facts! { [step1 step2 step3 step4] {
    the_first_line_says_where_it_listens,
    an_address_may_be_one_of_ipv6,
    without_an_address_it_takes_port_7000_of_this_machine,
    help_goes_to_standard_output_and_names_the_options_of_the_step,
    help_names_the_defaults,
    an_option_that_the_step_does_not_have_is_refused,
    a_malformed_address_is_refused,
    an_address_in_use_is_named_and_another_one_suggested,
} }

/// Starts a server that does not come up, because it only has something to say.
#[track_caller]
fn says(step: Step, args: &[&str]) -> (i32, String, String) {
    Program::start(step, args).end()
}

/// The options that a step has.
fn options(step: Step) -> BTreeSet<&'static str> {
    let mut options = BTreeSet::from(["--addr", "--verbose", "--help"]);
    if step.number >= 2 {
        options.extend(["--max-outbox", "--max-clients"]);
    }
    if step.number >= 4 {
        options.insert("--idle-timeout");
    }
    options
}

fn the_first_line_says_where_it_listens(step: Step) {
    let program = Program::start(step, &ANY_PORT);
    // Through a pipe it comes at once only if it was flushed.
    let line = program.stdout.line();
    let port = line.strip_prefix("listening on 127.0.0.1:");
    let port = port.and_then(|rest| rest.strip_suffix('\n')?.parse().ok());
    let port: u16 = port.unwrap_or_else(|| panic!("it says {line:?}"));
    assert_ne!(port, 0, "the real one");
    let mut ann = program.guest(([127, 0, 0, 1], port).into());
    ann.say("/ping x");
    ann.expect(&pong(step, "x"));
}

fn an_address_may_be_one_of_ipv6(step: Step) {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return testkit::left_out("an address of IPv6", "it has no ::1");
    }
    let program = Program::start(step, &["--addr", "[::1]:0"]);
    let addr = program.addr();
    assert_eq!(addr.ip(), Ipv6Addr::LOCALHOST);
    let mut ann = program.guest(addr);
    ann.say("/ping x");
    ann.expect(&pong(step, "x"));
}

fn without_an_address_it_takes_port_7000_of_this_machine(step: Step) {
    let default = "127.0.0.1:7000";
    let program = Program::start(step, &[]);
    // Somebody may be trying out a step right now and have the port. Then
    // there is an end instead of a first line.
    match program.stdout.try_line() {
        Some(line) => assert_eq!(line, format!("listening on {default}\n")),
        None => {
            let (status, _, error) = program.end();
            assert_eq!(status, 1, "{error}");
            assert!(error.contains(default), "{error}");
        }
    }
}

fn help_goes_to_standard_output_and_names_the_options_of_the_step(step: Step) {
    let (status, help, error) = says(step, &["--help"]);
    assert_eq!((status, error.as_str()), (0, ""));
    let words = help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let named: BTreeSet<&str> =
        words.filter(|word| word.starts_with("--")).collect();
    assert_eq!(named, options(step), "{help}");
    assert!(help.split([' ', ',', '\n']).any(|word| word == "-v"), "{help}");
}

fn help_names_the_defaults(step: Step) {
    let (_, help, _) = says(step, &["--help"]);
    assert!(help.contains("127.0.0.1:7000"), "{help}");
    assert_eq!(help.contains("262144"), step.number >= 2, "{help}");
}

fn an_option_that_the_step_does_not_have_is_refused(step: Step) {
    let all = ["--nope", "--max-outbox", "--max-clients", "--idle-timeout", "-x"];
    for option in all.into_iter().filter(|it| !options(step).contains(it)) {
        is_refused(step, &[option, "5"], option);
    }
    is_refused(step, &["stray"], "stray");
}

fn a_malformed_address_is_refused(step: Step) {
    for bad in ["7000", "127.0.0.1", "127.0.0.1:70000", "127.0.0.1:x", ":", ""] {
        let error = is_refused(step, &["--addr", bad], bad);
        assert!(error.contains("127.0.0.1:7000"), "a good one is shown: {error}");
    }
    is_refused(step, &["--addr"], "--addr");
}

/// One message on standard error that names what is wrong, and status 2.
#[track_caller]
fn is_refused(step: Step, args: &[&str], named: &str) -> String {
    let (status, output, error) = says(step, args);
    assert_eq!((status, output.as_str()), (2, ""), "{args:?}: {error}");
    assert_eq!(error.matches("error: ").count(), 1, "{args:?}: {error}");
    assert!(error.contains(named), "{args:?}: {error}");
    error
}

fn an_address_in_use_is_named_and_another_one_suggested(step: Step) {
    let first = Program::start(step, &ANY_PORT);
    let addr = first.addr().to_string();
    let (status, output, error) = says(step, &["--addr", &addr]);
    assert_eq!((status, output.as_str()), (1, ""), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.contains(&addr), "{error}");
    let suggested = error.split_once("--addr ").map(|(_, rest)| rest);
    let suggested = suggested.and_then(|rest| rest.trim_end().strip_suffix(')'));
    let suggested = suggested.unwrap_or_else(|| panic!("no suggestion: {error}"));
    assert_ne!(suggested, addr, "{error}");
    assert!(suggested.parse::<std::net::SocketAddr>().is_ok(), "{error}");
}
