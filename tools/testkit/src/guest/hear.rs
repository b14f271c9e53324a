//! Listening, with a bound to every wait.

use std::io::{self, Read};

use super::Guest;
use super::hope::Hope;
use super::speak::{brief, is_nothing_yet};
use crate::quote::{SHORT, quote};
use crate::waits::{Deadline, spoken};

/// Why nothing more was heard.
pub(super) enum Silence {
    /// Time ran out.
    Waiting,
    /// The server does nothing that could still bring anything.
    Hopeless,
    /// The server ended the connection.
    Over(End),
}

/// The two ends that a connection can come to.
pub(super) enum End {
    /// The server has said all (FIN).
    Clean,
    /// The server threw the connection away (RST).
    Reset(io::Error),
}

impl Guest {
    pub(super) fn next_line(
        &mut self,
        deadline: Deadline,
    ) -> Result<Vec<u8>, Silence> {
        let mut looked = 0;
        loop {
            let newline =
                self.inbox[looked..].iter().position(|&byte| byte == b'\n');
            if let Some(at) = newline {
                let mut line: Vec<u8> = self.inbox.drain(..=looked + at).collect();
                self.note(format!("reads {}", quote(&line, SHORT)));
                line.pop();
                return Ok(line);
            }
            looked = self.inbox.len();
            self.hear(deadline)?;
        }
    }

    /// Reads once into the inbox.
    pub(super) fn hear(&mut self, deadline: Deadline) -> Result<(), Silence> {
        let mut chunk = [0; 16 * 1024];
        let mut hope = Hope::new(&self.scene);
        while !deadline.is_over() && hope.is_left() {
            let heard = self
                .stream
                .set_read_timeout(Some(hope.moment(deadline)))
                .and_then(|()| self.stream.read(&mut chunk));
            match heard {
                Ok(0) => return Err(Silence::Over(End::Clean)),
                Ok(count) => {
                    self.inbox.extend_from_slice(&chunk[..count]);
                    return Ok(());
                }
                Err(error) if is_nothing_yet(&error) => {}
                Err(error) => return Err(Silence::Over(End::Reset(error))),
            }
        }
        Err(if deadline.is_over() { Silence::Waiting } else { Silence::Hopeless })
    }

    pub(super) fn gone(&mut self, what: &str) {
        self.note(what);
        self.gone = true;
    }

    /// Panics because nothing more came. What came of an unfinished line is
    /// part of the story.
    #[track_caller]
    pub(super) fn fail_silent(&mut self, expected: &str, silence: Silence) -> ! {
        let mut got = match &silence {
            Silence::Waiting => {
                format!("nothing within {}", spoken(self.patience))
            }
            Silence::Hopeless => "nothing, and nothing more will come".to_owned(),
            Silence::Over(End::Clean) => "the end of the connection".to_owned(),
            Silence::Over(End::Reset(error)) => brief(error),
        };
        if !self.inbox.is_empty() {
            let rest = quote(&self.inbox, SHORT);
            got = format!("{rest} without a newline, then {got}");
        }
        match silence {
            Silence::Waiting | Silence::Hopeless => {
                self.note("hears nothing more");
                self.fail(expected, &got)
            }
            Silence::Over(End::Clean) => self.gone("sees the end"),
            Silence::Over(End::Reset(_)) => self.gone("sees a reset"),
        }
        self.scene.fail_at_the_end(&format!("{} {expected}", self.name), &got)
    }
}
