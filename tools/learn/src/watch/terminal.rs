//! The screen: a terminal that is given back as it was, however we end.

use std::io::{self, Stdout, Write};
use std::panic;

use anyhow::{Context, Result};
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{execute, queue};

use crate::text::{PLAIN, without_colours};

/// A terminal in raw mode, on its second screen: the first one, with all that stood
/// there, comes back when this is dropped.
pub struct Terminal {
    out: Stdout,
    /// What is on the screen, so that only what differs is sent.
    shown: Vec<String>,
    has_colours: bool,
}

impl Terminal {
    /// # Errors
    /// When the terminal does not obey.
    pub fn enter() -> Result<Terminal> {
        let no_color = std::env::var_os("NO_COLOR");
        let has_colours = no_color.is_none_or(|value| value.is_empty());
        enable_raw_mode().context("cannot read single keys from this terminal")?;
        // From here on it is given back.
        let mut terminal =
            Terminal { out: io::stdout(), shown: Vec::new(), has_colours };
        // A panic has to be read, and that is only possible on the first screen.
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
        execute!(terminal.out, EnterAlternateScreen, DisableLineWrap, Hide)
            .context("cannot write to the terminal")?;
        Ok(terminal)
    }

    /// Columns and rows. One that does not know them is taken for the usual one.
    pub fn size(&self) -> (usize, usize) {
        match size() {
            Ok((columns @ 1.., rows @ 1..)) => (columns.into(), rows.into()),
            _ => (80, 24),
        }
    }

    /// Another program, or a new size, has changed what is on it.
    pub fn forget(&mut self) {
        self.shown.clear();
    }

    /// Brings these rows to the screen, in one go.
    ///
    /// # Errors
    /// When nobody is at the other end any more.
    pub fn show(&mut self, rows: &[String]) -> io::Result<()> {
        queue!(self.out, BeginSynchronizedUpdate)?;
        if self.shown.len() != rows.len() {
            self.shown = vec!["\0".to_owned(); rows.len()];
            queue!(self.out, Clear(ClearType::All))?;
        }
        for ((row, shown), y) in rows.iter().zip(&mut self.shown).zip(0u16..) {
            if row == shown {
                continue;
            }
            let text =
                if self.has_colours { row.clone() } else { without_colours(row) };
            // Cleared first: behind a row as wide as the terminal the cursor stands on
            // its last cell, and would take that along.
            queue!(self.out, MoveTo(0, y), Clear(ClearType::CurrentLine))?;
            write!(self.out, "{text}{PLAIN}")?;
            shown.clone_from(row);
        }
        queue!(self.out, EndSynchronizedUpdate)?;
        self.out.flush()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

fn leave() {
    // If nobody is there any more, there is nothing to give back.
    let _ = execute!(io::stdout(), Show, EnableLineWrap, LeaveAlternateScreen);
    let _ = disable_raw_mode();
}
