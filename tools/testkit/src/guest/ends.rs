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
                let came = self.what_came();
                self.fail_silent(&format!("reads {count} bytes{came}"), silence);
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
        if let Some(silence) = silence {
            let came = self.what_came();
            let expected = format!("sees the end of the connection{came}");
            self.inbox.clear();
            self.fail_silent(&expected, silence)
        }
        let bytes = std::mem::take(&mut self.inbox);
        self.note(format!("reads {}", quote(&bytes, SHORT)));
        self.gone("sees the end");
        bytes
    }

    /// How much came before nothing more did. In an exercise that is left out: how
    /// much the kernel passes on differs from run to run.
    fn what_came(&mut self) -> String {
        if self.scene.is_exercise() {
            self.inbox.clear();
            return String::new();
        }
        format!(" ({} bytes came)", self.inbox.len())
    }
}
