//! A log says who comes and who goes, and never costs the chat anything.
//!
//! Whoever starts a server may throw its outputs away, or forget to read them.
//! A full pipe must not stop it, and a closed one must not end it.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use testkit::{Guest, PATIENCE};

use crate::probe::{NOT_UTF8, TOO_LONG, pong};
use crate::program::{ANY_PORT, Program};
use crate::servers::Step;

facts! { [step1 step2 step3 step4] {
    nothing_is_logged_unless_it_is_asked_for,
    a_log_has_one_line_for_a_connect_and_one_for_a_disconnect,
    a_bad_line_is_not_logged,
    a_log_that_nobody_reads_stops_nobody,
    a_closed_standard_error_stops_nobody,
    a_closed_standard_output_stops_nobody,
} }

const VERBOSE: [&str; 3] = ["-v", ANY_PORT[0], ANY_PORT[1]];

/// A guest that is served.
#[track_caller]
fn is_served(step: Step, mut ann: Guest) -> Guest {
    ann.say("/ping x");
    ann.expect(&pong(step, "x"));
    ann
}

/// Lets so many bad lines be answered.
#[track_caller]
fn bad_lines(ann: &mut Guest, count: usize) {
    let long = "x".repeat(600);
    for _ in 0..count {
        ann.send([b"\xff\n", long.as_bytes(), b"\n"].concat());
        ann.expect(NOT_UTF8);
        ann.expect(TOO_LONG);
    }
}

fn nothing_is_logged_unless_it_is_asked_for(step: Step) {
    let mut program = Program::start(step, &ANY_PORT);
    let addr = program.addr();
    let mut ann = is_served(step, program.guest(addr));
    bad_lines(&mut ann, 10);
    ann.reset();
    // In step 1 she has left when the next one is served.
    let mut bob = is_served(step, program.guest(addr));
    bob.half_close();
    bob.expect_end();
    is_served(step, program.guest(addr)).close();
    is_served(step, program.guest(addr));
    program.kill();
    assert_eq!([program.stdout.rest(), program.stderr.rest()], ["", ""]);
}

fn a_log_has_one_line_for_a_connect_and_one_for_a_disconnect(step: Step) {
    let mut program = Program::start(step, &VERBOSE);
    let addr = program.addr();
    for leave in ["closes", "ends", "resets"] {
        let mut ann = is_served(step, program.guest(addr));
        let line = program.stderr.line();
        assert!(line.contains(" connected") && line.ends_with('\n'), "{line:?}");
        match leave {
            "closes" => ann.close(),
            "ends" => {
                ann.half_close();
                ann.expect_end();
            }
            _ => ann.reset(),
        }
        let line = program.stderr.line();
        assert!(line.contains(" disconnected"), "{leave}: {line:?}");
    }
    program.kill();
    assert_eq!([program.stdout.rest(), program.stderr.rest()], ["", ""]);
}

fn a_bad_line_is_not_logged(step: Step) {
    let mut program = Program::start(step, &VERBOSE);
    let mut ann = is_served(step, program.guest(program.addr()));
    bad_lines(&mut ann, 100);
    program.kill();
    let log = program.stderr.rest();
    assert_eq!(log.lines().count(), 1, "she connected, that is all: {log}");
}

/// Thousands of clients make more lines than the 64 KiB that a pipe holds.
#[cfg(unix)]
fn a_log_that_nobody_reads_stops_nobody(step: Step) {
    use std::io::Read;

    const CLIENTS: usize = 2000;
    let (mut reader, writer) = io::pipe().expect("a pipe");
    let stdout = std::process::Stdio::piped();
    let mut program = Program::with_outputs(step, &VERBOSE, stdout, writer);
    let addr = program.addr();
    for _ in 0..CLIENTS {
        is_served(step, program.guest(addr));
    }
    program.kill();
    let mut log = Vec::new();
    reader.read_to_end(&mut log).expect("what the pipe holds can be read");
    let lines = log.split(|&byte| byte == b'\n').count();
    assert!(lines < 2 * CLIENTS, "the pipe was full, or this shows nothing");
}

#[cfg(not(unix))]
fn a_log_that_nobody_reads_stops_nobody(_: Step) {
    testkit::left_out("a log that nobody reads", "a full pipe cannot be foreseen");
}

fn a_closed_standard_error_stops_nobody(step: Step) {
    let (reader, writer) = io::pipe().expect("a pipe");
    drop(reader);
    let stdout = std::process::Stdio::piped();
    let program = Program::with_outputs(step, &VERBOSE, stdout, writer);
    let addr = program.addr();
    for _ in 0..10 {
        is_served(step, program.guest(addr));
    }
}

fn a_closed_standard_output_stops_nobody(step: Step) {
    let (reader, writer) = io::pipe().expect("a pipe");
    drop(reader);
    let addr = free_address(step);
    let args = ["--addr", &addr.to_string()];
    let stderr = std::process::Stdio::piped();
    let mut program = Program::with_outputs(step, &args, writer, stderr);
    // Nobody says when it listens, so we try until it does.
    let patience = Instant::now() + PATIENCE;
    while TcpStream::connect(addr).is_err() {
        assert!(program.is_running(), "it has ended: {}", program.stderr.rest());
        assert!(Instant::now() < patience, "it does not listen");
    }
    for _ in 0..10 {
        is_served(step, program.guest(addr));
    }
    program.kill();
    assert_eq!(program.stderr.rest(), "");
}

/// An address that nobody else is about to take: on Linux, all of 127.0.0.0/8 is
/// this machine, and each step gets one of its own.
fn free_address(step: Step) -> SocketAddr {
    let host = if cfg!(target_os = "linux") {
        [127, 0, 7, step.number]
    } else {
        [127, 0, 0, 1]
    };
    let listener = TcpListener::bind((std::net::Ipv4Addr::from(host), 0));
    listener.and_then(|it| it.local_addr()).expect("a free port")
}
