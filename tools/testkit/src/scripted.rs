//! A socket that does what its script says: every awkward moment of the
//! network, on every system, without a network.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice, Read, Write};

use crate::script::{Calls, ReadStep, WriteStep};
use crate::script_story::Story;
use crate::timeline::Timeline;

/// A `Read + Write` with a script. When the script of reads is over, reads
/// return `Ok(0)`; when the script of writes is over, writes take everything.
/// [`last_read`](Self::last_read) and [`last_write`](Self::last_write) change that.
///
/// ```
/// use std::io::{Read, Write};
/// use testkit::{ReadStep, Scripted, WriteStep};
///
/// let mut socket = Scripted::new(
///     [ReadStep::bytes("hel"), ReadStep::WouldBlock, ReadStep::bytes("lo\n")],
///     [WriteStep::Takes(2), WriteStep::WouldBlock],
/// );
/// assert_eq!(socket.read(&mut [0; 64]).unwrap(), 3);
/// assert_eq!(socket.write(b"hello").unwrap(), 2);
/// assert_eq!(socket.written(), b"he");
/// ```
#[derive(Clone, Debug)]
pub struct Scripted {
    reads: VecDeque<ReadStep>,
    writes: VecDeque<WriteStep>,
    last_read: ReadStep,
    last_write: WriteStep,
    written: Vec<u8>,
    calls: Calls,
    story: Story,
}

impl Scripted {
    /// A socket that first meets these steps.
    pub fn new(
        reads: impl IntoIterator<Item = ReadStep>,
        writes: impl IntoIterator<Item = WriteStep>,
    ) -> Self {
        Self {
            reads: reads.into_iter().collect(),
            writes: writes.into_iter().collect(),
            last_read: ReadStep::End,
            last_write: WriteStep::Takes(usize::MAX),
            written: Vec::new(),
            calls: Calls::default(),
            story: Story::default(),
        }
    }

    /// Tells what it meets in a lane of `timeline`, called `name`.
    pub fn told_as(mut self, name: &str, timeline: &Timeline) -> Self {
        self.story = Story::new(name, timeline);
        self
    }

    /// What every read meets once the script is over (`End` unless set).
    pub fn last_read(mut self, step: ReadStep) -> Self {
        self.last_read = step;
        self
    }

    /// What every write meets once the script is over.
    pub fn last_write(mut self, step: WriteStep) -> Self {
        self.last_write = step;
        self
    }

    /// Adds a step for a later read.
    pub fn then_read(&mut self, step: ReadStep) {
        self.reads.push_back(step);
    }

    /// Adds a step for a later write.
    pub fn then_write(&mut self, step: WriteStep) {
        self.writes.push_back(step);
    }

    /// All that was written so far.
    pub fn written(&self) -> &[u8] {
        &self.written
    }

    /// How often and with how much it was called.
    pub fn calls(&self) -> Calls {
        self.calls
    }

    /// Whether every scripted read was met. If not, reading stopped too early.
    pub fn is_read_up(&self) -> bool {
        self.reads.is_empty()
    }

    /// How many bytes of `offered` the next write takes.
    fn next_write(&mut self, offered: &[u8]) -> io::Result<usize> {
        self.calls.writes += 1;
        self.calls.largest_write = self.calls.largest_write.max(offered.len());
        let taken = match self.writes.pop_front().unwrap_or(self.last_write) {
            WriteStep::Takes(most) => Ok(most.min(offered.len())),
            WriteStep::WouldBlock => Err(ErrorKind::WouldBlock),
            WriteStep::Interrupted => Err(ErrorKind::Interrupted),
            WriteStep::Reset => Err(ErrorKind::ConnectionReset),
            WriteStep::Zero => Ok(0),
        };
        self.story.write(offered, taken);
        self.written.extend_from_slice(&offered[..taken.unwrap_or(0)]);
        Ok(taken?)
    }

    fn next_read(&mut self, buf: &mut [u8]) -> Result<usize, ErrorKind> {
        match self.reads.pop_front().unwrap_or_else(|| self.last_read.clone()) {
            ReadStep::Bytes(mut bytes) => {
                let count = bytes.len().min(buf.len());
                buf[..count].copy_from_slice(&bytes[..count]);
                let rest = bytes.split_off(count);
                if !rest.is_empty() {
                    self.reads.push_front(ReadStep::Bytes(rest));
                }
                Ok(count)
            }
            ReadStep::WouldBlock => Err(ErrorKind::WouldBlock),
            ReadStep::Interrupted => Err(ErrorKind::Interrupted),
            ReadStep::Reset => Err(ErrorKind::ConnectionReset),
            ReadStep::End => Ok(0),
            ReadStep::Answered(expected) => {
                self.story.holds_answer(&expected, &self.written);
                self.next_read(buf)
            }
        }
    }
}

impl Read for Scripted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.calls.reads += 1;
        self.calls.largest_read = self.calls.largest_read.max(buf.len());
        let outcome = self.next_read(buf);
        self.story.read(buf, outcome);
        Ok(outcome?)
    }
}

impl Write for Scripted {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.next_write(buf)
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> io::Result<usize> {
        let offered: Vec<u8> =
            bufs.iter().flat_map(|buf| buf.iter()).copied().collect();
        self.next_write(&offered)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.calls.flushes += 1;
        self.story.flush();
        Ok(())
    }
}
