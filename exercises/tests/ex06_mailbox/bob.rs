//! Bob, who does not always read, and his socket, which then blocks.

use std::cell::RefCell;
#[cfg(target_os = "linux")]
use std::fs;
use std::io::{self, ErrorKind, Write};
#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
#[cfg(target_os = "linux")]
use std::time::Duration;

use exercises::ex06_mailbox::Mailbox;
use testkit::{Check, quote};

/// How his socket takes what is written to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Everything,
    /// Three bytes at a time, and every other call is interrupted by a signal.
    Pieces,
    /// Nothing: the connection was reset.
    Reset,
    /// `Ok(0)`, for ever.
    Zero,
}

/// Everything about the socket that a check can look at.
pub struct Seen {
    takes: Takes,
    /// Bob reads, so a write comes back: with so many bytes at most.
    reads: usize,
    pub writes: usize,
    pub in_write: bool,
    pub read: Vec<u8>,
    pub is_dropped: bool,
    pub has_panicked: bool,
    pub thread_has_ended: bool,
    /// Where Linux tells about the writer thread.
    #[cfg(target_os = "linux")]
    writer: Option<PathBuf>,
}

#[derive(Clone)]
pub struct Bob<'a> {
    name: &'static str,
    pub check: &'a Check,
    wire: Wire,
}

#[derive(Clone)]
struct Wire(Arc<(Mutex<Seen>, Condvar)>);

/// What the writer thread owns.
struct Socket(Wire);

impl<'a> Bob<'a> {
    pub fn new(name: &'static str, check: &'a Check, takes: Takes) -> Self {
        let seen = Seen {
            takes,
            reads: usize::MAX,
            writes: 0,
            in_write: false,
            read: Vec::new(),
            is_dropped: false,
            has_panicked: false,
            thread_has_ended: false,
            #[cfg(target_os = "linux")]
            writer: None,
        };
        Bob { name, check, wire: Wire(Arc::new((seen.into(), Condvar::new()))) }
    }

    /// Starts a mailbox on his socket.
    pub fn mailbox(&self, limit: usize) -> Arc<Mailbox> {
        self.note(&format!("gets a mailbox for {limit} lines"));
        Arc::new(Mailbox::start(Socket(self.wire.clone()), limit))
    }

    pub fn stops_reading(&self) {
        self.note("stops reading");
        self.see().reads = 0;
    }

    pub fn reads_again(&self) {
        self.note("reads again");
        self.reads(usize::MAX);
    }

    /// Reads so many bytes, and stops again.
    pub fn reads(&self, bytes: usize) {
        self.see().reads = bytes;
        self.wire.0.1.notify_all();
    }

    /// Breaks off: the write that blocks fails, and so does every one after it.
    pub fn resets(&self) {
        self.note("resets");
        self.see().takes = Takes::Reset;
        self.reads(usize::MAX);
    }

    pub fn see(&self) -> MutexGuard<'_, Seen> {
        self.wire.see()
    }

    /// Fails with this cause unless it comes to be so.
    pub fn comes_to(&self, expected: &str, cause: &str, so: impl Fn(&Seen) -> bool) {
        if !self.check.comes_true(|| so(&self.see())) {
            let read = quote(&self.see().read, 60);
            let came = format!("it does not; {} has read {read}", self.name);
            self.check.fail(expected, &came, cause);
        }
    }

    pub fn note(&self, what: &str) {
        self.check.timeline().note(self.name, what);
    }
}

#[cfg(target_os = "linux")]
impl Bob<'_> {
    /// Whether the writer thread sleeps for a while, and nothing wakes it; see
    /// proc_pid_status(5).
    pub fn lets_the_writer_sleep(&self) -> bool {
        let before = self.writer_counts();
        thread::sleep(Duration::from_millis(50));
        before.contains("S (sleeping)") && before == self.writer_counts()
    }

    /// Whether the writer thread, which has been woken, sleeps again before he has
    /// read so many bytes. (A thread that waits for the CPU is not asleep.)
    pub fn lets_a_line_wait(&self, bytes: usize) -> bool {
        let before = self.writer_counts();
        before.contains("S (sleeping)")
            && (0..3).all(|_| {
                thread::sleep(Duration::from_millis(1));
                self.see().read.len() < bytes && before == self.writer_counts()
            })
    }

    /// The state of the writer thread, and how often it gave the processor away.
    fn writer_counts(&self) -> String {
        let writer = self.see().writer.clone().unwrap_or_default();
        let status = fs::read_to_string(writer.join("status")).unwrap_or_default();
        let is_meant = |line: &&str| {
            line.starts_with("State") || line.contains("ctxt_switches")
        };
        status.lines().filter(is_meant).collect()
    }
}

#[cfg(target_os = "linux")]
fn this_thread() -> PathBuf {
    Path::new("/proc").join(fs::read_link("/proc/thread-self").unwrap_or_default())
}

impl Seen {
    /// A write has come that does not come back.
    pub fn is_stuck(&self) -> bool {
        self.in_write && self.reads == 0
    }
}

impl Wire {
    fn see(&self) -> MutexGuard<'_, Seen> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        tell_when_this_thread_ends(&self.0);
        let mut seen = self.0.see();
        #[cfg(target_os = "linux")]
        seen.writer.get_or_insert_with(this_thread);
        seen.in_write = true;
        while seen.reads == 0 {
            seen = self.0.0.1.wait(seen).unwrap_or_else(PoisonError::into_inner);
        }
        seen.in_write = false;
        seen.writes += 1;
        let most = match seen.takes {
            Takes::Everything => seen.reads.min(bytes.len()),
            Takes::Pieces if seen.writes % 2 == 1 => {
                return Err(ErrorKind::Interrupted.into());
            }
            Takes::Pieces => 3.min(bytes.len()),
            Takes::Reset => return Err(ErrorKind::ConnectionReset.into()),
            // Whoever tries for ever need not heat the room with it.
            Takes::Zero if seen.writes > 1000 => {
                drop(seen);
                loop {
                    thread::park();
                }
            }
            Takes::Zero => 0,
        };
        if seen.reads < usize::MAX {
            seen.reads -= most;
        }
        seen.read.extend_from_slice(&bytes[..most]);
        Ok(most)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let mut seen = self.0.see();
        seen.is_dropped = true;
        seen.has_panicked |= thread::panicking();
    }
}

/// Goes with the thread that it was left in.
struct LastOfThread(Wire);

impl Drop for LastOfThread {
    fn drop(&mut self) {
        self.0.see().thread_has_ended = true;
    }
}

fn tell_when_this_thread_ends(wire: &Wire) {
    thread_local! {
        static LAST: RefCell<Option<LastOfThread>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        last.get_or_insert_with(|| LastOfThread(wire.clone()));
    });
}

/// Does something in a thread of its own and tells whether it came back.
pub fn comes_back(check: &Check, work: impl FnOnce() + Send + 'static) -> bool {
    let worker = thread::spawn(work);
    let came_back = check.comes_true(|| worker.is_finished());
    if came_back && worker.join().is_err() {
        let cause = "a full mailbox, a closed one and a client that is gone are ordinary \
                     cases: answer `Refused` to them, without any `unwrap`.";
        check.fail("push and close come back", "they panic", cause);
    }
    came_back
}
