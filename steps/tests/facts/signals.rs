//! What a signal does to a poller that sleeps.

use std::io::ErrorKind;
use std::process::Command;
use std::sync::Arc;

use polling::Poller;

use crate::alone::alone;
use crate::sleeper::Sleeper;

#[test]
fn a_signal_interrupts_mio_and_not_polling() {
    alone(|| {
        let mut poll = mio::Poll::new().unwrap();
        let mut events = mio::Events::with_capacity(8);
        let sleeper = Sleeper::start(move || poll.poll(&mut events, None));
        stop_and_continue();
        let error = sleeper.ends().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);

        let poller = Arc::new(Poller::new().unwrap());
        let notifier = Arc::clone(&poller);
        let mut events = polling::Events::new();
        let sleeper = Sleeper::start(move || poller.wait(&mut events, None));
        stop_and_continue();
        // Its call was interrupted too, and it has made it again.
        sleeper.settle();
        notifier.notify().unwrap();
        assert_eq!(sleeper.ends().unwrap(), 0);
    });
}

/// Stops this process and lets it go on. A signal that a program handles reaches
/// one thread, which the kernel chooses; these two reach all of them.
fn stop_and_continue() {
    const BOTH: &str = "kill -STOP $PPID
        until grep -q '^State:.T' /proc/$PPID/status; do :; done
        kill -CONT $PPID";
    let status = Command::new("sh").args(["-c", BOTH]).status();
    assert!(status.expect("there is a shell").success());
}
