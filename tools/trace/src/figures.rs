//! The figures, and the code that each of them looks at.

mod backpressure;
#[cfg(target_os = "linux")]
mod blocking;
#[cfg(target_os = "linux")]
mod event_loop;
#[cfg(target_os = "linux")]
mod kernel_buffers;
mod lines;
mod slots;
#[cfg(target_os = "linux")]
mod threads;
mod triggers;

use anyhow::Result;

use crate::format::{Header, Record, VERSION};
use crate::story::Story;

/// A figure, and how its trace is made.
#[derive(Debug)]
pub struct Figure {
    /// As in `{{#figure NAME}}`.
    pub name: &'static str,
    /// What it is about.
    pub title: &'static str,
    make: fn() -> Result<Vec<Story>>,
}

/// All that can be made on this system.
pub const ALL: &[Figure] = &[
    Figure { name: "lines", title: "Bytes become lines", make: lines::make },
    #[cfg(target_os = "linux")]
    Figure {
        name: "blocking",
        title: "One thread, and whom it waits for",
        make: blocking::make,
    },
    #[cfg(target_os = "linux")]
    Figure {
        name: "threads",
        title: "Two threads for each client",
        make: threads::make,
    },
    #[cfg(target_os = "linux")]
    Figure {
        name: "kernel-buffers",
        title: "Where bytes wait when nobody reads",
        make: kernel_buffers::make,
    },
    Figure {
        name: "triggers",
        title: "Three ways to be told",
        make: triggers::make,
    },
    #[cfg(target_os = "linux")]
    Figure {
        name: "event-loop",
        title: "A turn of the event loop",
        make: event_loop::make,
    },
    Figure {
        name: "slots",
        title: "An event for one who has left",
        make: slots::make,
    },
    Figure {
        name: "backpressure",
        title: "What a slow reader is owed",
        make: backpressure::make,
    },
];

/// What only Linux shows: it takes `/proc` and strace.
pub const ON_LINUX: &[&str] =
    &["blocking", "threads", "kernel-buffers", "event-loop"];

impl Figure {
    /// Runs the code that the figure is about, and notes what there is to see.
    ///
    /// # Errors
    /// When that code cannot be run here, or does not do what the figure shows.
    pub fn record(&self) -> Result<Vec<Record>> {
        let header = Record::Header(Header {
            trace: VERSION,
            figure: self.name.to_owned(),
            title: self.title.to_owned(),
            made_by: format!("cargo trace {}", self.name),
        });
        let stories = (self.make)()?.into_iter().flat_map(Story::into_records);
        Ok(std::iter::once(header).chain(stories).collect())
    }
}
