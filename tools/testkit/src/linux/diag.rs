//! The kernel's sockets, asked for by netlink (see sock_diag(7)).
//!
//! The kernel leaves out those in TIME_WAIT itself, so this takes a few
//! milliseconds on a machine where reading `/proc/net/tcp` takes hundreds.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv,
    send, socket_with,
};

use super::queues::{Row, state};

const DONE: u16 = 3;
const SOCK_DIAG_BY_FAMILY: u16 = 20;
const REQUEST_DUMP: u16 = 0x301;
const TCP: u8 = 6;
/// Of the header before each message, and of one socket's message.
const HEADER: usize = 16;
const MESSAGE: usize = 72;

/// All sockets with the server's port on either side, TIME_WAIT excepted. (The
/// kernel could filter by one side, but then it would have to be asked twice,
/// and walking its table is what takes the time.)
pub(super) fn rows(server: SocketAddr) -> io::Result<Vec<Row>> {
    let kernel = socket_with(
        AddressFamily::NETLINK,
        SocketType::RAW,
        SocketFlags::CLOEXEC,
        Some(netlink::SOCK_DIAG),
    )?;
    send(&kernel, &request(server), SendFlags::empty())?;
    let mut rows = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let (count, _) = recv(&kernel, &mut *buffer, RecvFlags::empty())?;
        let mut rest = &buffer[..count];
        while rest.len() >= HEADER {
            let length = usize::try_from(u32_at(rest, 0)).expect("32 bits fit");
            let kind = u16::from_ne_bytes([rest[4], rest[5]]);
            if kind == DONE {
                return Ok(rows);
            }
            if kind != SOCK_DIAG_BY_FAMILY || rest.len() < HEADER + MESSAGE {
                return Err(io::ErrorKind::Unsupported.into());
            }
            rows.extend(
                Some(row(&rest[HEADER..])).filter(|row| row.has(server.port())),
            );
            // Messages start at multiples of four.
            rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        }
    }
}

/// A header, and a `struct inet_diag_req_v2` of linux/inet_diag.h.
fn request(server: SocketAddr) -> Vec<u8> {
    const LENGTH: u32 = 72;
    let family =
        if server.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let family = u8::try_from(family.as_raw()).expect("the families we know fit");
    let states = 0xfff & !(1_u32 << state::TIME_WAIT);
    let mut bytes = Vec::new();
    bytes.extend(LENGTH.to_ne_bytes());
    bytes.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    bytes.extend(REQUEST_DUMP.to_ne_bytes());
    bytes.extend([0; 8]);
    bytes.extend([family, TCP, 0, 0]);
    bytes.extend(states.to_ne_bytes());
    // What follows would name a single socket.
    bytes.resize(usize::try_from(LENGTH).expect("72 fits"), 0);
    bytes
}

/// Reads a `struct inet_diag_msg`.
fn row(message: &[u8]) -> Row {
    let is_ipv4 = i32::from(message[0]) == i32::from(AddressFamily::INET.as_raw());
    let addr = |port: usize, ip: usize| {
        let octets: [u8; 16] = message[ip..ip + 16].try_into().expect("16 bytes");
        let ip: IpAddr = match (is_ipv4, octets) {
            (true, [a, b, c, d, ..]) => Ipv4Addr::new(a, b, c, d).into(),
            (false, octets) => Ipv6Addr::from(octets).into(),
        };
        SocketAddr::new(ip, u16::from_be_bytes([message[port], message[port + 1]]))
    };
    Row {
        state: message[1],
        local: addr(4, 8),
        remote: addr(6, 24),
        receive: u32_at(message, 56),
        send: u32_at(message, 60),
        inode: u32_at(message, 68),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}
