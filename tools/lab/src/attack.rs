//! What a hostile or broken client does, and what that does to an honest one.
//!
//! Nothing here judges by heart. An honest pair talks before, during and after each
//! attack (`witness`); the kernel says what the server spent; and the attack itself
//! looks at what came of it (`acts`). From these the `verdict` follows.

use crate::meter::Meter;
use anyhow::{Context, Result, ensure};
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

pub mod acts;
mod ear;
pub mod floods;
pub mod owner;
pub mod verdict;
pub mod witness;

/// The server under attack.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it listens; always loopback.
    pub address: SocketAddr,
    /// What it spends, where that is known.
    pub meter: Option<Meter>,
    /// A line that each client sends first, for servers that ask for a name.
    pub hello: Option<String>,
    /// How many connect in `many`.
    pub many: usize,
    /// How long `slowloris` goes on.
    pub patient: Duration,
}

/// One thing to try.
#[derive(Clone, Copy)]
pub struct Attack {
    /// Its name on the command line.
    pub name: &'static str,
    /// What the attacker does, as a sentence without a subject.
    pub does: &'static str,
    /// Does it; what it returns is held open while the server is watched.
    pub act: fn(&Target, &witness::Ledger) -> Result<Outcome>,
}

/// What an attack left behind and found out.
#[derive(Default)]
pub struct Outcome {
    /// Connections that stay open until the server has been watched.
    pub open: Vec<std::net::TcpStream>,
    /// What happened, in words.
    pub saw: Vec<String>,
    /// What a good server would not have done.
    pub wrong: Vec<String>,
}

/// Every attack, the gentle ones first.
pub const ALL: [Attack; 10] = [
    Attack {
        name: "split",
        does: "sends a line one byte at a time",
        act: acts::split,
    },
    Attack {
        name: "silent",
        does: "connects 50 times and says nothing",
        act: acts::silent,
    },
    Attack {
        name: "half-close",
        does: "ends its input 50 times and keeps listening",
        act: acts::half_close,
    },
    Attack {
        name: "reset",
        does: "connects and resets 200 times, in the middle of a line",
        act: acts::reset,
    },
    Attack {
        name: "escape",
        does: "says terminal sequences and forged lines",
        act: acts::escape,
    },
    Attack {
        name: "slowloris",
        does: "starts 200 lines and ends none, a byte now and then",
        act: acts::slowloris,
    },
    Attack {
        name: "endless-line",
        does: "sends 32 MiB without the end of a line",
        act: floods::endless_line,
    },
    Attack {
        name: "flood",
        does: "says as much as it can for two seconds",
        act: floods::flood,
    },
    Attack {
        name: "slow-reader",
        does: "stops reading while 24 MiB are said in its room",
        act: floods::slow_reader,
    },
    Attack {
        name: "many",
        does: "connects more often than the server may open files",
        act: acts::many,
    },
];

/// The address of a server on this machine.
///
/// # Errors
/// When it is no address, or one that is not loopback: an attack on somebody else's
/// machine is a crime, so no option allows it.
pub fn loopback(text: &str) -> Result<SocketAddr> {
    let addresses: Vec<SocketAddr> = text
        .to_socket_addrs()
        .with_context(|| format!("{text} is no address (expected HOST:PORT)"))?
        .collect();
    let first = *addresses.first().with_context(|| format!("{text} is nowhere"))?;
    ensure!(
        addresses.iter().all(|address| address.ip().is_loopback()),
        "{text} is not this machine: only loopback addresses (127.x.x.x or ::1) may be \
         attacked"
    );
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_can_be_attacked() {
        for good in ["127.0.0.1:7000", "127.9.9.9:1", "[::1]:7000"] {
            assert!(loopback(good).is_ok(), "{good}");
        }
        for bad in ["0.0.0.0:7000", "192.0.2.1:7000", "[::]:7000", "[2001:db8::1]:1"]
        {
            let error = loopback(bad).expect_err(bad).to_string();
            assert!(error.contains("not this machine"), "{error}");
        }
        assert!(loopback("7000").is_err());
    }
}
