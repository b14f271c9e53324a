//! How often a poller wakes up for a socket that merely stays writable.

use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::Result;
use mio::{Events, Interest, Poll, Token};
use polling::{Event, Poller};

use crate::sheet::Sheet;

/// How long we count.
const LENGTH: Duration = Duration::from_millis(200);

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    let how = "returns of `wait` (polling) in 200 ms, with one idle socket whose \
               interest in writing is renewed after each; the most of five";
    sheet.note_about("writable-wakeups-level", most(oneshot)?, "", how);
    let how = "events of mio in 200 ms, with one idle socket registered once for \
               reading and writing";
    sheet.note("writable-wakeups-edge", edge(false)?, "", how);
    let how = "events of mio in 200 ms, with one idle socket registered again for \
               reading and writing after each; the most of five";
    let again = most(|| edge(true))?;
    sheet.note_about("writable-wakeups-reregistered", again, "", how);
    Ok(())
}

/// The most of five counts: whatever disturbs one makes it smaller.
fn most(count: impl Fn() -> Result<usize>) -> Result<f64> {
    let counts: Result<Vec<usize>> = (0..5).map(|_| count()).collect();
    Ok(counts?.into_iter().max().unwrap_or_default() as f64)
}

/// A connection, of which nobody uses the first end.
fn idle() -> Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let ann = TcpStream::connect(listener.local_addr()?)?;
    let (bob, _) = listener.accept()?;
    bob.set_nonblocking(true)?;
    Ok((ann, bob))
}

fn oneshot() -> Result<usize> {
    let (_ann, bob) = idle()?;
    let poller = Poller::new()?;
    #[expect(unsafe_code, reason = "`polling` makes `add` unsafe")]
    // SAFETY: the socket is deleted below, before it is dropped; should a call in
    // between fail, the poller is dropped first.
    unsafe {
        poller.add(&bob, Event::all(0))?;
    }
    let mut events = polling::Events::new();
    let (start, mut returns) = (Instant::now(), 0);
    while let Some(left) = LENGTH.checked_sub(start.elapsed()) {
        events.clear();
        returns += poller.wait(&mut events, Some(left))?;
        poller.modify(&bob, Event::all(0))?;
    }
    poller.delete(&bob)?;
    Ok(returns)
}

fn edge(register_again: bool) -> Result<usize> {
    let (_ann, bob) = idle()?;
    let mut bob = mio::net::TcpStream::from_std(bob);
    let both = Interest::READABLE | Interest::WRITABLE;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut bob, Token(0), both)?;
    let mut events = Events::with_capacity(8);
    let (start, mut returns) = (Instant::now(), 0);
    while let Some(left) = LENGTH.checked_sub(start.elapsed()) {
        poll.poll(&mut events, Some(left))?;
        returns += events.iter().count();
        if register_again {
            poll.registry().reregister(&mut bob, Token(0), both)?;
        }
    }
    Ok(returns)
}
