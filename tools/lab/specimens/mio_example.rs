//! A specimen for `cargo attack`: a chat shaped like mio's `tcp_server` example.
//!
//! The example shows how registering works, and says nothing of what a server needs
//! beyond that. People copy its shape, so its shape is what stands here: `?` on
//! everything, one write that must take the whole message, and reading that ends the
//! program when a client resets.

#![allow(missing_docs)]

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};

const SERVER: Token = Token(0);

struct Peer {
    stream: TcpStream,
    name: String,
    received: Vec<u8>,
}

fn main() -> io::Result<()> {
    let address = std::env::args().nth(2).unwrap_or_else(|| "127.0.0.1:7000".into());
    let address = address.parse().map_err(io::Error::other)?;
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(128);
    let mut listener = TcpListener::bind(address)?;
    poll.registry().register(&mut listener, SERVER, Interest::READABLE)?;
    let mut out = io::stdout();
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;

    let mut peers: HashMap<Token, Peer> = HashMap::new();
    let mut next = 1;
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() != SERVER {
                if event.is_readable() && readable(&mut peers, event.token())? {
                    peers.remove(&event.token());
                }
                continue;
            }
            loop {
                let (mut stream, _) = match listener.accept() {
                    Ok(accepted) => accepted,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(error),
                };
                let token = Token(next);
                poll.registry().register(&mut stream, token, Interest::READABLE)?;
                let name = format!("guest{next}");
                let mut peer = Peer { stream, name, received: Vec::new() };
                let welcome =
                    format!("* welcome, {}; /help lists the commands\n", peer.name);
                send(&mut peer, &welcome)?;
                peers.insert(token, peer);
                next += 1;
            }
        }
    }
}

/// Reads until there is nothing more; true when the peer has closed.
fn readable(peers: &mut HashMap<Token, Peer>, token: Token) -> io::Result<bool> {
    let Some(peer) = peers.get_mut(&token) else { return Ok(false) };
    let mut closed = false;
    let mut chunk = [0; 4096];
    loop {
        match peer.stream.read(&mut chunk) {
            Ok(0) => {
                closed = true;
                break;
            }
            Ok(n) => peer.received.extend_from_slice(&chunk[..n]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    let Some(end) = peer.received.iter().rposition(|&byte| byte == b'\n') else {
        return Ok(closed);
    };
    let rest = peer.received.split_off(end + 1);
    let lines = std::mem::replace(&mut peer.received, rest);
    for line in String::from_utf8_lossy(&lines).lines() {
        handle(peers, token, line)?;
    }
    Ok(closed)
}

fn handle(
    peers: &mut HashMap<Token, Peer>,
    token: Token,
    line: &str,
) -> io::Result<()> {
    let Some(peer) = peers.get_mut(&token) else { return Ok(()) };
    if let Some(name) = line.strip_prefix("/nick ") {
        peer.name = name.to_string();
        let answer = format!("* you are now {name}\n");
        return send(peer, &answer);
    }
    if let Some(word) = line.strip_prefix("/ping ") {
        return send(peer, &format!("* pong {word}\n"));
    }
    let message = format!("{}: {line}\n", peer.name);
    for (_, other) in peers.iter_mut().filter(|(to, _)| **to != token) {
        send(other, &message)?;
    }
    Ok(())
}

/// The example writes once and calls a short write an error.
fn send(peer: &mut Peer, message: &str) -> io::Result<()> {
    let n = peer.stream.write(message.as_bytes())?;
    if n < message.len() { Err(ErrorKind::WriteZero.into()) } else { Ok(()) }
}
