//! Asking in a circle: one thread, no call that blocks, and nobody who says when.
//!
//! ```text
//! cargo run -p steps --example circle                       # asks all the time
//! cargo run -p steps --example circle -- 127.0.0.1:7000 10  # and naps for 10 ms
//! nc 127.0.0.1 7000                                         # in other terminals
//! ```
//!
//! An echo for any number of clients, and a specimen: it is what one comes to who
//! has heard of non-blocking sockets and not of pollers. Not to be copied, for two
//! reasons: it never sleeps, and what a client does not read at once is lost.

use std::env;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use steps::{MAX_READ, start};

fn main() -> Result<()> {
    let mut args = env::args().skip(1);
    let addr = args.next().unwrap_or_else(|| "127.0.0.1:7000".into());
    let nap = args.next().unwrap_or_else(|| "0".into());
    let addr = addr.parse::<SocketAddr>().context("expected HOST:PORT first")?;
    let nap = nap.parse::<u64>().context("expected milliseconds second")?;
    start::raise_open_file_limit();
    let listener = start::listen(addr)?;
    listener.set_nonblocking(true).context("the listener would block")?;
    ask_for_ever(&listener, Duration::from_millis(nap))
}

fn ask_for_ever(listener: &TcpListener, nap: Duration) -> ! {
    let mut clients = Vec::new();
    let mut buffer = [0; MAX_READ];
    loop {
        if let Some(client) = newcomer(listener) {
            clients.push(client);
        }
        clients.retain_mut(|client| stays(client, &mut buffer));
        if !nap.is_zero() {
            thread::sleep(nap);
        }
    }
}

/// Whoever has come since we last asked.
fn newcomer(listener: &TcpListener) -> Option<TcpStream> {
    let (client, _) = listener.accept().ok()?;
    client.set_nonblocking(true).ok()?;
    Some(client)
}

/// Asks one client whether it has said something, and says it back. Tells whether
/// the client stays.
fn stays(client: &mut TcpStream, buffer: &mut [u8]) -> bool {
    match client.read(buffer) {
        Ok(0) => false,
        // A client that does not read makes this fail, and is lost.
        Ok(count) => client.write_all(&buffer[..count]).is_ok(),
        // Nothing yet. It is asked again in the next round.
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}
