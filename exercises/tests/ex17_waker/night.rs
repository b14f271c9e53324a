//! A kernel that is a story: each time the loop sleeps, the next step happens.
//! What is said meanwhile is said by another thread, as far as the loop can tell.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use exercises::ex17_waker::{Desk, Hotline, Order, Sleep, WAKER};
use exercises::ex17_waker::{hotline, run};
use mio::Token;
use testkit::Check;

use super::room::{Flag, Room, spoken, tokens};

/// What happens while the loop sleeps.
pub enum Step {
    /// Somebody gives these orders, one right after the other.
    Give(Vec<Order>),
    /// Something happens to these clients.
    Happen(Vec<Token>),
    /// Both, and the events come in one batch.
    Both(Vec<Order>, Vec<Token>),
    /// The sleep ends with an error.
    Fail(ErrorKind),
    /// Somebody gives these orders, and the last hotline is dropped.
    LastWords(Vec<Order>),
}

pub fn say(text: &str) -> Order {
    Order::Announce(text.to_owned())
}

pub struct Night<'a> {
    check: &'a Check,
    steps: VecDeque<Step>,
    hotline: Option<Hotline>,
    desk: Option<Desk>,
    rung: Arc<AtomicBool>,
    /// How many orders were given, and how many of them were to announce.
    given: usize,
    woken: bool,
    done: Rc<RefCell<Vec<String>>>,
    /// The last sleep ended with `Interrupted`.
    interrupted: bool,
    /// What the chat gives as an order itself, when it announces something.
    pub echo: Option<&'static str>,
    pub any_order: bool,
    /// Why it most likely did something else in the end.
    pub cause: &'static str,
}

impl<'a> Night<'a> {
    pub fn new(check: &'a Check, steps: impl IntoIterator<Item = Step>) -> Self {
        let rung = Arc::new(AtomicBool::new(false));
        let (hotline, desk) = hotline(Arc::new(Flag(Arc::clone(&rung))));
        Night {
            check,
            steps: steps.into_iter().collect(),
            hotline: Some(hotline),
            desk: Some(desk),
            rung,
            given: 0,
            woken: false,
            done: Rc::default(),
            interrupted: false,
            echo: None,
            any_order: false,
            cause: "each order is carried out once, each client that is ready is served \
                    once, and nothing else.",
        }
    }

    pub fn because(self, cause: &'static str) -> Self {
        Night { cause, ..self }
    }

    pub fn then_stop(mut self) -> Self {
        self.steps.push_back(Step::Give(vec![Order::Stop]));
        self
    }

    /// Runs the loop. It has to do this, and return `Ok`.
    #[track_caller]
    pub fn expect(self, done: &[&str]) -> Option<Hotline> {
        let check = self.check;
        let (hotline, ended) = self.go(done);
        if let Err(error) = ended {
            let came = format!("it returns the error {:?}", error.kind());
            check.fail("the loop ends with `Stop`", &came, "nothing was wrong.");
        }
        hotline
    }

    /// Runs the loop. It has to do this, and return the error.
    #[track_caller]
    pub fn expect_error(self, kind: ErrorKind, done: &[&str]) {
        let (check, cause) = (self.check, self.cause);
        if self.go(done).1.is_ok() {
            check.fail(
                &format!("the loop goes on until it gets the error {kind:?}"),
                "it returns Ok(())",
                cause,
            );
        }
    }

    #[track_caller]
    fn go(mut self, expected: &[&str]) -> (Option<Hotline>, io::Result<()>) {
        let echo = self.echo.zip(self.hotline.clone());
        let mut chat = Room { check: self.check, done: Rc::clone(&self.done), echo };
        let desk = self.desk.take().expect("it goes once");
        let ended = run(&mut self, desk, &mut chat);
        self.check.note("loop", "ends");
        if self.interrupted {
            let cause =
                "`Interrupted` says that a signal came in between. Sleep again.";
            self.check.fail("the loop sleeps again", "it ends", cause);
        }
        let mut done = self.done.borrow().clone();
        if self.any_order {
            done.sort();
        }
        if done != expected {
            self.check.fail(
                &format!("the loop {}", spoken(expected)),
                &format!("it {}", spoken(&done)),
                self.cause,
            );
        }
        (self.hotline.take(), ended)
    }

    fn give(&mut self, orders: Vec<Order>) {
        for order in orders {
            self.check.note("ann", format!("gives {order:?}"));
            let hotline = self.hotline.as_ref().expect("nobody has hung up");
            let given = hotline.give(order);
            if given.is_err() {
                let cause = "its desk must live as long as the loop runs.";
                self.check.fail("give returns Ok(())", &format!("{given:?}"), cause);
            }
            self.given += 1;
        }
    }

    /// The loop is about to sleep, and nobody has woken it.
    fn has_done_its_work(&self) {
        let announced = |done: &String| done.starts_with("announces");
        let carried_out =
            self.done.borrow().iter().filter(|it| announced(it)).count();
        if carried_out < self.given {
            let cause = match self.woken {
                false if self.hotline.is_none() => {
                    "the waker was dropped with the last hotline, and its event with \
                     it: the desk has to keep the waker too."
                }
                false => {
                    "nobody woke the loop: a queue alone does not end its sleep."
                }
                true => {
                    "the loop was woken and left orders behind. Many wake-ups may \
                     become one event, so take orders until there are none."
                }
            };
            self.check.fail(
                "no order waits while the loop sleeps",
                "the loop sleeps, and an order waits",
                cause,
            );
        }
    }
}

impl Sleep for Night<'_> {
    fn sleep(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Token>> {
        if let Some(timeout) = timeout {
            self.check.fail(
                "sleep(None): nothing is due here",
                &format!("sleep(Some({timeout:?}))"),
                "a loop that looks every so often is late, and never rests.",
            );
        }
        self.check.note("loop", "sleeps");
        self.interrupted = false;
        let mut events = Vec::new();
        while events.is_empty() && !self.rung.swap(false, Ordering::Relaxed) {
            self.has_done_its_work();
            self.woken = false;
            match self.steps.pop_front() {
                Some(Step::Give(orders)) => self.give(orders),
                Some(Step::Happen(clients)) => events = clients,
                Some(Step::Both(orders, batch)) => {
                    self.give(orders);
                    self.rung.store(false, Ordering::Relaxed);
                    events = batch;
                }
                Some(Step::Fail(kind)) => {
                    self.check.note("loop", format!("wakes: {kind:?}"));
                    self.interrupted = kind == ErrorKind::Interrupted;
                    return Err(kind.into());
                }
                Some(Step::LastWords(orders)) => {
                    self.give(orders);
                    self.check.note("ann", "hangs up for good");
                    self.hotline = None;
                }
                None => self.check.fail(
                    "the loop has ended",
                    "it goes to sleep again",
                    "`Stop` ends the loop, and so does an error of its sleep.",
                ),
            }
        }
        if events.is_empty() {
            events.push(WAKER);
        }
        self.woken = events.contains(&WAKER);
        self.check.note("loop", format!("wakes: {}", tokens(&events)));
        Ok(events)
    }
}
