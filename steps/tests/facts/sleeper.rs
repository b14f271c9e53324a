//! A thread that is known to sleep in a call, not only to be about to.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use crate::pair::until;

/// A thread in a call that does not return.
pub struct Sleeper<T> {
    thread: JoinHandle<T>,
    folder: PathBuf,
}

impl<T: Send + 'static> Sleeper<T> {
    /// Starts a thread that makes this call, and waits until it sleeps in it.
    pub fn start(call: impl FnOnce() -> T + Send + 'static) -> Self {
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            let me = fs::read_link("/proc/thread-self").expect("there is /proc");
            tell.send(me).expect("whoever starts a thread listens");
            call()
        });
        let me = told.recv().expect("the thread says where it is");
        let sleeper = Self { thread, folder: PathBuf::from("/proc").join(me) };
        sleeper.settle();
        sleeper
    }

    /// Waits until it sleeps.
    ///
    /// # Panics
    /// When it has ended.
    pub fn settle(&self) {
        until("the thread sleeps", || self.state() == Some('S'));
    }

    /// What the call returned, when it does.
    pub fn ends(self) -> T {
        self.thread.join().expect("the call does not panic")
    }

    /// `S` when it sleeps until something happens, `R` when it runs.
    fn state(&self) -> Option<char> {
        let stat = fs::read_to_string(self.folder.join("stat"))
            .expect("the thread has not ended");
        // The name stands in parentheses and may hold some of its own.
        stat.rsplit_once(") ")?.1.chars().next()
    }
}
