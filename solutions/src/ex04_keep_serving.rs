//! Exercise 4: the loop that one bad client cannot end.
//!
//! Nothing leaves this loop, neither a client's error nor that of `accept`. The
//! address comes from `accept`, because it is the last moment at which it is known
//! for certain.

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
/// None: it never returns.
pub fn keep_serving<L: Listener>(
    listener: &mut L,
    mut serve: impl FnMut(L::Client, SocketAddr) -> io::Result<()>,
) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((client, addr)) => {
                // Its misfortune is its own.
                let _ = serve(client, addr);
            }
            Err(error) => match error.kind() {
                // Whoever waited has given up. The next one may still be there.
                ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                // Out of descriptors, as a rule: asking again at once is no use.
                _ => listener.pause(),
            },
        }
    }
}

/// The server around it.
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
