//! # Exercise 20: the whole event loop
//!
//! Everything comes together here: one thread, one place that sleeps, and a chat
//! for as many as the machine can hold, some of them slow, some broken, and one or
//! two out to harm. From an empty file. The rules of the chat are finished: `chat`
//! knows who is here and what follows from a line. What you write is the waiting:
//! letting clients in, reading, writing, and letting them go, on `mio`.
//!
//! The rules that remain for you:
//!
//! - Of one client at most 128 lines and 16 KiB are heard while others wait. Then it
//!   is their turn, and after that its own again.
//! - After the kernel was offered all that was said in a turn, whoever is still owed
//!   more than 256 KiB (`chat::outbox::MAX_OUTBOX`) is disconnected.
//! - Whoever says `/quit` or ends its input leaves the `Chat` at once. It gets all that
//!   it is owed, however slowly it reads, and then the end. From there it has two
//!   seconds to close, whatever it sends meanwhile.
//! - When there are no descriptors, those at the door wait, and nobody else notices.
//! - No client's error ends anybody but that client. With nothing to do, the loop
//!   sleeps.
//!
//! Take your time, it is a matter of hours. The checks come in five stages, and each
//! of them is a server that does more than the one before.
//!
//! ## What the checks do
//!
//! They start your server in a process of its own, with port and all, and come as
//! guests.
//!
//! 1. *Connects*: they come, one by one and twenty at once, and go.
//! 2. *Lines*: they send lines whole, in pieces, in heaps, too long, and unfinished.
//! 3. *Chat*: they talk, all at once, leave in every way there is, and expect to be
//!    told exactly once.
//! 4. *Slow readers*: one of them stops reading, in kernel buffers of 4 KiB.
//! 5. *Hostile clients*: they flood, break off at the worst moment, take every
//!    descriptor, and never close.
//!
//! In between they stop the server's process, act, and let it go on, so that all they
//! did comes in one batch of events; and they look whether it sleeps when nothing is
//! left to do. There are no signals and no options here: what a server does on Ctrl-C
//! was the matter of exercises 17 and 19.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex20_chat stage_1
//! cargo test -p exercises --test ex20_chat
//! ```
//!
//! `cargo run -p exercises -- ex20` starts your server on port 7000, for `nc` and for
//! `cargo run --bin client`.
//!
//! ## Hint 1
//!
//! Begin with stage 1: a `Poll`, the listener, `Slots` of clients, and a `Chat`. A
//! turn is: sleep, note what happened, accept, read, write. `Chat` says in its docs
//! when to call what: `handle_line` while you read, `end_turn` and `poll_delivery`
//! before you write.
//!
//! ## Hint 2
//!
//! The kernel reports each change once. Whatever you leave half done you have to
//! remember: who may still have something to read (you read until `WouldBlock`, or as
//! much as is fair), and whether somebody may wait at the door. While any of that is
//! left, the loop does not sleep: its timeout is zero. Who is owed something that the
//! kernel did not take waits for an event, and meanwhile the loop may sleep.
//!
//! ## Hint 3
//!
//! Each part was an exercise: the outbox (9), slots (13), accepting (14), fairness
//! (15), deadlines (16), slow readers (18), farewells (19). Step 4 in
//! `steps/src/bin/step4/` has all of them in five files, and one answer in a single
//! file is in `solutions/src/ex20_chat.rs`.

use std::io;
use std::net::TcpListener;

/// Serves the chat to all who connect, for as long as the process runs.
///
/// # Errors
/// When the kernel reports no events any more. No client can bring that about.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    todo!(
        "the event loop.
  What to do: open exercises/src/ex20_chat.rs and begin with stage 1, where guests
  come and are greeted. The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex20_chat stage_1"
    )
}
