//! The terminal mode, as somebody at a keyboard meets it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the panic of a test is its message")]
#![expect(clippy::print_stdout, reason = "shown only by a test that fails")]

#[path = "support/keyboard.rs"]
mod keyboard;
mod support;

use std::io::Write;
use std::os::unix::process::ExitStatusExt;

use keyboard::{CLIENT, Terminal, chat, chat_with};
use pty_process::blocking::Command;
use rustix::process::Signal;
use support::{Server, end_of, wait_for};

#[test]
fn a_line_that_arrives_leaves_the_one_being_typed_as_it_was() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("half a thou");
    terminal.shows("> half a thou");
    guest.hears("bob: hi\n* carol joined\n");
    terminal.shows("bob: hi\n* carol joined\n> half a thou");
    assert_eq!(terminal.cursor(), (2, 13));
    terminal.types("ght\r");
    guest.says("half a thought\n");
    terminal.shows("bob: hi\n* carol joined\n> half a thought\n>");
}

#[test]
fn lines_keep_their_order_beside_a_busy_typist() {
    let (_server, mut guest, terminal) = chat();
    let mut expected = String::new();
    for n in 0..10 {
        guest.hears(format!("bob: {n}\n"));
        terminal.types(&format!("typed {n}\r"));
        guest.says(&format!("typed {n}\n"));
        guest.hears(format!("carol: {n}\n"));
        expected += &format!("bob: {n}\ncarol: {n}\n");
        wait_for("both lines above a new prompt", || {
            let screen = terminal.contents();
            let heard: String = screen
                .split_inclusive('\n')
                .filter(|line| line.contains(": "))
                .collect();
            let all_here = screen.contains(&format!("carol: {n}\n"))
                && screen.trim_end().ends_with("\n>");
            all_here.then(|| assert!(expected.ends_with(&heard), "{screen}"))
        });
    }
}

#[test]
fn keys_typed_ahead_and_history_are_not_lost() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("one\rtwo\r");
    guest.says("one\n");
    guest.says("two\n");
    terminal.types("\x1b[A\x1b[A");
    terminal.shows("> one\n> two\n> one");
    terminal.types(" more\r");
    guest.says("one more\n");
}

#[test]
fn ctrl_d_ends_the_input_and_waits_for_the_last_words() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("\x04");
    guest.half_closes();
    guest.hears("* goodbye\n");
    guest.let_go();
    terminal.shows(">\n* goodbye");
    terminal.ends_with_status(0);
}

#[test]
fn quit_waits_for_the_last_words() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("/quit\r");
    guest.says("/quit\n");
    guest.hears("* goodbye\n");
    guest.let_go();
    terminal.shows("> /quit\n* goodbye");
    terminal.ends_with_status(0);
}

#[test]
fn a_server_that_does_not_let_go_is_left_all_the_same() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("\x04");
    guest.half_closes();
    terminal.ends_with_status(0);
}

#[test]
fn ctrl_c_clears_the_line_first_and_leaves_then() {
    let (_server, mut guest, terminal) = chat();
    terminal.types("never mind");
    terminal.shows("> never mind");
    terminal.types("\x03");
    terminal.shows(">");
    terminal.types("\x03");
    guest.half_closes();
    guest.let_go();
    terminal.ends_with_status(0);
}

#[test]
fn whoever_kills_the_client_finds_the_terminal_as_it_was() {
    for signal in [Signal::TERM, Signal::HUP] {
        let (_server, _guest, terminal) = chat();
        terminal.types("half a thou");
        terminal.shows("> half a thou");
        terminal.gets(signal);
        assert_eq!(terminal.ends().signal(), Some(signal.as_raw()));
    }
}

/// It would be stopped again if it touched the terminal of another program.
#[test]
fn a_client_put_aside_by_ctrl_z_can_be_killed() {
    let server = Server::start();
    let shell = Terminal::running(Command::new("sh").arg("-i"));
    shell.types(&format!("{CLIENT} --addr {}\r", server.addr()));
    let mut guest = server.accept();
    shell.mentions("\n>");
    shell.types("\x1a");
    shell.mentions("Stopped");
    shell.types("kill %1; kill -CONT %1\r");
    guest.half_closes();
    // A shell that still believes in its job refuses once.
    shell.types("exit\rexit\r");
    shell.ends();
}

#[test]
fn a_server_that_goes_away_while_one_types_ends_the_client() {
    let (server, guest, terminal) = chat();
    terminal.types("half a thou");
    terminal.shows("> half a thou");
    guest.hears("* server is shutting down\n");
    drop(guest);
    terminal.shows(&format!(
        "* server is shutting down\nthe server at {} closed the connection",
        server.addr()
    ));
    terminal.ends_with_status(1);
}

#[test]
fn a_reset_while_one_types_is_an_end_like_any_other() {
    let (server, guest, terminal) = chat();
    terminal.types("hello\rhalf a thou");
    terminal.shows("> hello\n> half a thou");
    guest.reset();
    let addr = server.addr();
    terminal.shows(&format!("> hello\nthe server at {addr} closed the connection"));
    terminal.ends_with_status(1);
}

#[test]
fn a_hostile_server_draws_nothing_but_its_own_lines() {
    let (_server, guest, terminal) = chat();
    terminal.types("mine");
    guest.hears(b"\x1b[2J\x1b[10;10Hx\rbob: forged\x08\x9b\n");
    // The screen of the test has no glyph for U+FFFD and leaves it out.
    terminal.shows("[2J[10;10Hxbob: forged\n> mine");
}

#[test]
fn names_are_coloured_unless_no_color_is_set() {
    for (no_color, coloured) in [("", true), ("1", false)] {
        let (_server, guest, terminal) = chat_with("NO_COLOR", no_color);
        guest.hears("bob: hi\n");
        terminal.shows("bob: hi\n>");
        assert_eq!(terminal.is_coloured(0, 0), coloured);
        assert!(!terminal.is_coloured(0, 5), "what is said stays plain");
    }
}

#[test]
fn a_terminal_that_cannot_edit_gets_the_plain_mode() {
    let server = Server::start();
    let (pty, pts) = pty_process::blocking::open().unwrap();
    let mut client =
        pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_client"))
            .args(["--addr", &server.addr()])
            .env("TERM", "dumb")
            .spawn(pts)
            .unwrap();
    let mut guest = server.accept();
    (&pty).write_all(b"hello\n\x04").unwrap();
    guest.says("hello\n");
    guest.half_closes();
    guest.let_go();
    assert_eq!(end_of(&mut client).code(), Some(0));
}
