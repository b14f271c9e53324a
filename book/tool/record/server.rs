//! A server of its own for each conversation, on a free port.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

/// A running server. It ends when this is dropped.
pub struct Server {
    /// Its process.
    pub process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// Open as long as it runs, or what it prints would end it.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts `program` and waits until it says where it listens.
    pub fn start(program: &Path, arguments: &[String]) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["--addr", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process.stdout.take().expect("it was asked for above");
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on ");
        let address = address.and_then(|address| address.parse().ok());
        let Some(address) = address else {
            process.kill()?;
            anyhow::bail!("{} said `{}`", program.display(), line.trim());
        };
        Ok(Self { process, address, _output: output })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Either may fail only because it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
