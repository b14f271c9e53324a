//! What follows from what happens: work is begun and ended, and the state told.

use std::time::Instant;

use anyhow::Result;

use super::feed::Event;
use super::job::Job;
use super::show::Show;
use super::state::{View, Wish};
use super::{LOOK, Watch};
use crate::catalogue::{self, ALL, Exercise};
use crate::judge::{Doing, Judgement};

impl Watch<'_> {
    pub fn handle(&mut self, event: Event, show: &mut Show) -> Result<()> {
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
    pub fn run(&mut self, exercises: Vec<&'static Exercise>) {
        self.job = None;
        self.jobs += 1;
        let parked = ALL.iter().filter(|one| self.memory.is_parked(one)).collect();
        let events = self.events.clone();
        self.state.doing = Some(Doing::Compiling("exercises".into()));
        self.job =
            Some(Job::start(self.jobs, self.place, exercises, parked, events));
    }

    fn reset(&mut self) {
        let said = match self.place.reset(self.state.exercise) {
            Ok(Some(copy)) => {
                let copy = copy.strip_prefix(self.place.root()).unwrap_or(&copy);
                format!("reset; your text is in {}", copy.display())
            }
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
    pub fn look(&mut self) {
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
        self.state.solved[exercise.number() - 1] = self.memory.is_solved(exercise);
        self.state.parked = judged.parked;
        if exercise.name == self.state.exercise.name {
            self.state.verdict = Some(judged.verdict.clone());
            self.state.times += 1;
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
