//! Somebody at a terminal, that is: an `nc` whose keyboard and screen are ours.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Only a guard against waiting for ever.
const PATIENCE: Duration = Duration::from_secs(10);
/// From the moment `nc` has written a line to the moment we have it.
const MOMENT: Duration = Duration::from_millis(100);

/// A person with a connection to the server.
pub struct Person {
    name: String,
    /// The process.
    pub nc: Child,
    keyboard: Option<ChildStdin>,
    screen: Receiver<String>,
}

impl Person {
    /// Starts `nc`. One whose input will end has to be told beforehand, by `-N`, that
    /// the server is to know.
    pub fn start(name: &str, server: SocketAddr, closes: bool) -> Result<Self> {
        let mut nc = Command::new("nc")
            .args(closes.then_some("-N"))
            .args([server.ip().to_string(), server.port().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => anyhow::anyhow!(
                    "there is no nc here: install netcat-openbsd (Debian, Ubuntu) or \
                     openbsd-netcat (Arch); macOS has one"
                ),
                _ => anyhow::Error::new(error).context("cannot start nc"),
            })?;
        let keyboard = nc.stdin.take();
        let output = nc.stdout.take().expect("it was asked for above");
        let (line, screen) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut bytes = Vec::new();
            while output.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if line.send(text.trim_end_matches('\n').to_owned()).is_err() {
                    return;
                }
                bytes.clear();
            }
        });
        Ok(Self { name: name.into(), nc, keyboard, screen })
    }

    /// Types these characters and no others.
    pub fn types(&mut self, text: &str) -> Result<()> {
        let keyboard = self.keyboard.as_mut();
        let keyboard =
            keyboard.with_context(|| format!("{} has ended", self.name))?;
        keyboard.write_all(text.as_bytes())?;
        Ok(keyboard.flush()?)
    }

    /// The next line on the screen.
    pub fn hears(&mut self) -> Result<String> {
        self.screen.recv_timeout(PATIENCE).map_err(|error| match error {
            RecvTimeoutError::Timeout => {
                anyhow::anyhow!("{} waited 10 s for a line and read none", self.name)
            }
            RecvTimeoutError::Disconnected => {
                anyhow::anyhow!("{} read the end, and no line", self.name)
            }
        })
    }

    /// Makes sure that the screen shows nothing new.
    pub fn hears_nothing(&mut self) -> Result<()> {
        match self.screen.recv_timeout(MOMENT) {
            Ok(line) => bail!("{} was to read nothing and read `{line}`", self.name),
            Err(_) => Ok(()),
        }
    }

    /// Ends the input: the server reads that no more will come.
    pub fn closes(&mut self) {
        self.keyboard = None;
    }

    /// Ends `nc`.
    pub fn leaves(&mut self) -> Result<()> {
        self.nc.kill()?;
        self.nc.wait()?;
        Ok(())
    }

    /// Waits until the server has ended the connection. Some `nc`s notice only when
    /// their own input ends too.
    pub fn is_left(&mut self) -> Result<()> {
        self.closes();
        match self.screen.recv_timeout(PATIENCE) {
            Ok(line) => bail!("{} read `{line}` before the end", self.name),
            Err(RecvTimeoutError::Disconnected) => Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                bail!("{} waited 10 s for the end of the connection", self.name)
            }
        }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // Either may fail only because it has ended already.
        let _ = self.nc.kill();
        let _ = self.nc.wait();
    }
}
