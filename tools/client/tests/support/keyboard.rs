//! Somebody at a keyboard: the real binary on a pseudo-terminal, whose screen
//! the test reads.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;

use pty_process::blocking::{Command, Pty, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};

use crate::support::{Guest, Server, end_of, wait_for};

pub const CLIENT: &str = env!("CARGO_BIN_EXE_client");

/// A program (the client, or a shell that starts it) and what its user sees.
pub struct Terminal {
    program: Child,
    pty: Arc<Pty>,
    screen: Arc<Mutex<vt100::Parser>>,
}

/// A client with a prompt on its screen, and the server's end of it.
pub fn chat() -> (Server, Guest, Terminal) {
    chat_with("NO_COLOR", "")
}

pub fn chat_with(variable: &str, value: &str) -> (Server, Guest, Terminal) {
    let server = Server::start();
    let client =
        Command::new(CLIENT).args(["--addr", &server.addr()]).env(variable, value);
    let terminal = Terminal::running(client);
    let guest = server.accept();
    terminal.shows(">");
    (server, guest, terminal)
}

impl Terminal {
    pub fn running(program: Command) -> Terminal {
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(24, 80)).unwrap();
        let program = program.env("TERM", "xterm-256color").spawn(pts).unwrap();
        let (pty, screen) =
            (Arc::new(pty), Arc::new(Mutex::new(vt100::Parser::default())));
        let terminal =
            Terminal { program, pty: Arc::clone(&pty), screen: screen.clone() };
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Fails when the program has left its terminal.
            while let Ok(n @ 1..) = (&*pty).read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..n]);
            }
        });
        terminal
    }

    pub fn types(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    pub fn contents(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Row and column, from 0.
    pub fn cursor(&self) -> (u16, u16) {
        self.screen.lock().unwrap().screen().cursor_position()
    }

    pub fn is_coloured(&self, row: u16, column: u16) -> bool {
        let screen = self.screen.lock().unwrap();
        let cell = screen.screen().cell(row, column).unwrap();
        cell.fgcolor() != vt100::Color::Default
    }

    /// Waits until this stands somewhere on the screen.
    pub fn mentions(&self, text: &str) {
        wait_for(text, || self.contents().contains(text).then_some(()));
    }

    /// Waits until this, and only this, stands on the screen (spaces at the end
    /// of a line do not count).
    #[track_caller]
    pub fn shows(&self, expected: &str) {
        let mut seen = String::new();
        wait_for(expected, || {
            let contents = self.contents();
            let right = contents.lines().map(str::trim_end).eq(expected.lines());
            if contents != seen && !right {
                println!("--- the screen, waiting for {expected:?}\n{contents}");
                seen = contents;
            }
            right.then_some(())
        });
    }

    pub fn gets(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.program), signal).unwrap();
    }

    pub fn ends_with_status(self, status: i32) {
        assert_eq!(self.ends().code(), Some(status));
    }

    /// Waits for the end of the program; the terminal must be as it was.
    pub fn ends(mut self) -> ExitStatus {
        let status = end_of(&mut self.program);
        let modes = tcgetattr(&self.pty).unwrap().local_modes;
        assert!(
            modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
        );
        wait_for("pasting to be plain again", || {
            let screen = self.screen.lock().unwrap();
            (!screen.screen().bracketed_paste()).then_some(())
        });
        status
    }
}
