//! Kernel buffers so small that a write comes up short.
//!
//! By default, loopback takes about 4 MB before the first partial write, so a
//! test that just writes "a lot" never sees one.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, ToSocketAddrs};

use socket2::{Domain, Socket, Type};

/// The size to ask for, in bytes. With it on both sides (see
/// [`GuestBuilder::receive_buffer`](crate::GuestBuilder::receive_buffer)) Linux
/// holds about 13 KB between two processes.
pub const TINY: usize = 4096;

/// A listener on a free port of 127.0.0.1 whose accepted sockets inherit a
/// send buffer of [`TINY`] bytes.
///
/// # Panics
/// When the system refuses.
#[track_caller]
pub fn tiny_listener() -> TcpListener {
    listen_tiny("127.0.0.1:0").expect("a listener on a free port of 127.0.0.1")
}

/// The same at an address, `HOST:PORT`.
pub(crate) fn listen_tiny(addr: &str) -> io::Result<TcpListener> {
    let addr = addr.to_socket_addrs()?.next().ok_or(ErrorKind::NotFound)?;
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
    socket.set_send_buffer_size(TINY)?;
    socket.bind(&addr.into())?;
    socket.listen(128)?;
    Ok(socket.into())
}
