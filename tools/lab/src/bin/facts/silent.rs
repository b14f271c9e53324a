//! Sockets on which nothing ever comes.

use std::net::{TcpListener, TcpStream};

use anyhow::{Context, Result};

/// Connections that wait at a door until somebody accepts, which nobody does: so
/// many have room at any.
const AT_A_DOOR: usize = 100;

/// Connected, non-blocking, and with nothing to read.
pub struct Silent {
    /// Where they connected to. Closing one would reset its connections.
    _doors: Vec<TcpListener>,
    pub sockets: Vec<TcpStream>,
}

impl Silent {
    /// So many of them.
    pub fn new(count: usize) -> Result<Self> {
        let mut doors = Vec::new();
        let mut sockets = Vec::new();
        for number in 0..count {
            if number % AT_A_DOOR == 0 {
                doors.push(TcpListener::bind("127.0.0.1:0")?);
            }
            let door = doors.last().expect("the first number opens one");
            let socket =
                TcpStream::connect(door.local_addr()?).with_context(|| {
                    format!("cannot open socket {number} of {count}")
                })?;
            socket.set_nonblocking(true)?;
            sockets.push(socket);
        }
        Ok(Self { _doors: doors, sockets })
    }
}
