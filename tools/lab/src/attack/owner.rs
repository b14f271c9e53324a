//! Whose port this is: the process that listens on it.
//!
//! A server that the reader started is not our child, but the kernel tells which
//! process holds the listening socket, and so its meters can be read.

use std::net::SocketAddr;

/// The process that listens on `address`, if it is ours to see. Linux only.
#[cfg(target_os = "linux")]
pub fn of(address: SocketAddr) -> Option<u32> {
    let inode = listening_inode(address)?;
    let wanted = format!("socket:[{inode}]");
    for entry in std::fs::read_dir("/proc").ok()?.flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse() else { continue };
        // Other users' processes are closed to us.
        let Ok(files) = std::fs::read_dir(entry.path().join("fd")) else { continue };
        for file in files.flatten() {
            let points_to = std::fs::read_link(file.path());
            if points_to.is_ok_and(|to| to.to_string_lossy() == wanted) {
                return Some(pid);
            }
        }
    }
    None
}

/// The process that listens on `address`: unknown here.
#[cfg(not(target_os = "linux"))]
pub fn of(_address: SocketAddr) -> Option<u32> {
    None
}

/// The socket in state LISTEN (0A) on this port, whatever address it is bound to.
#[cfg(target_os = "linux")]
fn listening_inode(address: SocketAddr) -> Option<u64> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let ending = format!(":{:04X}", address.port());
    for table in tables {
        let text = std::fs::read_to_string(table).unwrap_or_default();
        for line in text.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let local = fields.get(1).is_some_and(|local| local.ends_with(&ending));
            if local && fields.get(3) == Some(&"0A") {
                return fields.get(9)?.parse().ok();
            }
        }
    }
    None
}
