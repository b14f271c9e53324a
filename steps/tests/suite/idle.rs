//! Silence: what it costs the server (nothing), and how long it may last.

use std::thread::sleep;
use std::time::{Duration, Instant};

use testkit::{Server, Signal};

use crate::meters::{costs_next_to_nothing, eventually, wakes};
use crate::people::{greeted, heard, in_tea, last_lines, speech, stalled_in_tea};
use crate::servers::Step;
use crate::signals::LAST_WORD;

facts! { [step1] {
    a_silent_client_of_the_echo_wakes_nobody_up,
} }

facts! { [step2 step3 step4] {
    silent_clients_wake_nobody_up,
    clients_that_stall_leave_or_are_drained_cost_nothing,
} }

facts! { [step4] {
    whoever_completes_no_line_is_disconnected_and_whoever_does_stays,
    the_idle_timeout_holds_for_whoever_leaves_too,
    a_server_that_shuts_down_sleeps_though_some_could_not_be_let_in,
} }

/// Not one of its threads runs for 300 ms. (A machine that is under pressure
/// may wake a thread for reasons of its own, but not all the time.)
fn expect_silence(server: &Server) {
    let mut looks = Vec::new();
    for _ in 0..5 {
        server.expect_asleep();
        let before = wakes(server);
        sleep(Duration::from_millis(300));
        let after = wakes(server);
        if before == after {
            return;
        }
        looks.push((before, after));
    }
    let got = format!("each 300 ms a thread was woken up, so often: {looks:?}");
    server.fail("the server sleeps while nothing happens", &got);
}

fn a_silent_client_of_the_echo_wakes_nobody_up(step: Step) {
    let server = step.start();
    expect_silence(&server);
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
    expect_silence(&server);
}

fn silent_clients_wake_nobody_up(step: Step) {
    let server = step.start();
    expect_silence(&server);
    let mut guests = ["ann", "bob", "cat"].map(|name| in_tea(&server, name));
    guests[0].send("hello\nhalf a li");
    guests[1].sync();
    expect_silence(&server);
}

/// Some of it waits for room to write, and nobody makes any.
fn clients_that_stall_leave_or_are_drained_cost_nothing(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let _stalled = stalled_in_tea(&server, "cat");
    let (mut leaving, mut ended) =
        (stalled_in_tea(&server, "dan"), stalled_in_tea(&server, "eli"));
    ann.send(speech(0..10_000));
    ann.sync();
    leaving.say("/quit");
    ended.half_close();
    let mut drained = greeted(&server, "fay");
    drained.say("/quit");
    drained.expect("* goodbye");
    drained.expect_end();
    if step.number == 2 {
        // Each thread that writes looks ten times a second how much it is owed.
        return costs_next_to_nothing(&server);
    }
    expect_silence(&server);
    // The drain is over, and a timer that fired must not fire again.
    eventually(&server, "the drain ends", || drained.send_what_fits(b"x").is_err());
    expect_silence(&server);
}

/// A byte now and then is no line.
fn whoever_completes_no_line_is_disconnected_and_whoever_does_stays(step: Step) {
    let server = step.with(["--idle-timeout", "2"]);
    let mut bob = in_tea(&server, "bob");
    let start = Instant::now();
    let (mut silent, mut slow) = (in_tea(&server, "ann"), in_tea(&server, "eve"));
    let mut left = Vec::new();
    eventually(&server, "the silent ones are disconnected", || {
        left.extend(bob.sync().into_iter().filter(|line| line.ends_with(" left")));
        let _ = slow.send_what_fits(b"x");
        sleep(Duration::from_millis(20));
        left.len() == 2
    });
    assert!(start.elapsed() >= Duration::from_secs(2), "that was too early");
    left.sort();
    assert_eq!(left, ["* ann left", "* eve left"]);
    silent.expect_gone();
    slow.expect_gone();
    bob.expect_nothing();
}

fn the_idle_timeout_holds_for_whoever_leaves_too(step: Step) {
    let server = step.with(["--max-outbox", "8000000", "--idle-timeout", "1"]);
    let mut ann = in_tea(&server, "ann");
    let before = server.open_files();
    let mut cat = stalled_in_tea(&server, "cat");
    ann.send(speech(0..10_000));
    ann.sync();
    cat.half_close();
    eventually(&server, "whoever leaves and does not read is disconnected", || {
        ann.sync();
        server.open_files() == before
    });
    let came = last_lines(&mut cat).len();
    assert!(came < heard("ann", 0..10_000).lines().count(), "all of it came");
}

/// For want of descriptors. It asks once more after a pause, as it must, but
/// there is nobody to be let in any more.
fn a_server_that_shuts_down_sleeps_though_some_could_not_be_let_in(step: Step) {
    let server = step.builder().open_files(64).start();
    let mut ann = greeted(&server, "ann");
    let _crowd: Vec<_> = (0..90).map(|_| server.guest("one")).collect();
    server.expect_asleep();
    server.signal(Signal::Terminate);
    ann.expect(LAST_WORD);
    // Ann and the others do not close, so the server waits for two seconds.
    expect_silence(&server);
    assert!(server.is_running(), "it has ended meanwhile");
}
