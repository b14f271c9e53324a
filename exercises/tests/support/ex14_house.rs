//! The event loop of exercise 14, whose clock is put forward by hand.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use exercises::ex14_accept::Door;
use testkit::{Check, Timeline};

use super::street::Street;

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
