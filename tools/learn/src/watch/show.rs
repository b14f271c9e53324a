//! Where the companion shows itself: on a screen, or line by line where there is none.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::Sender;

use anyhow::Result;

use crate::place::Place;
use crate::text::plain;
use crate::watch::feed::{self, Event};
use crate::watch::frame::frame;
use crate::watch::page::page;
use crate::watch::state::State;
use crate::watch::terminal::Terminal;
use crate::wrap::wrap;

/// The width that lines are made for where nobody knows.
const USUAL: usize = 80;

pub enum Show {
    Screen(Terminal),
    /// Keys come as lines, and what is new is printed below what was there.
    Lines {
        news: Option<usize>,
    },
}

impl Show {
    /// Chooses, and lets the keys in.
    ///
    /// # Errors
    /// When the terminal does not obey.
    pub fn start(events: &Sender<Event>) -> Result<Show> {
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        if !is_dumb && io::stdin().is_terminal() && io::stdout().is_terminal() {
            let terminal = Terminal::enter()?;
            feed::keys(events.clone());
            Ok(Show::Screen(terminal))
        } else {
            feed::lines(events.clone());
            Ok(Show::Lines { news: None })
        }
    }

    /// What is on the screen is not what we think.
    pub fn forget(&mut self) {
        if let Show::Screen(terminal) = self {
            terminal.forget();
        }
    }

    /// Shows the state as it is now.
    ///
    /// # Errors
    /// When nobody is at the other end any more.
    pub fn show(&mut self, place: &Place, state: &mut State) -> Result<()> {
        match self {
            Show::Screen(terminal) => {
                let (columns, height) = terminal.size();
                terminal.show(&frame(place, state, columns, height))?;
            }
            Show::Lines { news } if *news != Some(state.news) => {
                // While something is being done, there is nothing to tell but that.
                let is_done = state.doing.is_none();
                let first = news.replace(state.news).is_none();
                tell(place, state, first, is_done)?;
            }
            Show::Lines { .. } => {}
        }
        Ok(())
    }
}

fn tell(
    place: &Place,
    state: &State,
    is_first: bool,
    is_done: bool,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if is_first {
        writeln!(out, "Type a key and Enter: ? lists them, q quits.\n")?;
    }
    if is_done {
        let lines = page(place, state, USUAL).0;
        for row in lines.iter().flat_map(|line| wrap(line, USUAL)) {
            writeln!(out, "{}", plain(&row).trim_end())?;
        }
    } else {
        writeln!(out, "{}: the checks are running", state.exercise.name)?;
    }
    if let Some(question) = state.question {
        writeln!(out, "{}", question.text(state.exercise.name))?;
    }
    if !state.note.is_empty() {
        writeln!(out, "{}", state.note)?;
    }
    writeln!(out)?;
    out.flush()
}
