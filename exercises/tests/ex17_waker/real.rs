//! A kernel that is real, with somebody beside the bed.

use std::io;
use std::thread::JoinHandle;
use std::time::Duration;

use exercises::ex17_waker::{Kernel, LoopHasEnded, Sleep};
use mio::Token;
use testkit::Check;

/// Sleeps in the kernel, and notices when nobody is left who could wake it.
pub struct Real<'a> {
    pub kernel: Kernel,
    pub threads: JoinHandle<Result<(), LoopHasEnded>>,
    pub check: &'a Check,
}

impl Sleep for Real<'_> {
    fn sleep(&mut self, _: Option<Duration>) -> io::Result<Vec<Token>> {
        loop {
            // Who has ended has woken us already, if ever.
            let is_alone = self.threads.is_finished();
            let events = self.kernel.sleep(Some(Duration::from_millis(10)))?;
            if !events.is_empty() {
                return Ok(events);
            }
            if is_alone {
                self.check.fail(
                    "the loop is woken, and ends with `Stop`",
                    "it sleeps on",
                    "no event of the waker comes out of the `Poll` in which the loop \
                     sleeps: make it with the registry that was handed in, let \
                     the desk keep it, and wake after the order is in the queue.",
                );
            }
        }
    }
}
