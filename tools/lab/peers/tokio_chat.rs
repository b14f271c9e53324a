//! A chat server in the style that tokio's own `examples/chat.rs` teaches.
//!
//! A task for each client, a map of channels behind a mutex, lines framed by a
//! codec, and one `send` for each message, which flushes. That is how most people
//! start, so that is what is measured: Nagle's algorithm is left on, a channel has no
//! limit, and neither has a line. Greeting, `/nick` and `/ping` are there so that the
//! lab can drive it.

#![allow(missing_docs)]

use futures_util::SinkExt;
use std::collections::HashMap;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};
use tokio_stream::StreamExt;
use tokio_util::codec::{Framed, LinesCodec};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What all clients share: the sending half of each one's channel.
#[derive(Default)]
struct Shared {
    peers: HashMap<SocketAddr, mpsc::UnboundedSender<String>>,
    guests: u64,
}

impl Shared {
    fn broadcast(&self, sender: SocketAddr, message: &str) {
        for (address, peer) in &self.peers {
            if *address != sender {
                // It fails only for a peer whose task is just ending.
                let _ = peer.send(message.to_string());
            }
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = match (arguments.next().as_deref(), arguments.next()) {
        (Some("--addr"), Some(address)) => address,
        _ => "127.0.0.1:7000".to_string(),
    };
    let listener = TcpListener::bind(&address).await?;
    announce(listener.local_addr()?)?;
    let state = Arc::new(Mutex::new(Shared::default()));
    loop {
        let (stream, address) = listener.accept().await?;
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // A client's error ends its own task.
            let _ = process(state, stream, address).await;
        });
    }
}

fn announce(address: SocketAddr) -> Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout();
    writeln!(out, "listening on {address}")?;
    Ok(out.flush()?)
}

async fn process(
    state: Arc<Mutex<Shared>>,
    stream: TcpStream,
    address: SocketAddr,
) -> Result<()> {
    let mut lines = Framed::new(stream, LinesCodec::new());
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut name = {
        let mut shared = state.lock().await;
        shared.peers.insert(address, tell);
        shared.guests += 1;
        format!("guest{}", shared.guests)
    };
    lines.send(format!("* welcome, {name}; /help lists the commands")).await?;
    loop {
        tokio::select! {
            Some(message) = told.recv() => lines.send(&message).await?,
            line = lines.next() => match line {
                Some(Ok(line)) => {
                    if let Some(answer) = handle(&state, address, &mut name, &line).await {
                        lines.send(answer).await?;
                    }
                }
                _ => break,
            },
        }
    }
    state.lock().await.peers.remove(&address);
    Ok(())
}

async fn handle(
    state: &Mutex<Shared>,
    address: SocketAddr,
    name: &mut String,
    line: &str,
) -> Option<String> {
    if let Some(new) = line.strip_prefix("/nick ") {
        *name = new.to_string();
        Some(format!("* you are now {name}"))
    } else if let Some(word) = line.strip_prefix("/ping ") {
        Some(format!("* pong {word}"))
    } else {
        state.lock().await.broadcast(address, &format!("{name}: {line}"));
        None
    }
}
