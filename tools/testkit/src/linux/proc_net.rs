//! The kernel's sockets, from `/proc/net/tcp`: slower than netlink when there
//! are many, but open to everybody.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::queues::{Row, state};

/// All sockets with the server's port on either side.
pub(super) fn rows(server: SocketAddr) -> io::Result<Vec<Row>> {
    let table = if server.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    let table = std::fs::read_to_string(table)?;
    let ours = |row: &Row| row.state != state::TIME_WAIT && row.has(server.port());
    Ok(table.lines().skip(1).filter_map(row).filter(ours).collect())
}

/// `sl local remote st tx:rx tr:when retrnsmt uid timeout inode …`
fn row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let (send, receive) = fields.get(4)?.split_once(':')?;
    Some(Row {
        state: u8::from_str_radix(fields.get(3)?, 16).ok()?,
        local: addr(fields.get(1)?)?,
        remote: addr(fields.get(2)?)?,
        receive: u32::from_str_radix(receive, 16).ok()?,
        send: u32::from_str_radix(send, 16).ok()?,
        inode: fields.get(9)?.parse().ok()?,
    })
}

/// `0100007F:1B58`: words of 32 bits in the machine's order, then the port.
fn addr(text: &str) -> Option<SocketAddr> {
    let (ip, port) = text.split_once(':')?;
    let mut octets = Vec::new();
    for word in 0..ip.len() / 8 {
        let word = ip.get(word * 8..word * 8 + 8)?;
        octets.extend(u32::from_str_radix(word, 16).ok()?.to_ne_bytes());
    }
    let ip: IpAddr = match <[u8; 4]>::try_from(&*octets) {
        Ok(octets) => Ipv4Addr::from(octets).into(),
        Err(_) => Ipv6Addr::from(<[u8; 16]>::try_from(octets).ok()?).into(),
    };
    Some(SocketAddr::new(ip, u16::from_str_radix(port, 16).ok()?))
}
