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

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::Result;
use chat::ClientId;
use steps::{ACCEPT_PAUSE, Options, start};

use client::Client;
use server::Server;

fn main() -> ExitCode {
    let options = Options::read(2, "Chat with two threads for each client");
    start::exit_status(run(options))
}

fn run(options: Options) -> Result<()> {
    start::raise_open_file_limit();
    let listener = start::listen(options.addr)?;
    let server = Arc::new(Server::new(options));
    for id in 0.. {
        let client = Arc::new(accept(&listener, ClientId(id)));
        let (its_server, its_client) = (Arc::clone(&server), Arc::clone(&client));
        let life = move || its_client.live(&its_server);
        // `thread::spawn` would panic at the limit of threads.
        if let Err(error) = thread::Builder::new().spawn(life) {
            log::info!("{} is refused, no thread for it: {error}", client.id);
            client.refuse_at_once();
        }
    }
    Ok(())
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
