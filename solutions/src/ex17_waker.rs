//! Exercise 17: speak to the loop from another thread.
//!
//! First the order, then the wake-up. The other way round the loop may wake, find
//! nothing, and sleep again before the order is there.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
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
    Ok(Arc::new(mio::Waker::new(registry, WAKER)?))
}

/// The end that other threads speak into. They may have as many as they like.
#[derive(Clone)]
pub struct Hotline {
    orders: Sender<Order>,
    waker: Arc<dyn Wake>,
}

/// The end that the loop listens to.
pub struct Desk {
    orders: Receiver<Order>,
    /// A waker that is dropped takes its last event along, before the loop saw it.
    _waker: Arc<dyn Wake>,
}

/// A line to the loop that `waker` wakes.
pub fn hotline(waker: Arc<dyn Wake>) -> (Hotline, Desk) {
    let (sender, receiver) = mpsc::channel();
    let desk = Desk { orders: receiver, _waker: Arc::clone(&waker) };
    (Hotline { orders: sender, waker }, desk)
}

impl Hotline {
    /// Hands an order over and returns at once.
    pub fn give(&self, order: Order) -> Result<(), LoopHasEnded> {
        self.orders.send(order).map_err(|_| LoopHasEnded)?;
        // A loop that cannot be woken sees the order at the next event.
        let _ = self.waker.wake();
        Ok(())
    }
}

impl Desk {
    /// The oldest order that was not taken yet. Never waits for one.
    pub fn take(&mut self) -> Option<Order> {
        // That nobody is left to give orders is no reason to stop.
        self.orders.try_recv().ok()
    }
}

/// The loop: sleeps until something happens, serves clients, carries orders out.
pub fn run(
    kernel: &mut impl Sleep,
    mut desk: Desk,
    chat: &mut impl Chat,
) -> io::Result<()> {
    loop {
        let tokens = match kernel.sleep(None) {
            Ok(tokens) => tokens,
            // A signal came in between: nothing happened.
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let clients = tokens.into_iter().filter(|token| *token != WAKER);
        clients.for_each(|client| chat.serve(client));
        // One event may stand for many orders, so the token says nothing of them.
        while let Some(order) = desk.take() {
            match order {
                Order::Announce(text) => chat.announce(&text),
                Order::Stop => return Ok(()),
            }
        }
    }
}
