//! What a guest says, and how it leaves.

use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::time::Duration;

use socket2::SockRef;

use super::Guest;
use super::hope::Hope;
use crate::quote::{SHORT, quote};
use crate::waits::{Deadline, spoken};

impl Guest {
    /// Sends a line: `text` and `\n`, in one write.
    ///
    /// # Panics
    /// When the server does not take it in time, or the connection is gone.
    #[track_caller]
    pub fn say(&mut self, text: &str) {
        self.send(format!("{text}\n"));
    }

    /// Sends these bytes, in one write as long as the kernel takes them all.
    ///
    /// # Panics
    /// When the server does not take them in time, or the connection is gone.
    #[track_caller]
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        let what = quote(bytes, SHORT);
        self.note(format!("sends {what}"));
        let (sent, outcome) = self.push(bytes);
        let Err(error) = outcome else { return };
        let expected = format!("can send {what}");
        match error.kind() {
            ErrorKind::TimedOut if self.scene.is_exercise() => {
                // How much the kernel took differs from run to run.
                self.fail(&expected, "the server does not take all of it")
            }
            ErrorKind::TimedOut => {
                let patience = spoken(self.patience);
                self.fail(
                    &expected,
                    &format!("{sent} bytes taken within {patience}"),
                )
            }
            _ => self
                .fail(&expected, &format!("{} after {sent} bytes", brief(&error))),
        }
    }

    /// Sends as much of `bytes` as the kernel takes without waiting, and says
    /// how much that was. For guests that flood a server which does not read.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn send_what_fits(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let mut sent = 0;
        let outcome = loop {
            match self.stream.write(&bytes[sent..]) {
                Ok(0) => break Ok(()),
                Ok(count) => sent += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.stream.set_nonblocking(false)?;
        self.note(format!("sends what fits of {}", quote(bytes, SHORT)));
        outcome.map(|()| sent)
    }

    /// Ends its own input (FIN) and still listens.
    ///
    /// # Panics
    /// When the connection is gone already.
    #[track_caller]
    pub fn half_close(&mut self) {
        self.note("half-closes");
        if let Err(error) = self.stream.shutdown(Shutdown::Write) {
            self.fail("can half-close", &brief(&error));
        }
    }

    /// Resets the connection (RST), as a crashing program does: whatever was
    /// under way in either direction is lost.
    pub fn reset(mut self) {
        self.note("resets");
        self.gone = true;
        // Lingering for no time at all turns the close into a reset.
        SockRef::from(self.stream())
            .set_linger(Some(Duration::ZERO))
            .expect("a socket of ours takes SO_LINGER");
    }

    /// Closes the connection, as dropping it does.
    pub fn close(self) {}

    /// Writes all of it, waiting for the server as long as patience allows.
    /// Says how much was taken.
    fn push(&mut self, bytes: &[u8]) -> (usize, io::Result<()>) {
        let deadline = Deadline::after(self.patience);
        let mut hope = Hope::new(&self.scene);
        let mut sent = 0;
        while sent < bytes.len() {
            if deadline.is_over() || !hope.is_left() {
                return (sent, Err(ErrorKind::TimedOut.into()));
            }
            let moment = Some(hope.moment(deadline));
            if let Err(error) = self.stream.set_write_timeout(moment) {
                return (sent, Err(error));
            }
            match self.stream.write(&bytes[sent..]) {
                Ok(count) => {
                    sent += count;
                    hope = Hope::new(&self.scene);
                }
                Err(error) if is_nothing_yet(&error) => {}
                Err(error) => return (sent, Err(error)),
            }
        }
        (sent, Ok(()))
    }
}

/// A time-out has one name on Unix and another on Windows.
pub(super) fn is_nothing_yet(error: &io::Error) -> bool {
    use ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}

/// The kind of an error in the same words on every system.
pub(super) fn brief(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            "the server reset the connection".to_owned()
        }
        ErrorKind::BrokenPipe | ErrorKind::NotConnected => {
            "the server has closed the connection".to_owned()
        }
        _ => error.to_string(),
    }
}
