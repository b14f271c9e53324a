//! One of a crowd: a socket, and the little that is known about it.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

use crate::waits::{Deadline, PATIENCE};

/// So many come from one address. A pair of addresses has 28,000 ports, and
/// earlier crowds may still have theirs in TIME_WAIT.
const FROM_ONE_ADDRESS: usize = 4000;

#[derive(Debug)]
pub(super) struct Member {
    stream: TcpStream,
    /// What came after the last line that was asked for; usually nothing.
    rest: Vec<u8>,
}

impl Member {
    /// Connects the guest of this number.
    pub fn connect(addr: SocketAddr, number: usize) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
        if let Some(source) = source(addr, number) {
            socket.bind(&source.into())?;
        }
        socket.set_tcp_nodelay(true)?;
        // Closing resets, see `leave`.
        socket.set_linger(Some(Duration::ZERO))?;
        socket.connect_timeout(&addr.into(), PATIENCE)?;
        Ok(Self { stream: socket.into(), rest: Vec::new() })
    }

    /// Makes the close that follows an orderly one.
    pub fn leave(&self) {
        // Fails only for those that are gone already.
        let _ = SockRef::from(&self.stream).set_linger(None);
    }

    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        self.stream.write_all(format!("{text}\n").as_bytes())
    }

    /// The next line, without its `\n`.
    pub fn line(&mut self, deadline: Deadline) -> io::Result<Vec<u8>> {
        let mut chunk = [0; 4096];
        loop {
            if let Some(at) = self.rest.iter().position(|&byte| byte == b'\n') {
                let mut line: Vec<u8> = self.rest.drain(..=at).collect();
                line.pop();
                if self.rest.is_empty() {
                    // Ten thousand buffers that once held a line are a lot.
                    self.rest = Vec::new();
                }
                return Ok(line);
            }
            let left = deadline.left().ok_or(io::ErrorKind::TimedOut)?;
            self.stream.set_read_timeout(Some(left.min(PATIENCE)))?;
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => self.rest.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Only Linux answers to all of 127.0.0.0/8 without being told to.
fn source(addr: SocketAddr, number: usize) -> Option<SocketAddr> {
    let spread =
        cfg!(target_os = "linux") && addr.ip().is_loopback() && addr.is_ipv4();
    let host = u8::try_from(2 + number / FROM_ONE_ADDRESS).ok()?;
    spread.then(|| (Ipv4Addr::new(127, 0, 0, host), 0).into())
}
