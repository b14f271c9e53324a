//! The sockets of this machine, from `/proc/net/tcp`.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A receiver may acknowledge this late (TCP_DELACK_MAX).
const LATEST_ACK: Duration = Duration::from_millis(250);

/// No queue of a story takes this long to come to rest.
const PATIENCE: Duration = Duration::from_secs(10);

/// One socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Socket {
    pub state: u8,
    pub local: u16,
    pub remote: u16,
    /// Written, and not acknowledged by the other side.
    pub send: usize,
    /// Arrived, and not read. Of a listener: connections, and not accepted.
    pub receive: usize,
    pub inode: u64,
}

impl Socket {
    pub fn is_listener(&self) -> bool {
        const LISTEN: u8 = 10;
        self.state == LISTEN
    }
}

/// All sockets with this port on either side.
pub(crate) fn around(port: u16) -> Result<Vec<Socket>> {
    let table = fs::read_to_string("/proc/net/tcp").context("/proc can be read")?;
    let sockets = table.lines().skip(1).filter_map(socket);
    Ok(sockets.filter(|s| s.local == port || s.remote == port).collect())
}

/// The same, once nothing is on its way any more.
pub(crate) fn at_rest(port: u16) -> Result<Vec<Socket>> {
    let deadline = Instant::now() + PATIENCE;
    let mut last = (around(port)?, Instant::now());
    while last.1.elapsed() < LATEST_ACK {
        if Instant::now() > deadline {
            bail!("the queues of port {port} do not come to rest");
        }
        thread::sleep(Duration::from_millis(10));
        let now = around(port)?;
        if now != last.0 {
            last = (now, Instant::now());
        }
    }
    Ok(last.0)
}

/// The socket at `local` that is connected to `remote`.
pub(crate) fn between(
    sockets: &[Socket],
    local: u16,
    remote: u16,
) -> Option<&Socket> {
    sockets.iter().find(|s| s.local == local && s.remote == remote)
}

/// `sl local remote st tx:rx tr:when retrnsmt uid timeout inode …`
fn socket(line: &str) -> Option<Socket> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let hex = |text: &str| u32::from_str_radix(text, 16).ok();
    let port = |field: usize| hex(fields.get(field)?.split_once(':')?.1);
    let (send, receive) = fields.get(4)?.split_once(':')?;
    Some(Socket {
        state: hex(fields.get(3)?)?.try_into().ok()?,
        local: port(1)?.try_into().ok()?,
        remote: port(2)?.try_into().ok()?,
        send: hex(send)?.try_into().ok()?,
        receive: hex(receive)?.try_into().ok()?,
        inode: fields.get(9)?.parse().ok()?,
    })
}
