//! Ann's socket, and what the kernel holds for it.

use std::cell::{RefCell, RefMut};
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::rc::Rc;

use testkit::Timeline;

/// So often a call may bring nothing before it is a loop that never ends.
const ENOUGH: usize = 1000;

/// What the kernel holds for ann's connection.
#[derive(Default)]
pub struct Kernel {
    pub unread: VecDeque<u8>,
    pub has_ended: bool,
    /// So many bytes it still takes.
    pub room: usize,
    pub taken: Vec<u8>,
    /// Calls that brought nothing, since something last happened.
    pub in_vain: usize,
    story: Timeline,
}

/// The server's end of the connection.
#[derive(Clone, Default)]
pub struct Socket(Rc<RefCell<Kernel>>);

impl Socket {
    pub fn new(room: usize, story: &Timeline) -> Self {
        let story = story.clone();
        let kernel = Kernel { room, story, ..Kernel::default() };
        Socket(Rc::new(RefCell::new(kernel)))
    }

    pub fn kernel(&self) -> RefMut<'_, Kernel> {
        self.0.borrow_mut()
    }
}

impl Read for Socket {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut kernel = self.kernel();
        let answer = if kernel.unread.is_empty() && !kernel.has_ended {
            Err(ErrorKind::WouldBlock)
        } else {
            Ok(kernel.unread.read(buf)?)
        };
        kernel.tell("read", answer)
    }
}

impl Write for Socket {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let mut kernel = self.kernel();
        let n = kernel.room.min(buf.len());
        kernel.room -= n;
        kernel.taken.extend_from_slice(&buf[..n]);
        let is_full = n == 0 && !buf.is_empty();
        kernel
            .tell("write", if is_full { Err(ErrorKind::WouldBlock) } else { Ok(n) })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kernel {
    fn tell(
        &mut self,
        call: &str,
        answer: Result<usize, ErrorKind>,
    ) -> io::Result<usize> {
        let told = match answer {
            Ok(n) => format!("{call}: Ok({n})"),
            Err(kind) => format!("{call}: {kind:?}"),
        };
        self.story.note("you", told);
        let has_brought = answer.is_ok_and(|n| n > 0);
        self.in_vain = if has_brought { 0 } else { self.in_vain + 1 };
        if self.in_vain > ENOUGH {
            let cause = "an endless loop: a call is repeated although its answer stays \
                         the same. What is not there now, the poller will report.";
            let expected = format!("{call} is called as often as it was reported");
            self.story.fail_because(&expected, "it is called on and on", cause);
        }
        Ok(answer?)
    }
}
