//! Step 2: two threads for each client, one that reads and one that writes.
//!
//! ```text
//! cargo run --bin step2
//! nc 127.0.0.1 7000       # in another terminal, as often as you like
//! ```
//!
//! New since step 1: every call still blocks, but each blocks a thread of its
//! own. What the threads share, the chat itself, stands behind a lock.
//!
//! Start with `client.rs`, the life of one client. Then `server.rs`, what all
//! of them share, and `mailbox.rs`, what lies between two threads.

mod client;
mod mailbox;
mod server;

use std::fs;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::Result;
use chat::ClientId;
use steps::{ACCEPT_PAUSE, Options, start};

use client::Client;
use server::Server;

/// How many mappings are left to everything that is not a thread.
const SPARE: usize = 2000;

fn main() -> ExitCode {
    let options = Options::read(2, "Chat with two threads for each client");
    start::exit_status(run(options))
}

fn run(options: Options) -> Result<()> {
    start::raise_open_file_limit();
    let listener = start::listen(options.addr)?;
    let server = Arc::new(Server::new(options));
    let enough = max_threads() / 2;
    for id in 0.. {
        let client = Arc::new(accept(&listener, ClientId(id)));
        // Each client that has threads holds the server, so that many there are.
        let served = Arc::strong_count(&server) - 1;
        if served >= enough || spawn(&server, &client).is_err() {
            log::info!("{} is refused: there is no thread for it", client.id);
            client.refuse_at_once();
        }
    }
    Ok(())
}

/// Starts the first of the two threads of a client. `thread::spawn` would panic
/// where no more can be had.
fn spawn(server: &Arc<Server>, client: &Arc<Client>) -> io::Result<()> {
    let (server, client) = (Arc::clone(server), Arc::clone(client));
    thread::Builder::new().spawn(move || client.live(&server))?;
    Ok(())
}

/// How many threads this process may have. Linux counts mappings of memory, see
/// `vm.max_map_count` in proc_sys_vm(5), and a thread has four: its stack, the
/// stack on which it handles signals, and a guard page for each. Past the limit
/// a new thread gets the first and not the second, and Rust ends the process.
fn max_threads() -> usize {
    let limit = fs::read_to_string("/proc/sys/vm/max_map_count");
    let mappings: Option<usize> = limit.ok().and_then(|n| n.trim().parse().ok());
    // Elsewhere the limit is another one, and to start a thread merely fails.
    mappings.map_or(usize::MAX, |mappings| mappings.saturating_sub(SPARE) / 4)
}

/// Waits for the next client. No error of `accept` is a reason to end.
fn accept(listener: &TcpListener, id: ClientId) -> Client {
    loop {
        match listener.accept() {
            Ok((stream, addr)) => {
                log::info!("{id} connected from {addr}");
                return Client::new(id, stream);
            }
            Err(error) => match error.kind() {
                // Whoever waited has given up. The next one may still be there.
                ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                // Out of descriptors, as a rule: asking again at once is no use.
                _ => thread::sleep(ACCEPT_PAUSE),
            },
        }
    }
}
