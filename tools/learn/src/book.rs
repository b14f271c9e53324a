//! The book in a browser: served in the background while the companion runs.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::catalogue::Exercise;
use crate::compile::cargo;
use crate::place::Place;
use crate::watch::Event;

/// The server of the book, once somebody has asked for it. It ends with this.
pub struct Book {
    place: Place,
    child: Option<Child>,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    /// Where it serves, once it does.
    address: Option<String>,
    /// The page that was asked for last.
    page: String,
}

impl Book {
    pub fn new(place: &Place) -> Book {
        Book { place: place.clone(), child: None, shared: Arc::default() }
    }

    /// Opens the chapter of an exercise. Returns what is to be said of it now; what
    /// follows comes as an event.
    pub fn open(&mut self, exercise: &Exercise, events: &Sender<Event>) -> String {
        let page = if self.place.page(exercise).is_file() {
            exercise.page.replace(".md", ".html")
        } else {
            // It is not written yet: the contents are the next best.
            String::new()
        };
        let address = {
            let mut shared =
                self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.page.clone_from(&page);
            shared.address.clone()
        };
        let has_ended = self
            .child
            .as_mut()
            .is_none_or(|child| !matches!(child.try_wait(), Ok(None)));
        match address {
            Some(address) if !has_ended => browse(&address, &page),
            _ if has_ended => self.start(events),
            _ => "the book is still being built".to_owned(),
        }
    }

    fn start(&mut self, events: &Sender<Event>) -> String {
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "book"]);
        command.current_dir(self.place.root());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return format!("cannot start `cargo book`: {error}"),
        };
        let out = child.stdout.take().expect("it is a pipe");
        self.child = Some(child);
        let (shared, events) = (Arc::clone(&self.shared), events.clone());
        thread::spawn(move || {
            let mut is_there = false;
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let Some(address) = line.strip_prefix("the book is at ") else {
                    continue;
                };
                is_there = true;
                let mut shared =
                    shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.address = Some(address.to_owned());
                let said = browse(address, &shared.page);
                let _ = events.send(Event::Book(said));
            }
            if !is_there {
                let said =
                    "the book was not built; `cargo book` says why".to_owned();
                let _ = events.send(Event::Book(said));
            }
        });
        "building the book; the first time takes a minute or two".to_owned()
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            crate::process::kill_group(child);
            let _ = child.wait();
        }
    }
}

fn browse(address: &str, page: &str) -> String {
    let address = format!("{address}/{page}");
    match open::that_detached(&address) {
        Ok(()) => format!("the book is at {address}"),
        Err(_) => format!("no browser was found; open {address} in yours"),
    }
}
