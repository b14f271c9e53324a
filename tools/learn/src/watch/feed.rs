//! Everything that happens comes in here: keys, saved files, verdicts, the end.
//!
//! Each source has a thread of its own and one way out, a channel. So the companion
//! sleeps in one place, as the servers of steps 3 and 4 do.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::SystemTime;

use anyhow::{Context, Result};
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::catalogue::Exercise;
use crate::judge::{Doing, Judgement};
use crate::place::Place;
use crate::print::{collect, owner};

/// Something happened.
pub enum Event {
    Key(KeyEvent),
    Resized,
    /// There will be no more keys.
    NoMoreKeys,
    /// Some file was touched. Which one is found out by looking.
    Touched,
    /// About the job with this number.
    Doing(usize, Doing),
    Judged(usize, &'static Exercise, Result<Judgement>),
    Done(usize),
    /// The book has something to say.
    Book(String),
    /// We were told to end.
    End,
}

/// Keys of a terminal in raw mode.
pub fn keys(events: Sender<Event>) {
    thread::spawn(move || {
        loop {
            let event = match event::read() {
                Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => {
                    Event::Key(key)
                }
                Ok(event::Event::Resize(..)) => Event::Resized,
                Ok(_) => continue,
                // The terminal is gone.
                Err(_) => Event::End,
            };
            let is_end = matches!(event, Event::End);
            if events.send(event).is_err() || is_end {
                return;
            }
        }
    });
}

/// The same from lines: the first letter of each is the key, an empty one is Enter.
pub fn lines(events: Sender<Event>) {
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let key = line.trim_start().chars().next();
            let key = key.map_or(KeyCode::Enter, KeyCode::Char);
            if events.send(Event::Key(key.into())).is_err() {
                return;
            }
        }
        // Whoever is not listening any more has ended.
        let _ = events.send(Event::NoMoreKeys);
    });
}

/// Ctrl-C where it is no key, a closed window, a kill.
///
/// # Errors
/// When the system does not allow it.
pub fn signals(events: Sender<Event>) -> Result<()> {
    ctrlc::set_handler(move || {
        let _ = events.send(Event::End);
    })
    .context("cannot listen for signals")
}

/// Tells when a file is touched, for as long as what it returns is kept. `None` where
/// the system cannot tell: then looking twice a second has to do.
pub fn files(place: &Place, events: Sender<Event>) -> Option<RecommendedWatcher> {
    let touched = move |event: notify::Result<notify::Event>| {
        // To read a file is no news, and we read them ourselves.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            let _ = events.send(Event::Touched);
        }
    };
    let mut watcher = notify::recommended_watcher(touched).ok()?;
    watcher.watch(&place.exercises(), RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

/// When the files were last saved. Events may be missing (network drives, containers)
/// or come several times for one save; this is what decides.
#[derive(Default)]
pub struct Stamps(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Stamps {
    /// Looks again. Returns the exercises whose files have changed since.
    pub fn changed(&mut self, place: &Place) -> Vec<&'static str> {
        let mut files = Vec::new();
        collect(&place.exercises(), &mut files);
        let stamp = |path: PathBuf| {
            let data = path.metadata().ok()?;
            Some((path, (data.modified().ok(), data.len())))
        };
        let now: BTreeMap<_, _> = files.into_iter().filter_map(stamp).collect();
        let paths = now.keys().chain(self.0.keys());
        let changed = paths.filter(|path| now.get(*path) != self.0.get(*path));
        let mut names: Vec<_> =
            changed.filter_map(|path| owner(path, place)).collect();
        names.sort_unstable();
        names.dedup();
        self.0 = now;
        names
    }
}
