//! What is left of those who have left: nothing.
//!
//! After two hundred endings of one kind the server has as many files open and
//! as many threads as before, and no more memory in use.

use testkit::{Guest, Server};

use crate::meters::{eventually, files_and_threads};
use crate::people::{greeted, in_tea, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step1] {
    nothing_is_left_of_two_hundred_that_were_echoed,
} }

facts! { [step2 step3 step4] {
    nothing_is_left_of_two_hundred_that_close,
    nothing_is_left_of_two_hundred_that_half_close,
    nothing_is_left_of_two_hundred_that_reset,
    nothing_is_left_of_two_hundred_that_quit,
    nothing_is_left_of_two_hundred_that_were_refused,
    nothing_is_left_of_slow_readers_that_were_dropped,
} }

facts! { [step4] {
    nothing_is_left_of_two_hundred_that_were_idle,
} }

/// Memory that an allocator keeps for the next clients, in bytes.
const SPARE: u64 = 2 << 20;

/// Lets `end` happen five times, while ann is here and goes on talking.
fn comes_back(server: &Server, mut end: impl FnMut(&mut Guest)) {
    let mut ann = in_tea(server, "ann");
    let before = files_and_threads(server);
    let all_have_gone = |ann: &mut Guest| {
        eventually(server, "files and threads are as many as before", || {
            ann.sync();
            files_and_threads(server) == before
        });
    };
    // The first ones fill the allocator's shelves.
    end(&mut ann);
    all_have_gone(&mut ann);
    let memory = server.memory();
    (0..4).for_each(|_| end(&mut ann));
    all_have_gone(&mut ann);
    let grown = server.memory().saturating_sub(memory);
    assert!(grown < SPARE, "the server needs {grown} bytes more than before");
    assert_eq!(server.printed(), Vec::<String>::new());
}

/// The same with fifty guests each time, who leave in one way.
fn comes_back_after(step: Step, leave: fn(Guest)) {
    let server = step.start();
    comes_back(&server, |_| {
        let all: Vec<Guest> = (0..50).map(|_| greeted(&server, "one")).collect();
        all.into_iter().for_each(leave);
    });
}

fn nothing_is_left_of_two_hundred_that_were_echoed(step: Step) {
    let server = step.start();
    let visit = |leave: fn(Guest)| {
        let mut guest = server.guest("one");
        guest.say("hello");
        guest.expect("hello");
        leave(guest);
    };
    visit(Guest::close);
    server.expect_asleep();
    let (files, memory) = (server.open_files(), server.memory());
    for _ in 0..100 {
        visit(Guest::close);
        visit(Guest::reset);
    }
    server.expect_asleep();
    assert_eq!((server.open_files(), server.threads()), (files, 1));
    assert!(server.memory().saturating_sub(memory) < SPARE);
}

fn nothing_is_left_of_two_hundred_that_close(step: Step) {
    comes_back_after(step, Guest::close);
}

fn nothing_is_left_of_two_hundred_that_half_close(step: Step) {
    comes_back_after(step, |mut guest| {
        guest.half_close();
        guest.expect_end();
    });
}

fn nothing_is_left_of_two_hundred_that_reset(step: Step) {
    comes_back_after(step, Guest::reset);
}

fn nothing_is_left_of_two_hundred_that_quit(step: Step) {
    comes_back_after(step, |mut guest| {
        guest.say("/quit");
        guest.expect("* goodbye");
        guest.expect_end();
    });
}

fn nothing_is_left_of_two_hundred_that_were_refused(step: Step) {
    let server = step.with(["--max-clients", "1"]);
    comes_back(&server, |_| {
        for _ in 0..50 {
            let mut guest = server.guest("one");
            guest.expect("! server full");
            guest.expect_end();
        }
    });
}

/// Two at a time: the kernel holds two megabytes for each of them.
fn nothing_is_left_of_slow_readers_that_were_dropped(step: Step) {
    let server = step.with(["--max-outbox", "100000"]);
    comes_back(&server, |ann| {
        let _slow = ["cat", "dan"].map(|name| stalled_in_tea(&server, name));
        ann.send(speech(0..9000));
        let mut left = 0;
        eventually(&server, "both are dropped", || {
            let lines = ann.sync();
            left += lines.iter().filter(|line| line.ends_with(" left")).count();
            left == 2
        });
    });
}

fn nothing_is_left_of_two_hundred_that_were_idle(step: Step) {
    let server = step.with(["--idle-timeout", "1"]);
    let mut silent = Vec::new();
    comes_back(&server, |ann| {
        for _ in 0..50 {
            silent.push(greeted(&server, "one"));
            // She must not be among them.
            ann.sync();
        }
    });
}
