//! `cargo learn`: watches the learner's files and says what the checks say.

mod feed;
mod frame;
mod job;
pub mod list;
mod page;
mod show;
mod state;
mod terminal;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::book::Book;
use crate::catalogue::{self, ALL, Exercise};
use crate::judge::Judgement;
use crate::memory::Memory;
use crate::place::Place;
pub use feed::Event;
use feed::Stamps;
use job::Job;
use show::Show;
use state::{State, View, Wish};

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

    fn handle(&mut self, event: Event, show: &mut Show) -> Result<()> {
        match event {
            Event::Key(key) => {
                self.is_seeking = false;
                let wish = self.state.handle_key(key);
                self.fulfil(wish);
            }
            Event::Resized => show.forget(),
            Event::NoMoreKeys => self.has_keys = false,
            Event::Touched => {
                // Somebody who writes without end is looked at all the same.
                let first = *self.touched.get_or_insert_with(Instant::now);
                if first.elapsed() > LOOK {
                    self.look();
                }
            }
            Event::Doing(number, doing) if self.is_current(number) => {
                self.state.doing = Some(doing);
            }
            Event::Judged(number, exercise, judged) if self.is_current(number) => {
                self.judged(exercise, judged?)?;
            }
            Event::Done(number) if self.is_current(number) => self.done(),
            // About something that nobody waits for any more.
            Event::Doing(..) | Event::Judged(..) | Event::Done(..) => {}
            Event::Book(text) => {
                self.state.say(text);
            }
            Event::End => self.is_over = true,
        }
        Ok(())
    }

    fn is_current(&self, number: usize) -> bool {
        self.job.as_ref().is_some_and(|job| job.number == number)
    }

    fn fulfil(&mut self, wish: Wish) {
        match wish {
            Wish::Nothing => {}
            Wish::Run | Wish::Begin => self.run(vec![self.state.exercise]),
            Wish::RunAll => self.run(ALL.iter().collect()),
            Wish::Reset => self.reset(),
            Wish::OpenBook => {
                let text = self.book.open(self.state.exercise, &self.events);
                self.state.say(text);
            }
            Wish::Quit => self.is_over = true,
        }
    }

    /// Judges these, and ends what was being judged.
    fn run(&mut self, exercises: Vec<&'static Exercise>) {
        self.job = None;
        self.jobs += 1;
        let parked = ALL.iter().filter(|one| self.memory.is_parked(one)).collect();
        let events = self.events.clone();
        self.state.doing = Some(crate::judge::Doing::Compiling("exercises".into()));
        self.job =
            Some(Job::start(self.jobs, self.place, exercises, parked, events));
    }

    fn reset(&mut self) {
        let said = match self.place.reset(self.state.exercise) {
            Ok(Some(copy)) => format!("reset; your text is in {}", copy.display()),
            Ok(None) => "it was the starter already".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        self.stamps.changed(self.place);
        self.state.solved[self.state.exercise.number() - 1] = false;
        self.state.verdict = None;
        self.run(vec![self.state.exercise]);
        self.state.say(said);
    }

    /// Looks whether a file was saved since the last time.
    fn look(&mut self) {
        self.touched = None;
        let changed = self.stamps.changed(self.place);
        self.is_seeking &= changed.is_empty();
        let is_here = changed.contains(&self.state.exercise.name);
        match changed.as_slice() {
            [] => {}
            // The learner has turned to another one.
            [other] if !is_here => {
                if let Some(exercise) = catalogue::find(other) {
                    let wish = self.state.go(exercise);
                    self.fulfil(wish);
                }
            }
            _ => {
                self.state.go(self.state.exercise);
                self.run(vec![self.state.exercise]);
            }
        }
    }

    fn judged(
        &mut self,
        exercise: &'static Exercise,
        judged: Judgement,
    ) -> Result<()> {
        judged.remember(exercise, &mut self.memory)?;
        let is_solved = judged.verdict.is_solved();
        self.state.solved[exercise.number() - 1] = is_solved;
        self.state.parked = judged.parked;
        if exercise.name == self.state.exercise.name {
            self.state.verdict = Some(judged.verdict.clone());
        }
        if matches!(self.state.view, View::All) {
            self.state.found.push((exercise, judged.verdict));
        }
        Ok(())
    }

    fn done(&mut self) {
        self.job = None;
        self.state.doing = None;
        self.state.news += 1;
        self.is_seeking &= self.state.is_solved(self.state.exercise);
        if !self.is_seeking {
            return;
        }
        match self.memory.first_unsolved() {
            Some(next) => {
                self.state.go(next);
                self.run(vec![next]);
            }
            None => self.state.view = View::Closing,
        }
    }
}
