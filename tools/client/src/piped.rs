//! The plain mode: standard input goes to the server, its answers go to
//! standard output.
//!
//! Two directions need two threads here, or a long answer that nobody reads
//! would block the server, and the server would stop reading us.

use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::clean::LONGEST_LINE;
use crate::{Ending, asks_to_quit, colours, incoming};

/// Copies until the server closes, so everything still owed is printed.
pub fn run(server: Arc<TcpStream>) -> Result<Ending, String> {
    let leaving = Arc::new(AtomicBool::new(false));
    // Never joined: it may wait for input that does not come while the server
    // is long gone. It ends with the process.
    thread::spawn({
        let (server, leaving) = (Arc::clone(&server), Arc::clone(&leaving));
        move || send_input(&server, &leaving)
    });

    // A Windows console understands colours only when asked to, as the line
    // editor of the other mode does.
    let coloured = colours::wanted() && !cfg!(windows);
    match incoming::relay(&server, coloured, print) {
        Ok(()) if leaving.load(Ordering::SeqCst) => Ok(Ending::Left),
        Ok(()) => Ok(Ending::ServerGone),
        // `client | head -1`: the reader has what it wanted.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Left),
        Err(e) => Err(format!("cannot write to standard output: {e}")),
    }
}

fn print(text: String) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Sends line by line; at the end of input only the sending half is closed.
fn send_input(mut server: &TcpStream, leaving: &AtomicBool) {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    // A line beyond the limit goes in pieces: it must not fill our memory.
    while let Ok(1..) =
        input.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', &mut line)
    {
        // Said before it is sent: the server's answer may come at once.
        if asks_to_quit(&String::from_utf8_lossy(&line)) {
            leaving.store(true, Ordering::SeqCst);
        }
        if server.write_all(&line).is_err() {
            // The server is gone; whoever reads from it finds out, and tells.
            return;
        }
        line.clear();
    }
    leaving.store(true, Ordering::SeqCst);
    let _ = server.shutdown(Shutdown::Write);
}
