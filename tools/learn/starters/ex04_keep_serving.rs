//! # Exercise 4: the loop that one bad client cannot end
//!
//! Ann and Bob are chatting when a stranger connects and resets the connection at
//! once, as a port scanner does. Your server must not even blink. In many servers a
//! single `?` in the accept loop hands that stranger's error up to `main`, and the
//! server is gone for everybody. `accept` itself fails too: because somebody gave
//! up while waiting in the queue, because a signal came, or because the process may
//! open no more files. None of these is a reason to stop serving.
//!
//! A [`Listener`] is a `TcpListener`, or in the checks one with a script. What
//! comes of `accept` is either a client and its address, which you hand on to
//! `serve`, or an error. After an error that will not be gone at once (the process
//! is out of descriptors, or you do not know it, or it is `WouldBlock`, from a
//! listener that should have waited), and only then, call `pause` before you ask
//! again: otherwise the loop asks a hundred thousand times a second.
//!
//! ## What the checks do
//!
//! They run `keep_serving` with listeners whose scripts bring good clients, clients
//! that fail, clients that have already gone, and every error that `accept` is
//! known for. A script that is over ends the check: `keep_serving` itself never
//! returns. The last ones reset real connections to the real server, `run`.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex04_keep_serving
//! ```
//!
//! Then try it yourself, with `nc 127.0.0.1 7000` from another terminal:
//!
//! ```console
//! cargo run -p exercises -- ex04
//! ```
//!
//! ## Hint 1
//!
//! `loop` and `match listener.accept()`, with an arm for `Ok` and one for `Err`.
//! There is no `?` in this function, no `unwrap`, and no `return`.
//!
//! ## Hint 2
//!
//! What `serve` returns is over with that client: `let _ = serve(client, addr);`
//! The address is the one that `accept` gave. `peer_addr` asks the socket, and a
//! connection that was reset meanwhile has no peer any more.
//!
//! ## Hint 3
//!
//! After `Interrupted` and `ConnectionAborted` ask again at once, after every other
//! error `pause` first. Ours is in `solutions/src/ex04_keep_serving.rs`.

use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// Where clients come in.
pub trait Listener {
    /// A connection.
    type Client: Client;

    /// Waits for the next client. An error says nothing about the one after it.
    fn accept(&mut self) -> io::Result<(Self::Client, SocketAddr)>;

    /// Waits a tenth of a second, for what only time can mend.
    fn pause(&mut self);
}

/// A connection to a client.
pub trait Client {
    /// Asks the socket who is at the other end, if anybody still is.
    fn peer_addr(&self) -> io::Result<SocketAddr>;
}

/// Accepts clients for ever and hands each to `serve`, which is done with it when
/// it returns.
///
/// # Errors
/// None, if you can help it.
pub fn keep_serving<L: Listener>(
    listener: &mut L,
    mut serve: impl FnMut(L::Client, SocketAddr) -> io::Result<()>,
) -> io::Result<()> {
    todo!(
        "the accept loop.
  What to do: open exercises/src/ex04_keep_serving.rs and write `keep_serving`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex04_keep_serving"
    )
}

/// The server around it, written for you.
pub fn run(mut listener: TcpListener) -> io::Result<()> {
    keep_serving(&mut listener, |client, _| echo(client))
}

/// Says each line back.
fn echo(mut client: TcpStream) -> io::Result<()> {
    let lines = BufReader::new(client.try_clone()?).lines();
    for line in lines {
        writeln!(client, "{}", line?)?;
    }
    Ok(())
}

impl Listener for TcpListener {
    type Client = TcpStream;

    fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        TcpListener::accept(self)
    }

    fn pause(&mut self) {
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Client for TcpStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        TcpStream::peer_addr(self)
    }
}
