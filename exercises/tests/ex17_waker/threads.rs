//! Checks in which the threads are real, and in the last one the kernel too.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use exercises::ex17_waker::{Kernel, Wake, hotline, run, waker};
use testkit::check;

use super::night::say;
use super::real::Real;
use super::room::Heard;
use super::{PAGE, STOP};

/// Catches a wake-up before its order (R16): the loop looks, finds nothing, and
/// sleeps on. It happens once in a million times; here it is made to happen.
#[test]
fn the_order_is_in_the_queue_before_the_loop_wakes() {
    let check = check!(PAGE);
    check.note("loop", "sleeps");
    let (rings, woken) = channel();
    let (looked, has_looked) = channel();
    let bell = Bell { rings: rings.clone(), has_looked: has_looked.into() };
    let (hotline, mut desk) = hotline(Arc::new(bell));
    let loop_thread = thread::spawn(move || {
        while woken.recv() == Ok(Wakes::Again) {
            let order = desk.take();
            let _ = looked.send(());
            if order.is_some() {
                return order;
            }
        }
        None
    });
    check.note("ann", "gives Announce(\"tea\")");
    let given = hotline.give(say("tea"));
    let _ = rings.send(Wakes::NoMore);
    let found = loop_thread.join().unwrap_or_else(|panic| resume_unwind(panic));
    check.note("loop", format!("wakes and takes {found:?}"));
    if (given, &found) != (Ok(()), &Some(say("tea"))) {
        check.fail(
            "the loop is woken and finds Announce(\"tea\")",
            &format!("it finds {found:?}"),
            "the loop was woken before the order was in the queue (or not at all): \
             first push, then wake.",
        );
    }
}

#[derive(PartialEq, Eq)]
enum Wakes {
    Again,
    NoMore,
}

/// Wakes the thread of a loop, and is slow to return: the loop may be done first.
struct Bell {
    rings: Sender<Wakes>,
    has_looked: Mutex<Receiver<()>>,
}

impl Wake for Bell {
    fn wake(&self) -> io::Result<()> {
        let _ = self.rings.send(Wakes::Again);
        // If the queue is locked meanwhile, the loop cannot look before we return.
        let has_looked = self.has_looked.lock().expect("nobody panics with it");
        let _ = has_looked.recv_timeout(Duration::from_millis(200));
        Ok(())
    }
}

/// Catches a waker of another `Poll`, or with another token.
#[test]
fn a_real_kernel_is_woken_from_two_threads() {
    let check = check!(PAGE);
    let kernel = Kernel::new().unwrap();
    let (ann, desk) = hotline(waker(kernel.poll.registry()).unwrap());
    let bob = ann.clone();
    let threads = thread::spawn(move || {
        let ann = thread::spawn(move || {
            (0..50).try_for_each(|number| ann.give(say(&number.to_string())))
        });
        let said = ann.join().unwrap();
        said.and(bob.give(STOP))
    });
    check.note("ann", "gives 50 orders");
    check.note("bob", "gives Stop after them");
    let mut real = Real { kernel, threads, check: &check };
    let mut room = Heard { heard: Vec::new(), check: &check };
    let ended = run(&mut real, desk, &mut room);
    let all: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    if ended.is_err() || room.heard != all {
        check.fail(
            "50 announcements in order, then Ok(())",
            &format!("{} announcements, then {ended:?}", room.heard.len()),
            "each order is carried out once, in the order in which they were given.",
        );
    }
}
