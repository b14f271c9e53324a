//! Exercise 3: one client, served.
//!
//! All answers to what one `read` brought leave in one write, before the next
//! `read`: whoever waits for the client must owe it nothing.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpListener;

use chat::{Line, LineBuffer};

/// Answers each line of one client until it ends its input.
///
/// # Errors
/// When the connection breaks: it is over for this client.
pub fn serve(client: &mut (impl Read + Write)) -> io::Result<()> {
    let mut lines = LineBuffer::default();
    let mut buffer = [0; 4096];
    loop {
        let n = match client.read(&mut buffer) {
            // A signal came. Nothing was read, and nothing was lost.
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        match n {
            0 => lines.finish(),
            n => lines.receive(&buffer[..n]),
        }
        client.write_all(&answers(&mut lines))?;
        if n == 0 {
            return Ok(());
        }
    }
}

/// The answers to all lines that are complete.
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

/// The server around it: one client after another.
pub fn run(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut client, _) = listener.accept()?;
        // However it ended for this one, the next one is served.
        let _ = serve(&mut client);
    }
}
