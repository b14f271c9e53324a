//! Who has heard what: each receiver must hear each sender's lines in order, once.
//!
//! A server that loses a line is not fast but broken, so every line that arrives is
//! checked, also while the clock runs. One number for each pair is enough: the line
//! that must come next.

use crate::wire::Line;
use std::fmt;

/// The first broken promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A line came before the one that stands ahead of it: that one is lost, or late.
    Missing {
        /// Who heard it.
        receiver: u32,
        /// What came.
        came: Line,
        /// The line of this sender that was due.
        due: u32,
    },
    /// A line came a second time, or after later ones.
    Again {
        /// Who heard it.
        receiver: u32,
        /// What came.
        came: Line,
    },
    /// A line came from nobody who speaks, or to the one who said it.
    Stray {
        /// Who heard it.
        receiver: u32,
        /// What came.
        came: Line,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { receiver, came, due } => write!(
                f,
                "client {receiver} heard line {} of {} while line {due} is missing",
                came.number, came.sender
            ),
            Self::Again { receiver, came } => write!(
                f,
                "client {receiver} heard line {} of {} twice or out of order",
                came.number, came.sender
            ),
            Self::Stray { receiver, came } => write!(
                f,
                "client {receiver} heard line {} of {}, which was not for it",
                came.number, came.sender
            ),
        }
    }
}

/// The line that each receiver must hear next from each sender.
#[derive(Debug)]
pub struct Ledger {
    senders: usize,
    due: Vec<u32>,
    /// Everybody hears itself and nobody else.
    echo: bool,
}

impl Ledger {
    /// For a crowd whose first `senders` members speak.
    pub fn new(receivers: usize, senders: usize, echo: bool) -> Self {
        let due = if echo { senders } else { receivers * senders };
        Self { senders, due: vec![0; due], echo }
    }

    /// Notes that a line has come.
    ///
    /// # Errors
    /// The promise that this line breaks.
    #[inline]
    pub fn hear(&mut self, receiver: u32, came: Line) -> Result<(), Broken> {
        let sender = came.sender as usize;
        let own = receiver == came.sender;
        if sender >= self.senders || own != self.echo {
            return Err(Broken::Stray { receiver, came });
        }
        let row = if self.echo { 0 } else { receiver as usize * self.senders };
        let due = &mut self.due[row + sender];
        if came.number == *due {
            *due += 1;
            Ok(())
        } else if came.number > *due {
            Err(Broken::Missing { receiver, came, due: *due })
        } else {
            Err(Broken::Again { receiver, came })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(sender: u32, number: u32) -> Line {
        Line { sender, number }
    }

    #[test]
    fn lines_in_order_keep_the_promise() {
        let mut ledger = Ledger::new(3, 2, false);
        for number in 0..5 {
            assert_eq!(ledger.hear(2, line(0, number)), Ok(()));
            assert_eq!(ledger.hear(2, line(1, number)), Ok(()));
        }
    }

    #[test]
    fn a_lost_line_is_noticed_when_the_next_one_comes() {
        let mut ledger = Ledger::new(3, 2, false);
        assert_eq!(ledger.hear(2, line(1, 0)), Ok(()));
        let broken = ledger.hear(2, line(1, 2));
        assert_eq!(
            broken,
            Err(Broken::Missing { receiver: 2, came: line(1, 2), due: 1 })
        );
    }

    #[test]
    fn a_doubled_line_is_noticed() {
        let mut ledger = Ledger::new(3, 2, false);
        assert_eq!(ledger.hear(2, line(1, 0)), Ok(()));
        let broken = ledger.hear(2, line(1, 0));
        assert_eq!(broken, Err(Broken::Again { receiver: 2, came: line(1, 0) }));
    }

    #[test]
    fn two_lines_that_changed_places_are_noticed() {
        let mut ledger = Ledger::new(3, 2, false);
        assert!(ledger.hear(2, line(0, 1)).is_err());
    }

    #[test]
    fn a_line_that_comes_back_to_its_sender_is_noticed() {
        let mut ledger = Ledger::new(3, 2, false);
        let broken = ledger.hear(1, line(1, 0));
        assert_eq!(broken, Err(Broken::Stray { receiver: 1, came: line(1, 0) }));
    }

    #[test]
    fn an_echo_goes_to_its_sender_alone() {
        let mut ledger = Ledger::new(3, 3, true);
        assert_eq!(ledger.hear(1, line(1, 0)), Ok(()));
        assert!(ledger.hear(2, line(1, 1)).is_err());
    }
}
