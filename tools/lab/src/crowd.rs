//! A crowd of clients around a server: connected, greeted and named.
//!
//! They come in small groups, each of which is greeted before the next one comes:
//! a queue of clients that nobody accepts overflows, and those who were turned away
//! knock again only a second later. Their addresses are spread over 127.0.0.x,
//! because one address has no more than 28,000 ports.

use crate::server::Level;
use crate::wire::Wire;
use anyhow::{Context, Result, bail, ensure};
use socket2::{Domain, Protocol, Socket, Type};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Clients who come at once; fewer than any server's queue holds.
const GROUP: usize = 50;
/// A server that does not answer a newcomer for so long is taken to be full.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections from one address before the next one takes over.
const PER_ADDRESS: u32 = 500;
const ADDRESSES: u32 = 250;

/// The clients that a server holds.
#[derive(Debug)]
pub struct Crowd {
    /// In the order in which they came; still blocking.
    pub streams: Vec<TcpStream>,
    /// How many wanted to come.
    pub wanted: usize,
    /// Why not all of them are here.
    pub turned_away: Option<String>,
    /// From the first connect to the last greeting.
    pub took: Duration,
}

impl Crowd {
    /// Connects `wanted` clients. When the server takes no more, the crowd is
    /// smaller and says why.
    pub fn gather(server: SocketAddr, wanted: usize, level: Level) -> Self {
        let start = Instant::now();
        let mut streams = Vec::with_capacity(wanted);
        let mut turned_away = None;
        while streams.len() < wanted && turned_away.is_none() {
            let group = GROUP.min(wanted - streams.len());
            if let Err(error) = gather_group(server, level, group, &mut streams) {
                turned_away = Some(format!("{error:#}"));
            }
        }
        Self { streams, wanted, turned_away, took: start.elapsed() }
    }

    /// Clients that came, a second.
    pub fn connect_rate(&self) -> f64 {
        self.streams.len() as f64 / self.took.as_secs_f64()
    }
}

fn gather_group(
    server: SocketAddr,
    level: Level,
    size: usize,
    crowd: &mut Vec<TcpStream>,
) -> Result<()> {
    let mut group = Vec::with_capacity(size);
    let mut failed = None;
    for _ in 0..size {
        match connect(server) {
            Ok(stream) => group.push(stream),
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    for stream in group {
        enter(&stream, level, crowd.len())?;
        crowd.push(stream);
    }
    failed.map_or(Ok(()), Err)
}

/// Connects from the next address of 127.0.0.x.
///
/// # Errors
/// When no socket is to be had, or the server does not answer.
pub fn connect(server: SocketAddr) -> Result<TcpStream> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let socket =
        Socket::new(Domain::for_address(server), Type::STREAM, Some(Protocol::TCP))
            .context("no socket for another client")?;
    if server.is_ipv4() {
        let turn = COUNT.fetch_add(1, Ordering::Relaxed) / PER_ADDRESS % ADDRESSES;
        let last = u8::try_from(turn + 1).expect("at most 250 addresses");
        let source = SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), 0));
        // Not every system answers to all of 127.0.0.x: then 127.0.0.1 must do.
        let _ = socket.bind(&source.into());
    }
    socket.connect_timeout(&server.into(), PATIENCE).context("cannot connect")?;
    socket.set_tcp_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    Ok(socket.into())
}

/// Waits for the greeting and takes the name that the load expects.
fn enter(stream: &TcpStream, level: Level, place: usize) -> Result<()> {
    if level == Level::Echo {
        return ask(stream, "hello", "hello");
    }
    let greeting = read_line(stream)?;
    ensure!(greeting.starts_with("* "), "the server answers: {greeting}");
    let name = Wire::name(place);
    ask(stream, &format!("/nick {name}"), &format!("* you are now {name}"))
}

fn ask(mut stream: &TcpStream, question: &str, expected: &str) -> Result<()> {
    stream.write_all(format!("{question}\n").as_bytes())?;
    let answer = read_line(stream)?;
    ensure!(answer == expected, "{question} was answered: {answer}");
    Ok(())
}

fn read_line(mut stream: &TcpStream) -> Result<String> {
    let mut line = Vec::new();
    let mut chunk = [0; 256];
    loop {
        let n = stream.read(&mut chunk).context("a newcomer is not answered")?;
        if n == 0 {
            bail!("a newcomer was turned away: {}", String::from_utf8_lossy(&line));
        }
        line.extend_from_slice(&chunk[..n]);
        if line.last() == Some(&b'\n') {
            line.pop();
            return Ok(String::from_utf8_lossy(&line).into_owned());
        }
    }
}
