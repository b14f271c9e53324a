//! From the command line to a socket that listens, and how a program ends.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;

use anyhow::{Context, Result};

/// Binds the address, listens, and says so on standard output.
pub fn listen(addr: SocketAddr) -> Result<TcpListener> {
    let bound = TcpListener::bind(addr);
    let listener = bound.map_err(|error| {
        let hint = likely_cause(error.kind(), addr);
        anyhow::anyhow!("cannot listen on {addr}: {error} ({hint})")
    })?;
    lengthen_queue(&listener);
    let addr = listener.local_addr().context("cannot read the port we got")?;
    // Whoever closed our standard output does not want to know.
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "listening on {addr}").and_then(|()| stdout.flush());
    Ok(listener)
}

fn likely_cause(error: ErrorKind, addr: SocketAddr) -> String {
    let ip = addr.ip();
    match (error, addr.port()) {
        (ErrorKind::AddrInUse, port) => {
            let other = if port == u16::MAX { 7001 } else { port + 1 };
            let other = SocketAddr::new(ip, other);
            format!("is another step still running? try --addr {other}")
        }
        (ErrorKind::PermissionDenied, 1..1024) => {
            format!("ports below 1024 need rights; try --addr {ip}:7000")
        }
        _ => "is it an address of this machine? try --addr 127.0.0.1:7000".into(),
    }
}

/// Lets more clients wait for `accept` than the 128 that std asks for: a crowd
/// that does not fit connects again a second later. See listen(2).
#[cfg(unix)]
fn lengthen_queue(listener: &TcpListener) {
    // The shorter queue works too.
    let _ = rustix::net::listen(listener, 4096);
}

#[cfg(not(unix))]
fn lengthen_queue(_: &TcpListener) {}

/// Lets this process open as many files as the system allows. A socket is one.
pub fn raise_open_file_limit() {
    // With fewer we serve fewer: every step survives the limit.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}

/// Ends a program: an error is one line on standard error, and status 1.
pub fn exit_status(result: Result<()>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "{error:#}");
    ExitCode::FAILURE
}
