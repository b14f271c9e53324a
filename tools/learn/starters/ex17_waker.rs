//! # Exercise 17: speak to the loop from another thread
//!
//! The loop sleeps in `poll`, and only the kernel can wake it. Now somebody types
//! "tea is ready" at the server's own terminal, or presses Ctrl-C: another thread
//! waits for that, and has something to say to the loop. It puts the order into a
//! queue, and nothing happens: the loop sleeps on, until some client sends a line.
//! At night that may take hours. So the thread has to wake the loop as well, and
//! `mio` has a `Waker` for that, which shows up in `poll` like any event.
//!
//! The traits, `Kernel` and `Order` are finished. Write `waker`, `Hotline`, `Desk`
//! and `run`.
//!
//! ## What the checks do
//!
//! They run your loop on a kernel that is a story: whenever the loop sleeps, the
//! next step happens. Orders are given one by one and several at once, clients are
//! ready in the same moment, a signal interrupts the sleep, the last hotline is
//! dropped, the loop gives an order to itself. An order that waits while the loop
//! sleeps is noticed at once. In one check the loop is faster than the thread that
//! wakes it, and in the last one kernel, waker and threads are real.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex17_waker
//! ```
//!
//! ## Hint 1
//!
//! The queue is one that two threads share: a channel (`std::sync::mpsc`) fits, and
//! tells its sender when the receiver is gone. Its `try_recv` does not wait.
//!
//! ## Hint 2
//!
//! What has to be there first when the loop wakes, the order or the wake-up? And if
//! ann wakes the loop three times before it gets the CPU, it wakes once.
//!
//! ## Hint 3
//!
//! `run` sleeps, serves every token but `WAKER`, and then takes orders until there
//! are none, whichever tokens came. It returns on `Stop` and on errors other than
//! `Interrupted`. It is all in `solutions/src/ex17_waker.rs`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use mio::{Events, Poll, Registry, Token};

/// The token by which the kernel reports that somebody has woken us. Clients have
/// other ones.
pub const WAKER: Token = Token(usize::MAX - 1);

/// What another thread may want of the loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Everybody shall read this.
    Announce(String),
    /// The server shall stop.
    Stop,
}

/// The loop has ended, and nobody will carry the order out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoopHasEnded;

/// What wakes the loop. In a server: a `mio::Waker`.
pub trait Wake: Send + Sync {
    /// Ends the loop's sleep, or its next one. Several wakes may become one event.
    fn wake(&self) -> io::Result<()>;
}

impl Wake for mio::Waker {
    fn wake(&self) -> io::Result<()> {
        mio::Waker::wake(self)
    }
}

/// Where the loop sleeps. In a server: a [`Kernel`].
pub trait Sleep {
    /// Sleeps until something happens, for at most `timeout` if there is one, and
    /// says whom it happened to.
    fn sleep(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Token>>;
}

/// A `mio::Poll`, and room for what it reports.
#[derive(Debug)]
pub struct Kernel {
    /// Whose registry the waker needs.
    pub poll: Poll,
    events: Events,
}

impl Kernel {
    /// Fails when the process may open no more files.
    pub fn new() -> io::Result<Kernel> {
        Ok(Kernel { poll: Poll::new()?, events: Events::with_capacity(1024) })
    }
}

impl Sleep for Kernel {
    fn sleep(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Token>> {
        self.poll.poll(&mut self.events, timeout)?;
        Ok(self.events.iter().map(|event| event.token()).collect())
    }
}

/// The chat, as far as the loop of this exercise knows it.
pub trait Chat {
    /// Everybody reads this.
    fn announce(&mut self, text: &str);
    /// Something happened to this client.
    fn serve(&mut self, client: Token);
}

/// Makes what wakes the loop that sleeps in this registry's `Poll`.
pub fn waker(registry: &Registry) -> io::Result<Arc<dyn Wake>> {
    todo!("a `mio::Waker` for this registry, with the token `WAKER`")
}

/// The end that other threads speak into. They may have as many as they like.
#[derive(Clone)]
pub struct Hotline {
    // Your fields.
}

/// The end that the loop listens to. It keeps the waker too: a `mio::Waker` that
/// is dropped takes its last event along, and whoever gave the last order may be
/// gone before the loop wakes.
pub struct Desk {
    // Your fields.
}

/// A line to the loop that `waker` wakes.
pub fn hotline(waker: Arc<dyn Wake>) -> (Hotline, Desk) {
    todo!(
        "the two ends of a line to the loop.
  What to do: open exercises/src/ex17_waker.rs and write `hotline` and what follows.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex17_waker"
    )
}

impl Hotline {
    /// Hands an order over and returns at once, however many are waiting. Orders are
    /// carried out in the order in which they were given. A wake-up that fails is no
    /// error: the order is there when the loop wakes.
    ///
    /// # Errors
    /// When the desk was dropped: nobody will ever take this order.
    pub fn give(&self, order: Order) -> Result<(), LoopHasEnded> {
        todo!("put {order:?} into the queue, and wake the loop")
    }
}

impl Desk {
    /// The oldest order that was not taken yet. Never waits for one.
    pub fn take(&mut self) -> Option<Order> {
        todo!("take an order, if there is one")
    }
}

/// The loop: sleeps until something happens, serves each client to which something
/// happened, and carries out all orders that are there, until it is told to stop.
/// What was ordered behind `Stop` is not carried out. Nothing is ever due here, so
/// it sleeps without a timeout.
///
/// # Errors
/// When it can sleep no more. To be interrupted is not such an error.
pub fn run(
    kernel: &mut impl Sleep,
    desk: Desk,
    chat: &mut impl Chat,
) -> io::Result<()> {
    todo!("sleep, serve clients, carry orders out, and sleep again")
}
