//! What a guest hears, line by line.

use std::time::Duration;

use super::Guest;
use crate::failure::differs;
use crate::quote::quote;
use crate::waits::Deadline;

impl Guest {
    /// Waits for the next line, which has to be `line` (without its `\n`).
    ///
    /// # Panics
    /// When another line comes, none in time, or the connection ends.
    #[track_caller]
    pub fn expect(&mut self, line: &str) {
        let expected = format!("reads {}", quote(&with_newline(line), 80));
        match self.next_line(Deadline::after(self.patience)) {
            Ok(got) if got == line.as_bytes() => {}
            Ok(mut got) => {
                got.push(b'\n');
                let expected = format!("{} {expected}", self.name);
                let got = differs(&with_newline(line), &got);
                self.scene.fail_plainly(&expected, &got)
            }
            Err(silence) => self.fail_silent(&expected, silence),
        }
    }

    /// Waits for the next line and returns it, without its `\n`.
    ///
    /// # Panics
    /// When none comes in time, or the connection ends.
    #[track_caller]
    pub fn line(&mut self) -> String {
        match self.next_line(Deadline::after(self.patience)) {
            Ok(line) => String::from_utf8_lossy(&line).into_owned(),
            Err(silence) => self.fail_silent("reads a line", silence),
        }
    }

    /// The next line if one comes `within` that time and before the end.
    /// Only for what may or may not come; a test must not depend on it.
    pub fn try_line(&mut self, within: Duration) -> Option<String> {
        let line = self.next_line(Deadline::after(within)).ok()?;
        Some(String::from_utf8_lossy(&line).into_owned())
    }

    /// A barrier: says `/ping WORD` and returns all lines that came before
    /// `* pong WORD`. What has not come by then will not come.
    ///
    /// # Panics
    /// When no pong comes in time, or the connection ends.
    #[track_caller]
    pub fn sync(&mut self) -> Vec<String> {
        self.barriers += 1;
        let word = format!("{}-{}", self.name, self.barriers);
        let pong = format!("* pong {word}");
        self.say(&format!("/ping {word}"));
        let deadline = Deadline::after(self.patience);
        let mut before = Vec::new();
        loop {
            match self.next_line(deadline) {
                Ok(line) if line == pong.as_bytes() => return before,
                Ok(line) => before.push(String::from_utf8_lossy(&line).into_owned()),
                Err(silence) => {
                    self.fail_silent(&format!("reads {pong:?}"), silence)
                }
            }
        }
    }

    /// [`sync`](Self::sync), and nothing may have come before the pong.
    ///
    /// # Panics
    /// When something did.
    #[track_caller]
    pub fn expect_nothing(&mut self) {
        if let Some(line) = self.sync().first() {
            let expected = format!("{} reads nothing before the pong", self.name);
            self.scene.fail_plainly(&expected, &format!("{line:?}"));
        }
    }
}

fn with_newline(line: &str) -> Vec<u8> {
    [line.as_bytes(), b"\n"].concat()
}
