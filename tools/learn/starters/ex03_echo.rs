//! # Exercise 3: one client, served
//!
//! Ann connects and says `hello`. The simplest server there is says `hello` back,
//! and does so for each of her lines until she leaves. She may stay for hours and
//! say nothing, so an answer must be on its way before you wait for her again. TCP
//! cuts what she says wherever it likes; it may take less of your answer than you
//! offer; and a signal may interrupt either call. None of that is her fault, and
//! she should notice none of it.
//!
//! [`chat::LineBuffer`], what exercise 2 was about, cuts the bytes into lines
//! (`src/lines.rs`; start with `LineBuffer::default()`): without their `\n`, and
//! without the `\r` that telnet puts before it. What comes back is:
//!
//! - for a line, also an empty one: the line and `\n`;
//! - for one that is not UTF-8: `! not valid UTF-8` and `\n`;
//! - for one that is too long: `! line too long (max 512 bytes)` and `\n`.
//!
//! When she has ended her input, what is left counts as a line, even without a `\n`.
//!
//! ## What the checks do
//!
//! They call `serve` with sockets that do what a script says: cut a line into
//! pieces, bring two at once, take one byte of an answer, be interrupted, reset.
//! One client waits for each answer before it says the next line. At the end a real
//! one connects to the real server, `run`.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex03_echo
//! ```
//!
//! Then talk to it yourself, from another terminal with `nc 127.0.0.1 7000`:
//!
//! ```console
//! cargo run -p exercises -- ex03
//! ```
//!
//! ## Hint 1
//!
//! A loop: `read` into a buffer, give `&buffer[..n]` to the `LineBuffer`, take out
//! every line there is, answer. When `read` returns `Ok(0)` she has ended her input:
//! call `finish`, answer what is left, and return.
//!
//! ## Hint 2
//!
//! `write` may take a part only; `write_all` goes on until all of it is taken. It
//! also tries again after `ErrorKind::Interrupted`, as `read` does not: that one
//! you have to do yourself. Every other error can be returned with `?`.
//!
//! ## Hint 3
//!
//! `while let Some(line) = lines.next_line()` appends the answers to one `Vec<u8>`,
//! for one `write_all` after each `read`. Ours is in `solutions/src/ex03_echo.rs`.

use std::io::{self, Read, Write};
use std::net::TcpListener;

use chat::{Line, LineBuffer};

/// Answers each line of one client until it ends its input.
///
/// # Errors
/// When the connection breaks, if you like: it is over for this client either way.
pub fn serve(client: &mut (impl Read + Write)) -> io::Result<()> {
    todo!(
        "serving one client.
  What to do: open exercises/src/ex03_echo.rs and write `serve`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex03_echo"
    )
}

/// The server around it, written for you: one client after another.
pub fn run(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut client, _) = listener.accept()?;
        // However it ended for this one, the next one is served.
        let _ = serve(&mut client);
    }
}
