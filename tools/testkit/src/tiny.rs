//! Kernel buffers so small that a write comes up short.
//!
//! By default, loopback takes about 4 MB before the first partial write, so a
//! test that just writes "a lot" never sees one.

use std::net::TcpListener;

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
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_send_buffer_size(TINY).expect("a small send buffer");
    let any_port = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(&any_port.into()).expect("a free port on 127.0.0.1");
    socket.listen(128).expect("a listening socket");
    socket.into()
}
