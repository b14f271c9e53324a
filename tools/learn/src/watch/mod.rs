//! `cargo learn`: watches the learner's files and says what the checks say.

mod act;
mod feed;
mod frame;
mod job;
mod keys;
pub mod list;
mod page;
mod show;
mod state;
mod terminal;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::book::Book;
use crate::catalogue::ALL;
use crate::memory::Memory;
use crate::place::Place;
pub use feed::Event;
use feed::Stamps;
use job::Job;
use show::Show;
use state::{State, View};

/// How often we look for ourselves whether a file was saved.
const LOOK: Duration = Duration::from_millis(500);

/// An editor may take several steps to save. This long after the last one it is done.
const SETTLE: Duration = Duration::from_millis(30);

/// Runs until the learner leaves.
///
/// # Errors
/// When the terminal fails, or cargo cannot be started.
pub fn watch(place: &Place) -> Result<()> {
    let (sender, events) = mpsc::channel();
    feed::signals(sender.clone())?;
    let mut show = Show::start(&sender)?;
    let mut watch = Watch::new(place, sender);
    let _files = feed::files(place, watch.events.clone());
    watch.begin_where_they_are();
    let result = watch.serve(&events, &mut show);
    // First the terminal is given back, and then whatever went wrong can be read.
    drop(show);
    result
}

struct Watch<'a> {
    place: &'a Place,
    memory: Memory,
    state: State,
    stamps: Stamps,
    /// When somebody touched a file, and may not be done with it.
    touched: Option<Instant>,
    job: Option<Job>,
    jobs: usize,
    book: Book,
    events: Sender<Event>,
    /// Nothing is remembered, so we look for the first unsolved one.
    is_seeking: bool,
    is_over: bool,
    has_keys: bool,
}

impl<'a> Watch<'a> {
    fn new(place: &'a Place, events: Sender<Event>) -> Self {
        let memory = Memory::load(place);
        let solved: Vec<bool> =
            ALL.iter().map(|one| memory.is_solved(one)).collect();
        let first = solved.iter().position(|solved| !solved);
        let mut state = State::new(&ALL[first.unwrap_or(ALL.len() - 1)], solved);
        if first.is_none() {
            state.view = View::Closing;
        }
        let mut stamps = Stamps::default();
        stamps.changed(place);
        Watch {
            place,
            is_seeking: memory.is_empty(),
            memory,
            state,
            stamps,
            touched: None,
            job: None,
            jobs: 0,
            book: Book::new(place),
            events,
            is_over: false,
            has_keys: true,
        }
    }

    fn begin_where_they_are(&mut self) {
        self.run(vec![self.state.exercise]);
    }

    /// The one place that sleeps.
    fn serve(&mut self, events: &Receiver<Event>, show: &mut Show) -> Result<()> {
        while !self.is_over {
            show.show(self.place, &mut self.state)?;
            if !self.has_keys && self.job.is_none() {
                break;
            }
            let patience = if self.touched.is_some() { SETTLE } else { LOOK };
            match events.recv_timeout(patience) {
                Ok(event) => self.handle(event, show)?,
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }
}
