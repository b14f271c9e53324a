//! Work on a thread of its own: one exercise judged, or all of them.

use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use crate::catalogue::Exercise;
use crate::judge::judge;
use crate::place::Place;
use crate::process::Cancel;
use crate::watch::feed::Event;

/// Work that ends at once when this is dropped.
pub struct Job {
    /// By which its events are known.
    pub number: usize,
    cancel: Cancel,
    thread: Option<JoinHandle<()>>,
}

impl Job {
    /// Judges these exercises, one after the other.
    pub fn start(
        number: usize,
        place: &Place,
        exercises: Vec<&'static Exercise>,
        mut parked: Vec<&'static Exercise>,
        events: Sender<Event>,
    ) -> Job {
        let cancel = Cancel::default();
        let (place, ended) = (place.clone(), cancel.clone());
        let work = move || {
            for exercise in exercises {
                // Whoever is not listening any more has cancelled as well.
                let tell = |doing| {
                    let _ = events.send(Event::Doing(number, doing));
                };
                let judged = judge(&place, exercise, &parked, &ended, tell);
                if let Ok(judged) = &judged {
                    parked.clone_from(&judged.parked);
                }
                let _ = events.send(Event::Judged(number, exercise, judged));
            }
            let _ = events.send(Event::Done(number));
        };
        let thread = thread::spawn(work);
        Job { number, cancel, thread: Some(thread) }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel.cancel();
        if let Some(thread) = self.thread.take() {
            // It has panicked if this fails, and was heard.
            let _ = thread.join();
        }
    }
}
