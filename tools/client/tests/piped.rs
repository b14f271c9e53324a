//! The plain mode, as a script meets it: the real binary between two pipes.

#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::thread;

use support::{Server, end_of};

fn client(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_client"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn client_of(server: &Server) -> (Child, ChildStdin) {
    let mut client = client(&["--addr", &server.addr()]);
    let input = client.stdin.take().unwrap();
    (client, input)
}

/// Reads both pipes while waiting, so that a full one holds nobody up.
fn outcome(mut client: Child) -> Output {
    fn read(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).unwrap();
            bytes
        })
    }
    let stdout = client.stdout.take().map(read);
    let stderr = client.stderr.take().map(read);
    let status = end_of(&mut client);
    let collected = |pipe: Option<thread::JoinHandle<_>>| {
        pipe.map(|reading| reading.join().unwrap()).unwrap_or_default()
    };
    Output { status, stdout: collected(stdout), stderr: collected(stderr) }
}

#[track_caller]
fn assert_outcome(client: Child, status: i32, stdout: &str, stderr: &str) {
    let got = outcome(client);
    assert_eq!(String::from_utf8_lossy(&got.stdout), stdout);
    assert_eq!(String::from_utf8_lossy(&got.stderr), stderr);
    assert_eq!(got.status.code(), Some(status));
}

#[test]
fn what_is_still_owed_after_the_half_close_is_printed() {
    let server = Server::start();
    let (client, mut input) = client_of(&server);
    let mut guest = server.accept();
    input.write_all(b"hello\n").unwrap();
    drop(input);
    guest.says("hello\n");
    guest.half_closes();

    guest.hears("* welcome, guest1\nbob: hi\nlast words without an end");
    guest.let_go();
    let owed = "* welcome, guest1\nbob: hi\nlast words without an end\n";
    assert_outcome(client, 0, owed, "");
}

#[test]
fn a_line_is_sent_while_more_input_may_come() {
    let server = Server::start();
    let (client, mut input) = client_of(&server);
    let mut guest = server.accept();
    input.write_all(b"one\n").unwrap();
    guest.says("one\n");
    input.write_all(b"two").unwrap();
    drop(input);
    guest.says("two");
    guest.let_go();
    assert_outcome(client, 0, "", "");
}

#[test]
fn quit_is_no_accident_even_with_the_input_open() {
    let server = Server::start();
    let (client, mut input) = client_of(&server);
    let mut guest = server.accept();
    input.write_all(b"/quit\n").unwrap();
    guest.says("/quit\n");
    guest.hears("* goodbye\n");
    guest.let_go();
    assert_outcome(client, 0, "* goodbye\n", "");
    drop(input);
}

#[test]
fn a_server_that_goes_away_is_said_in_one_sentence() {
    let server = Server::start();
    let (client, input) = client_of(&server);
    let guest = server.accept();
    guest.hears("* server is shutting down\n");
    drop(guest);
    let told = format!("the server at {} closed the connection\n", server.addr());
    assert_outcome(client, 1, "* server is shutting down\n", &told);
    drop(input);
}

#[test]
fn a_reset_is_an_end_like_any_other() {
    let server = Server::start();
    let (client, mut input) = client_of(&server);
    let guest = server.accept();
    input.write_all(b"hello\n").unwrap();
    guest.reset();
    let told = format!("the server at {} closed the connection\n", server.addr());
    assert_outcome(client, 1, "", &told);
    drop(input);
}

#[test]
fn nobody_listening_is_said_with_what_to_try() {
    let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let got = outcome(client(&["--addr", &addr.to_string()]));
    let told = String::from_utf8(got.stderr).unwrap();
    assert!(told.starts_with(&format!("cannot connect to {addr}: ")), "{told}");
    assert!(told.contains("start one with `cargo run --bin step4`"), "{told}");
    assert_eq!(told.lines().count(), 1);
    assert_eq!(got.status.code(), Some(1));
}

#[test]
fn nothing_that_could_move_the_cursor_reaches_standard_output() {
    let server = Server::start();
    let (client, input) = client_of(&server);
    drop(input);
    let guest = server.accept();
    guest.hears((0..=255).collect::<Vec<u8>>());
    guest.hears("\u{9b}2J\u{2028}\u{202e}\u{2066}\n");
    guest.let_go();

    let got = outcome(client);
    let text = String::from_utf8(got.stdout).expect("only UTF-8 is shown");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "a line for each \\n and no more: {lines:?}");
    assert_eq!(lines[0], "\u{FFFD}".repeat(9) + "\t");
    let printable: String = (' '..='~').collect();
    let replaced = |n| "\u{FFFD}".repeat(n);
    assert_eq!(
        lines[1],
        replaced(21)
            + &printable
            + &replaced(129)
            + &replaced(1)
            + "2J"
            + &replaced(3)
    );
}

#[test]
fn a_line_without_an_end_is_cut_and_said_to_be() {
    let server = Server::start();
    let (client, input) = client_of(&server);
    drop(input);
    let guest = server.accept();
    guest.hears([b'x'; 200_000]);
    guest.hears("\n* pong\n");
    guest.let_go();
    let cut = "x".repeat(65536) + " [cut after 65536 bytes]\n* pong\n";
    assert_outcome(client, 0, &cut, "");
}

#[test]
fn a_name_is_taken_before_anything_is_said() {
    let server = Server::start();
    let mut client = client(&["--name", "alice", "--addr", &server.addr()]);
    client.stdin.take().unwrap().write_all(b"hello\n").unwrap();
    let mut guest = server.accept();
    guest.says("/nick alice\n");
    guest.says("hello\n");
    guest.let_go();
    assert_outcome(client, 0, "", "");
}

#[test]
fn a_reader_that_left_is_no_reason_to_complain() {
    let server = Server::start();
    let (mut client, input) = client_of(&server);
    drop(client.stdout.take());
    let guest = server.accept();
    guest.hears("bob: hi\n");
    assert_outcome(client, 0, "", "");
    drop((guest, input));
}

#[test]
fn help_goes_to_standard_output_and_a_mistake_to_standard_error() {
    let help = outcome(client(&["--help"]));
    assert!(String::from_utf8(help.stdout).unwrap().contains("--addr <HOST:PORT>"));
    assert_eq!((help.stderr.as_slice(), help.status.code()), (&b""[..], Some(0)));

    for mistake in [&["--frobnicate"][..], &["--addr", "nowhere"], &["more"]] {
        let got = outcome(client(mistake));
        assert!(String::from_utf8(got.stderr).unwrap().starts_with("error: "));
        assert_eq!((got.stdout.as_slice(), got.status.code()), (&b""[..], Some(2)));
    }
}
