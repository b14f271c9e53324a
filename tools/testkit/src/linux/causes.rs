//! What it means where a running server stands. Each sentence is for someone
//! who is looking for a bug in an event loop at two in the morning.

use std::time::Duration;

use super::calls::Call;
use super::meters;
use super::settle::{Queues, Settled, settle};
use super::tasks::{Task, tasks};
use crate::diagnosis::{Cause, ended};
use crate::server::Process;

/// Long enough for a server that works to get done.
const A_LOOK: Duration = Duration::from_secs(3);

/// It had its time already; this is only to see whether it ever sleeps.
const BUSY: Duration = Duration::from_millis(300);

pub(crate) fn of(process: &Process) -> Cause {
    if naps(process.id) {
        return Cause::new(
            "the server naps and looks again, and again",
            "nothing wakes it when something happens: wait for readiness instead",
            "readiness/asking-in-a-circle.md",
        );
    }
    match settle(process, A_LOOK, BUSY) {
        Settled::Asleep(queues) => asleep(process.id, queues),
        Settled::NeverSleeps(queues) => awake(process.id, queues),
        Settled::Ended => {
            process.status().as_ref().map_or_else(Cause::default, ended)
        }
    }
}

/// Whether it does nothing but `thread::sleep`, from which it wakes up by itself.
fn naps(process: u32) -> bool {
    let is_napping = |_| {
        let tasks = tasks(process);
        std::thread::sleep(Duration::from_millis(5));
        let asleep = tasks.iter().all(|task| task.state == 'S');
        asleep && main_call(process, &tasks) == Some(Call::Nap)
    };
    // Between two naps it may have to wait long for the CPU.
    (0..20).filter(|_| is_napping(())).count() > 3
}

fn asleep(process: u32, queues: Queues) -> Cause {
    let tasks = tasks(process);
    let within = |call: Call| tasks.iter().filter(|task| task.call == call).count();
    let seen =
        format!("the server sleeps {}, {}", place(process, &tasks), left(queues));
    let (said, page) = if within(Call::Send) > 0 && within(Call::Lock) > 0 {
        ("a lock is held during a write that blocks", "threads/mailboxes.md")
    } else if main_call(process, &tasks) == Some(Call::Send) {
        (
            "one client that does not read holds up all: this write blocks",
            "readiness/the-outbox.md",
        )
    } else if main_call(process, &tasks) == Some(Call::Receive) {
        (
            "this socket is still in blocking mode: accepted sockets need \
             `set_nonblocking` too",
            "readiness/non-blocking.md",
        )
    } else if queues.unread > 0 {
        (
            "data is waiting and nobody will wake you: you stopped reading before \
             `WouldBlock` (mio), or did not re-arm (polling)",
            "readiness/interest.md, events/edges.md",
        )
    } else if queues.unaccepted > 0 {
        (
            "a client is queued: accept until `WouldBlock`; or an accept error left \
             the listener out",
            "events/accepting.md",
        )
    } else if main_call(process, &tasks) == Some(Call::Accept) && tasks.len() > 1 {
        (
            "the message is in no kernel buffer: nobody handed it to the thread that \
             writes it, or that thread waits for something else, like a lock",
            "threads/mailboxes.md",
        )
    } else {
        (
            "the message is in no kernel buffer: you hold its bytes and never asked \
             for writability, or it was lost in framing, sent to nobody, or the tail \
             of a partial write was dropped",
            "readiness/the-outbox.md, bytes/the-line-buffer.md",
        )
    };
    Cause::new(&seen, said, page)
}

fn awake(process: u32, queues: Queues) -> Cause {
    let seen = format!("the server never sleeps, {}", left(queues));
    let full = meters::most_open_files(process)
        .is_some_and(|most| meters::open_files(process) >= most);
    let (said, page) = if queues.unaccepted > 0 && full {
        ("out of descriptors: stop accepting for a while", "events/accepting.md")
    } else if queues.half_closed > 0 {
        (
            "read returns 0: that is the end of input; let the client go",
            "readiness/non-blocking.md",
        )
    } else if queues.unread > 0 || queues.unaccepted > 0 {
        (
            "it is told again and again of something that it does not take",
            "readiness/interest.md",
        )
    } else {
        (
            "interest in writing stays on though nothing is owed, or the loop does \
             not wait at all",
            "readiness/interest.md",
        )
    };
    Cause::new(&seen, said, page)
}

fn main_call(process: u32, tasks: &[Task]) -> Option<Call> {
    tasks.iter().find(|task| task.id == process).map(|task| task.call)
}

fn place(process: u32, tasks: &[Task]) -> &'static str {
    match main_call(process, tasks) {
        Some(Call::Poll) => "in poll",
        Some(Call::Accept) => "in accept",
        Some(Call::Receive) => "in a read from a client",
        Some(Call::Send) => "in a write to a client",
        Some(Call::Lock) => "waiting for a lock or a thread",
        Some(Call::Nap | Call::Other) | None => "in the kernel",
    }
}

/// Without the number of unsent bytes: it depends on the kernel's mood, and a
/// failure should read the same every time.
fn left(queues: Queues) -> String {
    let Queues { unread, unaccepted, unsent, .. } = queues;
    let unsent = if unsent > 0 { "some" } else { "0" };
    format!(
        "{unread} bytes unread, {unaccepted} clients unaccepted, {unsent} bytes unsent"
    )
}
