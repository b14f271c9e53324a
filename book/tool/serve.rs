//! A server for one reader: whoever sits at this machine.
//!
//! It waits as step 2 does, with a thread for each connection. One after the
//! other would not do: a browser opens connections that it may use later, and
//! the server would wait for one of those while the page is asked for on another.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::site::{EDITION, Response};
use crate::watch::Edition;

/// Where the book is looked for first, and where else it may end up.
const PORTS: RangeInclusive<u16> = 3000..=3099;
/// The longest head of a request, in bytes.
const MAX_HEAD: u64 = 16 * 1024;
/// How long a connection may stay silent, or an answer unread.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens on the first free port, on the loopback address alone.
///
/// # Errors
///
/// When every port of the range is taken or forbidden.
pub fn listen() -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
    PORTS.into_iter().find_map(bind).with_context(|| {
        let (first, last) = PORTS.into_inner();
        format!(
            "cannot listen on 127.0.0.1, ports {first} to {last} (all taken?); \
             `cargo book build` needs none"
        )
    })
}

/// Serves the files below `root` for as long as the process lives, and tells whoever
/// asks which edition of them it is.
pub fn serve(listener: &TcpListener, root: &Path, edition: &Edition) -> ! {
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Out of descriptors, perhaps: the next turn would fail as fast.
            thread::sleep(Duration::from_millis(100));
            continue;
        };
        let (root, edition) = (root.to_owned(), Arc::clone(edition));
        // No thread, or a browser that left: the reader will ask again.
        let answer = move || answer(&stream, &root, &edition).ok();
        thread::Builder::new().spawn(answer).ok();
    }
}

/// Reads one request and answers it.
fn answer(mut stream: &TcpStream, root: &Path, edition: &Edition) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;

    let mut head = BufReader::new(stream.take(MAX_HEAD)).lines();
    let Some(request) = head.next().transpose()? else { return Ok(()) };
    // The other lines say nothing we need, but closing a socket with unread input
    // resets the connection, and a reset may destroy the answer on its way.
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let response = match request.split(' ').nth(1) {
        Some(EDITION) => Response::edition(edition.load(Ordering::Relaxed)),
        _ => Response::to(&request, root),
    };
    stream.write_all(response.head().as_bytes())?;
    stream.write_all(&response.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(browser: &mut TcpStream) -> String {
        let mut answer = String::new();
        browser.write_all(b"GET / HTTP/1.1\r\nHost: book\r\n\r\n").unwrap();
        browser.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_page_arrives_while_another_connection_is_silent() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), "<h1>Welcome</h1>")
            .unwrap();
        let root = folder.path().canonicalize().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || serve(&listener, &root, &Edition::default()));

        let mut silent = TcpStream::connect(address).unwrap();
        let mut eager = TcpStream::connect(address).unwrap();
        let answer = ask(&mut eager);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("\r\n\r\n<h1>Welcome</h1>"), "{answer}");
        assert_eq!(ask(&mut silent), answer, "it was not given up meanwhile");

        let mut script = TcpStream::connect(address).unwrap();
        script.write_all(b"GET /edition HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        script.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("\r\n\r\n0"), "{answer}");
    }
}
