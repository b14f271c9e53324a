//! What the kernel holds between a server and its clients.

use std::io;
use std::net::{IpAddr, SocketAddr};

use super::{diag, proc_net};

/// The states of TCP that matter here, by the kernel's numbers.
pub(super) mod state {
    pub const TIME_WAIT: u8 = 6;
    pub const CLOSE_WAIT: u8 = 8;
    pub const LISTEN: u8 = 10;
}

/// One TCP socket of this machine.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub state: u8,
    pub local: SocketAddr,
    pub remote: SocketAddr,
    /// Bytes that came and were not read; connections, when it listens.
    pub receive: u32,
    /// Bytes that were written and not acknowledged.
    pub send: u32,
    /// Zero as long as no process has the socket: it was not accepted yet, or
    /// was closed already.
    pub inode: u32,
}

impl Row {
    /// Whether this port is at either end.
    pub fn has(&self, port: u16) -> bool {
        self.local.port() == port || self.remote.port() == port
    }
}

/// Everything in between, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Between {
    pub unread: u64,
    pub unaccepted: u64,
    pub unsent: u64,
    /// Accepted connections whose end of input was read, and are still open.
    pub ended: u64,
    /// Bytes that clients wrote and the server's kernel did not acknowledge.
    pub under_way: u64,
}

/// Looks at all sockets on either side of a server's port.
pub(crate) fn between(server: SocketAddr) -> Between {
    let mut sum = Between::default();
    let rows = rows(server).unwrap_or_default();
    for row in rows {
        let (receive, send) = (u64::from(row.receive), u64::from(row.send));
        if is(server, row.remote) && row.state != state::LISTEN {
            sum.under_way += send;
        } else if !is(server, row.local) {
            continue;
        } else if row.state == state::LISTEN {
            sum.unaccepted += receive;
        } else if row.inode != 0 {
            sum.unread += receive;
            sum.unsent += send;
            // The end itself counts as one unread byte.
            let end_was_read = row.state == state::CLOSE_WAIT && receive == 0;
            sum.ended += u64::from(end_was_read);
        }
    }
    sum
}

/// All bytes that were written at one end and not read at the other, once what is
/// under way was acknowledged; until then some count twice.
pub(crate) fn in_the_kernel(server: SocketAddr) -> u64 {
    let rows = rows(server).unwrap_or_default();
    let mut sum = 0;
    for row in rows.iter().filter(|row| row.state != state::LISTEN) {
        if is(server, row.local) || is(server, row.remote) {
            sum += u64::from(row.receive) + u64::from(row.send);
        }
    }
    sum
}

/// Asks the kernel directly; without that right, reads its table.
fn rows(server: SocketAddr) -> io::Result<Vec<Row>> {
    diag::rows(server).or_else(|_| proc_net::rows(server))
}

/// Whether a socket's address is the server's, which may listen on all.
fn is(server: SocketAddr, addr: SocketAddr) -> bool {
    server.port() == addr.port()
        && (server.ip() == plain(addr.ip()) || server.ip().is_unspecified())
}

/// An IPv4 address that a socket for IPv6 shows in its own way.
fn plain(ip: IpAddr) -> IpAddr {
    ip.to_canonical()
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn netlink_and_proc_tell_the_same() {
        for host in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(host) else { continue };
            let addr = listener.local_addr().unwrap();
            let mut ann = TcpStream::connect(addr).unwrap();
            let _accepted = listener.accept().unwrap();
            let _waiting = TcpStream::connect(addr).unwrap();
            ann.write_all(b"hello").unwrap();

            let [asked, read] =
                [diag::rows(addr), proc_net::rows(addr)].map(|rows| {
                    let mut rows = rows.unwrap();
                    // For a listener, netlink puts the size of the backlog here.
                    rows.iter_mut()
                        .filter(|row| row.state == state::LISTEN)
                        .for_each(|row| row.send = 0);
                    rows.sort_by_key(|row| (row.local, row.remote));
                    rows
                });
            assert_eq!(format!("{asked:#?}"), format!("{read:#?}"));
            let sum = between(addr);
            assert_eq!((asked.len(), sum.unread, sum.unaccepted), (5, 5, 1));
        }
    }
}
