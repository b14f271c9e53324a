//! What a guest hears to the last byte, and how that ends.

use super::Guest;
use super::hear::{End, Silence};
use crate::quote::{SHORT, quote};
use crate::waits::Deadline;

impl Guest {
    /// Waits for the clean end (FIN) of the connection, with nothing before it.
    ///
    /// # Panics
    /// When anything comes first, also a reset, or nothing in time.
    #[track_caller]
    pub fn expect_end(&mut self) {
        let deadline = Deadline::after(self.patience);
        let silence = match self.inbox.is_empty().then(|| self.hear(deadline)) {
            Some(Err(Silence::Over(End::Clean))) => {
                return self.gone("sees the end");
            }
            Some(Err(silence)) => silence,
            Some(Ok(())) | None => {
                let got = quote(&self.inbox, 80);
                let expected =
                    format!("{} sees the end of the connection", self.name);
                self.scene.fail_plainly(&expected, &got)
            }
        };
        self.fail_silent("sees the end of the connection", silence)
    }

    /// Waits for the end of the connection, whatever comes before it, and
    /// whether it is a clean end or a reset.
    ///
    /// # Panics
    /// When it does not come in time.
    #[track_caller]
    pub fn expect_gone(&mut self) {
        let deadline = Deadline::after(self.patience);
        loop {
            self.inbox.clear();
            match self.hear(deadline) {
                Ok(()) => {}
                Err(Silence::Over(End::Clean)) => return self.gone("sees the end"),
                Err(Silence::Over(End::Reset(_))) => {
                    return self.gone("sees a reset");
                }
                Err(silence) => self.fail_silent("is disconnected", silence),
            }
        }
    }

    /// Waits for exactly so many bytes.
    ///
    /// # Panics
    /// When fewer come in time or before the end.
    #[track_caller]
    pub fn read_exactly(&mut self, count: usize) -> Vec<u8> {
        let deadline = Deadline::after(self.patience);
        while self.inbox.len() < count {
            if let Err(silence) = self.hear(deadline) {
                let so_far = self.inbox.len();
                self.fail_silent(
                    &format!("reads {count} bytes ({so_far} came)"),
                    silence,
                );
            }
        }
        let bytes = self.inbox.drain(..count).collect::<Vec<u8>>();
        self.note(format!("reads {}", quote(&bytes, SHORT)));
        bytes
    }

    /// Reads all that comes until the clean end of the connection.
    ///
    /// # Panics
    /// When the end does not come in time, or is a reset.
    #[track_caller]
    pub fn drain_to_end(&mut self) -> Vec<u8> {
        let deadline = Deadline::after(self.patience);
        let silence = loop {
            match self.hear(deadline) {
                Ok(()) => {}
                Err(Silence::Over(End::Clean)) => break None,
                Err(silence) => break Some(silence),
            }
        };
        let bytes = std::mem::take(&mut self.inbox);
        self.note(format!("reads {}", quote(&bytes, SHORT)));
        match silence {
            None => self.gone("sees the end"),
            Some(silence) => {
                let so_far = bytes.len();
                let expected =
                    format!("sees the end of the connection after {so_far} bytes");
                self.fail_silent(&expected, silence)
            }
        }
        bytes
    }
}
