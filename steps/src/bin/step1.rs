//! Step 1: echo, blocking, one client at a time.
//!
//! ```text
//! cargo run --bin step1
//! nc 127.0.0.1 7000       # in another terminal; then in a third one, too
//! ```
//!
//! The simplest server there is: `read` waits until the client says something,
//! and as long as it waits, it waits for this client alone. The second one is
//! connected by the kernel, and hears nothing until the first one leaves.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use anyhow::Result;
use chat::{Line, LineBuffer};
use steps::{ACCEPT_PAUSE, MAX_READ, Options, start};

fn main() -> ExitCode {
    let options = Options::read(1, "Echo, one client at a time, blocking");
    start::exit_status(run(&options))
}

fn run(options: &Options) -> Result<()> {
    let listener = start::listen(options.addr)?;
    loop {
        serve_next(&listener);
    }
}

/// Serves one client from its arrival to its end. Whatever goes wrong with it
/// ends here.
fn serve_next(listener: &TcpListener) {
    match listener.accept() {
        Ok((stream, addr)) => {
            log::info!("{addr} connected");
            match echo(stream) {
                Ok(()) => log::info!("{addr} disconnected"),
                Err(error) => log::info!("{addr} disconnected: {error}"),
            }
        }
        Err(error) => match error.kind() {
            // Whoever waited has given up. The next one may still be there.
            ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
            // Out of descriptors, as a rule: asking again at once is no use.
            _ => thread::sleep(ACCEPT_PAUSE),
        },
    }
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    // Without it a short line may wait 40 ms for the last one's receipt.
    stream.set_nodelay(true)?;
    let mut lines = LineBuffer::default();
    let mut buffer = [0; MAX_READ];
    loop {
        let n = match stream.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        match n {
            0 => lines.finish(),
            n => lines.receive(&buffer[..n]),
        }
        stream.write_all(&answers(&mut lines))?;
        if n == 0 {
            return Ok(());
        }
    }
}

/// The answers to all lines that are complete, for one single write.
fn answers(lines: &mut LineBuffer) -> Vec<u8> {
    let mut answers = Vec::new();
    while let Some(line) = lines.next_line() {
        let answer = match line {
            Line::Text(text) => text,
            Line::TooLong => "! line too long (max 512 bytes)",
            Line::NotUtf8 => "! not valid UTF-8",
        };
        answers.extend_from_slice(answer.as_bytes());
        answers.push(b'\n');
    }
    answers
}
