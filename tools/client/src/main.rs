//! A chat client for the terminal.
//!
//! ```text
//! cargo run --bin client -- --name alice
//! printf 'hello\n' | cargo run --bin client
//! ```
//!
//! With a keyboard and a screen it keeps the line being typed apart from what
//! arrives ([`terminal`]); with anything else it copies lines ([`piped`]).

mod clean;
mod colours;
mod incoming;
mod options;
mod piped;
#[cfg(unix)]
mod signals;
mod terminal;
mod turn;

use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Arc;

use options::Options;
use terminal::Terminal;

/// Who ended the conversation.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    /// We did: end of input, Ctrl-D, Ctrl-C or `/quit`.
    Left,
    /// The server did.
    ServerGone,
}

fn main() -> ExitCode {
    let options = options::from_command_line();
    let message = match chat(&options) {
        Ok(Ending::Left) => return ExitCode::SUCCESS,
        Ok(Ending::ServerGone) => {
            format!("the server at {} closed the connection", options.addr)
        }
        Err(message) => message,
    };
    // With standard error closed too there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::FAILURE
}

fn chat(options: &Options) -> Result<Ending, String> {
    let server = Arc::new(connect(&options.addr)?);
    if let Some(name) = &options.name {
        // A failure here is seen again, and told, by whoever reads.
        let _ = send(&server, &format!("/nick {name}"));
    }
    match Terminal::open() {
        Some(terminal) => terminal.run(server),
        None => piped::run(server),
    }
}

fn connect(addr: &str) -> Result<TcpStream, String> {
    let server = TcpStream::connect(addr).map_err(|e| {
        let cause = match e.kind() {
            io::ErrorKind::ConnectionRefused => {
                " (is a step running? start one with `cargo run --bin step4`)"
            }
            _ => "",
        };
        format!("cannot connect to {addr}: {e}{cause}")
    })?;
    // Without it a second line can wait 40 ms for the first one's ACK.
    let _ = server.set_nodelay(true);
    Ok(server)
}

/// Sends one line in one write, so that it travels as one piece.
fn send(mut server: &TcpStream, line: &str) -> io::Result<()> {
    server.write_all(format!("{line}\n").as_bytes())
}

/// Whether the server will let us go after this line (or, in a pasted text,
/// after one of these lines).
fn asks_to_quit(text: &str) -> bool {
    text.lines().any(|line| line.split(' ').next() == Some("/quit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quit_is_a_word_of_its_own_at_the_start_of_a_line() {
        for leaving in ["/quit", "/quit\r\n", "/quit now", "hello\n/quit\nmore"] {
            assert!(asks_to_quit(leaving), "{leaving:?}");
        }
        for staying in ["", "quit", " /quit", "/quitter", "say /quit"] {
            assert!(!asks_to_quit(staying), "{staying:?}");
        }
    }
}
