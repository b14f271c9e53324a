//! What the server says, ready to be shown.
//!
//! Both modes read here, so nothing reaches a screen without being cleaned.

use std::io::{self, Read};
use std::net::TcpStream;

use crate::clean::Lines;
use crate::colours;

/// Hands each batch of complete lines to `show` until the server is gone.
///
/// An end, a reset and any other failure to read all mean the same to the
/// user, so they all end it with `Ok`. An error of `show` is returned.
pub fn relay(
    mut server: &TcpStream,
    coloured: bool,
    mut show: impl FnMut(String) -> io::Result<()>,
) -> io::Result<()> {
    let mut lines = Lines::default();
    let mut chunk = [0; 16 * 1024];
    loop {
        match server.read(&mut chunk) {
            Ok(0) => break,
            Ok(n) => show_all(lines.receive(&chunk[..n]), coloured, &mut show)?,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    show_all(lines.finish(), coloured, &mut show)
}

/// Shows the lines of one read at once: the screen is redrawn once for them.
fn show_all(
    lines: impl IntoIterator<Item = String>,
    coloured: bool,
    show: &mut impl FnMut(String) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text += &if coloured { colours::colour(&line) } else { line };
        text.push('\n');
    }
    if text.is_empty() { Ok(()) } else { show(text) }
}
