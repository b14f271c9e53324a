//! A scripted socket with two ends: the learner's code reads from one, and the check
//! holds the other.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use exercises::ex15_fairness::MAX_READ;
use testkit::{ReadStep, Scripted, Timeline};

struct Socket {
    script: Scripted,
    /// It never says `WouldBlock`.
    is_endless: bool,
    /// Bytes that were read in this turn.
    taken: usize,
    story: Timeline,
}

/// What the learner's code reads from.
pub struct Wire(Rc<RefCell<Socket>>);

/// What the check keeps of it.
pub struct Held(Rc<RefCell<Socket>>);

/// Both ends, with nothing to read so far.
pub fn wire(name: &str, story: &Timeline) -> (Wire, Held) {
    let script = Scripted::new([], []).last_read(ReadStep::WouldBlock);
    let (script, story) = (script.told_as(name, story), story.clone());
    let socket = Socket { script, is_endless: false, taken: 0, story };
    let socket = Rc::new(RefCell::new(socket));
    (Wire(Rc::clone(&socket)), Held(socket))
}

impl Read for Wire {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut socket = self.0.borrow_mut();
        // The read before this one may have gone a little over.
        if socket.is_endless && socket.taken > MAX_READ {
            let expected =
                format!("no read after {MAX_READ} bytes of one client in one turn");
            let cause = "a share has to end even if `WouldBlock` never comes, and \
                         even if no line does: count the bytes, not the reads.";
            socket.story.fail_because(&expected, "the turn reads on and on", cause);
        }
        let count = socket.script.read(buf)?;
        socket.taken += count;
        Ok(count)
    }
}

impl Held {
    pub fn then(&self, steps: impl IntoIterator<Item = ReadStep>) {
        let mut socket = self.0.borrow_mut();
        steps.into_iter().for_each(|step| socket.script.then_read(step));
    }

    /// From now on these bytes come again and again.
    pub fn then_for_ever(&self, bytes: &[u8]) {
        let mut socket = self.0.borrow_mut();
        let script = std::mem::replace(&mut socket.script, Scripted::new([], []));
        socket.script = script.last_read(ReadStep::bytes(bytes));
        socket.is_endless = true;
    }

    pub fn begin_a_turn(&self) {
        self.0.borrow_mut().taken = 0;
    }

    /// Whether everything that came was read.
    pub fn is_read_up(&self) -> bool {
        self.0.borrow().script.is_read_up()
    }

    pub fn reads(&self) -> usize {
        self.0.borrow().script.calls().reads
    }

    /// Whether the learner's code still has its end.
    pub fn is_open(&self) -> bool {
        Rc::strong_count(&self.0) > 1
    }
}
