//! A street, people who come to the door, and a clock that is put forward by hand.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};

use exercises::ex14_accept::{Door, Listener, Stream};
use testkit::{Check, Timeline};

/// This process, or the whole system, may open no more files.
pub const EMFILE: i32 = 24;
pub const ENFILE: i32 = 23;

/// Looks for open ports, and has reset its connection before it is let in.
pub const SCANNER: &str = "scanner";

/// What a panic within `accept` means.
const ENDED: &str = "no answer of `accept` is a reason to end the server, or to \
                     stay in this turn for ever; and the address of a client comes \
                     with it, while `peer_addr` fails for one who is gone.";

/// What became of somebody who came in and is not inside.
const LOST: &str = "was accepted, and is not among those who are returned.";

/// The event loop: its clock stands still until it sleeps.
pub struct House {
    pub door: Door,
    pub street: Street,
    pub inside: Vec<(&'static str, SocketAddr)>,
    pub now: Instant,
    pub story: Timeline,
}

impl House {
    pub fn new(check: &Check) -> House {
        let story = check.timeline().clone();
        let street = Street::new(story.clone());
        let (inside, now) = (Vec::new(), Instant::now());
        House { door: Door::default(), street, inside, now, story }
    }

    pub fn knock(&mut self) {
        self.story.note("house", "hears a knock");
        self.door.handle_knock();
    }

    pub fn turn(&mut self) {
        self.story.likely(ENDED);
        let newcomers = self.door.accept(&self.street, self.now);
        self.story.likely("");
        for (guest, addr) in newcomers {
            self.inside.push((guest.who, addr));
        }
    }

    /// Takes turns until it may sleep, and returns for how long.
    pub fn run(&mut self) -> Option<Duration> {
        let (mut turns, mut inside) = (0, self.inside.len());
        loop {
            self.turn();
            let sleeps = self.door.may_sleep(self.now);
            if sleeps != Some(Duration::ZERO) {
                let how_long =
                    sleeps.map_or("until a knock".into(), |s| format!("{s:?}"));
                self.story.note("house", format!("sleeps {how_long}"));
                return sleeps;
            }
            turns = if self.inside.len() > inside { 0 } else { turns + 1 };
            inside = self.inside.len();
            if turns > 100 {
                let got = "it goes from turn to turn, and nothing changes";
                let cause = "`may_sleep` says zero, and `accept` does not do what \
                     it is zero for: a pause that is over has to end.";
                self.story.fail_because("the loop sleeps", got, cause);
            }
        }
    }

    /// Sleeps and wakes for so long. Nobody knocks.
    pub fn run_for(&mut self, time: Duration) {
        let (end, mut wakes) = (self.now + time, 0);
        while let Some(sleep) = self.run()
            && self.now + sleep <= end
        {
            wakes += 1;
            if wakes > 1000 {
                let got = format!("it wakes up every {sleep:?}");
                let cause =
                    "the pause is far too short: ten times a second is enough.";
                self.story.fail_because("a loop that sleeps", &got, cause);
            }
            self.pass(sleep);
        }
        self.now = end;
    }

    pub fn pass(&mut self, time: Duration) {
        self.now += time;
        self.street.in_a_row.set(0);
    }

    pub fn leave(&mut self, who: &str) {
        self.story.note("house", format!("{who} leaves"));
        self.inside.retain(|(other, _)| *other != who);
        self.street.free.set(self.street.free.get() + 1);
        self.door.handle_leave();
    }

    pub fn are_in<const N: usize>(&self, names: [&str; N], cause: &str) {
        let inside: Vec<_> = self.inside.iter().map(|(who, _)| *who).collect();
        if inside != names {
            let let_in = self.street.let_in.borrow();
            let lost = |who: &&str| let_in.contains(who) && !inside.contains(who);
            let lost = names.iter().find(|who| lost(who));
            let lost = lost.map(|who| format!("{who} {LOST}"));
            let cause = lost.as_deref().unwrap_or(cause);
            let expected = format!("inside: {}", names.join(", "));
            let got = format!("inside: {}", inside.join(", "));
            self.story.fail_because(&expected, &got, cause);
        }
    }

    pub fn sleeps_for_ever(&mut self, cause: &str) {
        if let Some(sleep) = self.run() {
            let expected = "the loop sleeps until the next knock";
            let got = format!("it wakes up in {sleep:?}");
            self.story.fail_because(expected, &got, cause);
        }
    }
}

/// The listener, and what else the kernel has to do with it.
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
        let zero = || Cell::new(0);
        let (free, full) = (Cell::new(10_000), Cell::new(EMFILE));
        let (waiting, came, nodelay) = (RefCell::default(), zero(), Rc::default());
        let (asked, in_vain, in_a_row) = (zero(), zero(), zero());
        Street {
            story,
            waiting,
            free,
            full,
            came,
            let_in: RefCell::default(),
            nodelay,
            asked,
            in_vain,
            in_a_row,
        }
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
