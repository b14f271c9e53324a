//! Exercise 6: a mailbox and a writer for each client.
//!
//! A channel is the mailbox, and whether there is a sender says whether it is
//! open. The lock around it is held for as long as a `try_send` takes, which waits
//! for nobody. The writer holds no lock at all while it writes.

use std::io::Write;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// The line was not taken, and no further one will be: the mailbox is full, or
/// closed, or the client is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// What one client is still to be told, and the thread that tells it. Any number
/// of threads may push at the same time.
pub struct Mailbox {
    /// `None` once the mailbox takes nothing more: the writer then ends by itself,
    /// after the last line that waits.
    sender: Mutex<Option<SyncSender<Vec<u8>>>>,
}

impl Mailbox {
    /// Starts the writer thread of a client. It owns the socket.
    ///
    /// `limit` is a number of lines, at least 1.
    pub fn start(mut socket: impl Write + Send + 'static, limit: usize) -> Mailbox {
        let (sender, receiver) = sync_channel::<Vec<u8>>(limit);
        let write = move || {
            for line in receiver {
                if socket.write_all(&line).is_err() {
                    // The client is gone. To let the receiver go tells `push`.
                    return;
                }
            }
        };
        // Where no thread can be had, `write` is dropped, and the socket with it:
        // the mailbox of a client that is gone.
        let _ = thread::Builder::new().spawn(write);
        Mailbox { sender: Mutex::new(Some(sender)) }
    }

    /// Hands a line, its newline included, to the writer. Never waits.
    pub fn push(&self, line: &[u8]) -> Result<(), Refused> {
        let mut sender = self.sender();
        let open = sender.as_ref().ok_or(Refused)?;
        open.try_send(line.to_vec()).map_err(|_| {
            // A line is missing from here on, so none may follow.
            *sender = None;
            Refused
        })
    }

    /// Nothing more will come, and `push` refuses from now on. Never waits.
    pub fn close(&self) {
        *self.sender() = None;
    }

    /// A thread that panics elsewhere does no harm to what is in here.
    fn sender(&self) -> MutexGuard<'_, Option<SyncSender<Vec<u8>>>> {
        self.sender.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
