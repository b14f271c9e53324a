//! Two threads want the same name at the same moment.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use exercises::ex05_names::{Names, Seat};
use testkit::{Check, check};

use super::{PAGE, take};

/// Catches a look and a taking under two locks (H10).
#[test]
fn of_two_who_ask_at_once_one_gets_the_name() {
    let check = check!(PAGE).may_take(BUSY);
    let names = Names::default();
    let race = Race::default();
    race.run(&check, "ask for \"eve\"", |who| {
        if let Ok(_eve) = names.take("eve") {
            race.has_the_name(who);
        }
    });
}

/// Catches the same in a change of name (H10).
#[test]
fn of_two_who_change_at_once_one_gets_the_name() {
    let check = check!(PAGE).may_take(BUSY);
    let names = Names::default();
    let race = Race::default();
    let seats = ["ann", "bob"].map(|name| take(&check, &names, name));
    let seats: [std::sync::Mutex<Seat>; 2] = seats.map(Into::into);
    check.likely(
        "two threads wait for each other, or one for itself: one lock is all.",
    );
    race.run(&check, "change to \"eve\"", |who| {
        let mut seat = seats[who].lock().expect("nobody else has it");
        if seat.rename("eve").is_ok() {
            race.has_the_name(who);
            let back = seat.rename(["ann", "bob"][who]);
            race.is_wrong.fetch_or(back.is_err(), SeqCst);
        }
    });
}

/// Catches a name that is let go for a moment, to be taken back at once (C18).
#[test]
fn a_change_that_is_refused_lets_nobody_in_between() {
    let check = check!(PAGE).may_take(BUSY);
    let names = Names::default();
    let race = Race::default();
    let [ann, _bob] = ["ann", "bob"].map(|name| take(&check, &names, name));
    let ann = std::sync::Mutex::new(ann);
    let is_taken_away = AtomicBool::new(false);
    check.timeline().note("ann", "asks for \"bob\" instead, again and again");
    race.run(&check, "try to be two under one name", |who| match who {
        ANN => {
            let mut ann = ann.lock().expect("nobody else has it");
            race.is_wrong.fetch_or(ann.rename("bob").is_ok(), SeqCst);
            // Or bob hardly ever gets the lock.
            (0..100).for_each(|_| std::hint::spin_loop());
        }
        _ => {
            race.times.fetch_add(1, SeqCst);
            is_taken_away.fetch_or(names.take("ann").is_ok(), SeqCst);
            race.let_ann_try();
        }
    });
    if is_taken_away.into_inner() {
        let cause = "ann's name was free for a moment, and somebody else took it: look \
                     whether the new one is to be had first, under the same `lock()`.";
        check.fail("ann keeps her name", "somebody else has it", cause);
    }
}

/// Who tries again and again. Bob steps in between at some moment, and looks
/// whether ann still gets a name that he has.
const ANN: usize = 0;
const BOB: usize = 1;

/// So often bob steps in, or for so long. Ann is at the weak spot of a wrong answer
/// every twentieth time or so.
const TIMES: usize = 300;
const PATIENCE: Duration = Duration::from_secs(2);
const BUSY: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Race {
    /// How often ann has tried.
    tries: AtomicUsize,
    /// How often bob had the name.
    times: AtomicUsize,
    holders: AtomicUsize,
    is_wrong: AtomicBool,
    is_over: AtomicBool,
}

impl Race {
    fn run(&self, check: &Check, what: &str, attempt: impl Fn(usize) + Sync) {
        check.timeline().note("two threads", format!("{what}, again and again"));
        thread::scope(|scope| {
            scope.spawn(|| {
                while !self.is_over.load(SeqCst) {
                    attempt(ANN);
                    self.tries.fetch_add(1, SeqCst);
                }
            });
            let start = Instant::now();
            while self.times.load(SeqCst) < TIMES
                && start.elapsed() < PATIENCE
                && !self.is_wrong.load(SeqCst)
            {
                // Whoever wakes up interrupts the others wherever they are.
                thread::sleep(Duration::from_micros(20));
                attempt(BOB);
            }
            self.is_over.store(true, SeqCst);
        });
        check.likely("");
        if self.is_wrong.load(SeqCst) {
            let cause = "between the look whether the name is free and the taking, the \
                         lock was let go, and the other thread took it too: do both \
                         under one `lock()`.";
            check.fail("one of them at a time is eve", "both are", cause);
        }
    }

    /// For as long as this takes, nobody else may have the name.
    fn has_the_name(&self, who: usize) {
        let others = self.holders.fetch_add(1, SeqCst);
        self.is_wrong.fetch_or(others > 0, SeqCst);
        if who == ANN {
            (0..10).for_each(|_| std::hint::spin_loop());
        } else {
            self.times.fetch_add(1, SeqCst);
            self.let_ann_try();
        }
        self.holders.fetch_sub(1, SeqCst);
    }

    fn let_ann_try(&self) {
        let (start, tries) = (Instant::now(), self.tries.load(SeqCst));
        while self.tries.load(SeqCst) < tries + 2 && start.elapsed() < PATIENCE {
            thread::yield_now();
        }
    }
}
