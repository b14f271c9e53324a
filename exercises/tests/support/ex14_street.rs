//! A street, and people who come to the door.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;

use exercises::ex14_accept::{Listener, Stream};
use testkit::Timeline;

/// This process, or the whole system, may open no more files.
pub const EMFILE: i32 = 24;
pub const ENFILE: i32 = 23;

/// Looks for open ports, and has reset its connection before it is let in.
pub const SCANNER: &str = "scanner";

/// The listener, and what else the kernel has to do with it.
#[derive(Default)]
pub struct Street {
    pub story: Timeline,
    pub waiting: RefCell<VecDeque<io::Result<&'static str>>>,
    /// How many descriptors are left, and the error when there are none.
    pub free: Cell<usize>,
    pub full: Cell<i32>,
    pub came: Cell<usize>,
    pub let_in: RefCell<Vec<&'static str>>,
    pub nodelay: Rc<Cell<usize>>,
    pub asked: Cell<usize>,
    pub in_vain: Cell<usize>,
    /// Failures without a success, and without time passing.
    pub in_a_row: Cell<usize>,
}

impl Street {
    pub fn new(story: Timeline) -> Street {
        let (free, full) = (Cell::new(10_000), Cell::new(EMFILE));
        Street { story, free, full, ..Street::default() }
    }

    pub fn come<const N: usize>(&self, people: [&'static str; N]) {
        self.waiting.borrow_mut().extend(people.map(Ok));
        let who = if N > 3 { format!("{N} people") } else { people.join(", ") };
        self.story.note("street", format!("{who} at the door"));
    }

    pub fn fails(&self, error: io::Error) {
        self.waiting.borrow_mut().push_back(Err(error));
    }

    pub fn answer(&self) -> io::Result<&'static str> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.front().is_none_or(Result::is_ok) && self.free.get() == 0 {
            // The descriptor is reserved first, whether anybody waits or not.
            return Err(io::Error::from_raw_os_error(self.full.get()));
        }
        let who =
            waiting.pop_front().unwrap_or(Err(ErrorKind::WouldBlock.into()))?;
        self.free.set(self.free.get() - 1);
        Ok(who)
    }

    pub fn was_asked_in_vain(&self, error: &io::Error) {
        self.in_vain.set(self.in_vain.get() + 1);
        if let ErrorKind::Interrupted | ErrorKind::ConnectionAborted = error.kind() {
            return;
        }
        self.in_a_row.set(self.in_a_row.get() + 1);
        if self.in_a_row.get() > 20 {
            self.story.likely("");
            let cause = match error.kind() {
                ErrorKind::WouldBlock => {
                    "`WouldBlock` means that nobody waits: ask after the next knock."
                }
                _ => {
                    "out of descriptors, `accept` gives the same answer until \
                     somebody leaves: stop accepting for a while."
                }
            };
            let got = "accept is called over and over, and no time passes";
            self.story.fail_because("a pause", got, cause);
        }
    }
}

impl Listener for Street {
    type Stream = Guest;

    fn accept(&self) -> io::Result<(Guest, SocketAddr)> {
        self.asked.set(self.asked.get() + 1);
        let answer = self.answer();
        let told =
            answer.as_ref().map_or_else(name, |who| format!("{who} comes in"));
        self.story.note("accept", told);
        let who = answer.inspect_err(|error| self.was_asked_in_vain(error))?;
        let number = self.came.replace(self.came.get() + 1);
        self.in_a_row.set(0);
        self.let_in.borrow_mut().push(who);
        let nodelay = Rc::clone(&self.nodelay);
        Ok((Guest { who, number, nodelay }, address(number)))
    }
}

/// As it is written in accept(2), for those that a reader should know.
fn name(error: &io::Error) -> String {
    match error.raw_os_error() {
        None => format!("{:?}", error.kind()),
        Some(EMFILE) => "EMFILE".into(),
        Some(ENFILE) => "ENFILE".into(),
        Some(errno) => format!("error {errno}"),
    }
}

/// The connection to somebody from the street.
pub struct Guest {
    pub who: &'static str,
    pub number: usize,
    pub nodelay: Rc<Cell<usize>>,
}

impl Stream for Guest {
    fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        if self.who == SCANNER {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.nodelay.set(self.nodelay.get() + usize::from(nodelay));
        Ok(())
    }

    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match self.who {
            SCANNER => Err(ErrorKind::NotConnected.into()),
            _ => Ok(address(self.number)),
        }
    }
}

/// The address of the client who came as number `at`.
pub fn address(at: usize) -> SocketAddr {
    let port = 50_000 + u16::try_from(at).expect("a crowd is at most 5000");
    (Ipv4Addr::LOCALHOST, port).into()
}
