//! A thousand guests, and ten thousand.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use testkit::{Crowd, left_out};

use crate::people::named;
use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_thousand_hear_one_and_one_hears_each_of_them,
} }

facts! { [step3 step4] {
    ten_thousand_hear_one_of_them,
} }

/// One crowd of that size at a time: there is one machine for all of them.
static CROWDED: Mutex<()> = Mutex::new(());

fn a_thousand_hear_one_and_one_hears_each_of_them(step: Step) {
    let _alone = CROWDED.lock().unwrap_or_else(PoisonError::into_inner);
    let server = step.start();
    let mut ann = named(&server, "ann");
    let mut crowd = server.crowd(1000);
    ann.say("hello");
    crowd.expect("ann: hello");
    // What one of them says is a thousand deliveries, so not all of them do.
    let mut names = BTreeSet::new();
    for member in (0..1000).step_by(50) {
        crowd.say(member, "hi");
        let line = ann.line();
        assert!(line.starts_with("guest") && line.ends_with(": hi"), "got {line:?}");
        names.insert(line);
    }
    assert_eq!(names.len(), 20);
    ann.say("goodbye");
    crowd.expect("ann: goodbye");
    ann.expect_nothing();
}

fn ten_thousand_hear_one_of_them(step: Step) {
    const CROWD: usize = 10_000;
    let _alone = CROWDED.lock().unwrap_or_else(PoisonError::into_inner);
    let limit = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(0);
    if limit < CROWD as u64 + 100 {
        let why = format!("a process may open {limit} files here");
        return left_out("ten thousand guests", &why);
    }
    let server = step.start();
    let mut ann = named(&server, "ann");
    #[cfg(target_os = "linux")]
    let before = server.memory();
    let mut crowd = Crowd::in_another_process(server.addr(), CROWD);
    #[cfg(target_os = "linux")]
    {
        server.expect_asleep();
        // The library that waits for signals has a thread of its own.
        assert!(server.threads() <= 2, "{} threads", server.threads());
        let each = (server.memory() - before) / CROWD as u64;
        let most = if step.number == 4 { 500 } else { 4096 };
        assert!(each <= most, "each idle client needs {each} bytes");
    }
    ann.say("hello");
    crowd.expect("ann: hello");
    crowd.say(CROWD - 1, "hi");
    ann.expect(&format!("guest{}: hi", CROWD + 1));
    ann.expect_nothing();
}
