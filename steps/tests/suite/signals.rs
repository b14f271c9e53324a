//! Ctrl-C and SIGTERM: the server says so, gives what it owes, and ends.

use std::thread;
use std::time::Duration;

use testkit::{Guest, LONGEST, Server, Signal};

use crate::people::{greeted, heard, in_tea, last_lines, speech, stalled_in_tea};
use crate::servers::Step;

facts! { [step4] {
    everybody_reads_that_the_server_is_shutting_down,
    a_server_without_clients_ends,
    what_is_queued_is_read_before_the_last_word,
    the_last_word_is_read_in_spite_of_unread_input,
    a_stuck_reader_or_one_that_never_stops_keeps_no_server_from_ending,
    nobody_is_let_in_any_more,
    whoever_is_about_to_leave_reads_goodbye,
} }

const BOTH: [Signal; 2] = [Signal::Interrupt, Signal::Terminate];
pub const LAST_WORD: &str = "* server is shutting down";

fn expect_success(server: &Server) {
    let status = server.wait_exit(LONGEST);
    assert_eq!(status.code(), Some(0));
    assert_eq!(server.printed(), Vec::<String>::new());
}

fn everybody_reads_that_the_server_is_shutting_down(step: Step) {
    for signal in BOTH {
        let server = step.start();
        let mut ann = in_tea(&server, "ann");
        let mut guests: Vec<Guest> =
            (0..20).map(|_| greeted(&server, "one")).collect();
        ann.send("half a li");
        server.signal(signal);
        guests.push(ann);
        for guest in &mut guests {
            guest.expect(LAST_WORD);
            guest.expect_end();
        }
        drop(guests);
        expect_success(&server);
    }
}

fn a_server_without_clients_ends(step: Step) {
    for signal in BOTH {
        let server = step.start();
        // It waits for signals from its first turn on.
        greeted(&server, "ann").close();
        server.signal(signal);
        expect_success(&server);
    }
}

/// By whoever reads it within two seconds. Most of it is in the kernel.
fn what_is_queued_is_read_before_the_last_word(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let mut bob = stalled_in_tea(&server, "bob");
    ann.expect("* bob joined");
    ann.send(speech(0..4200));
    ann.expect_nothing();
    server.signal(Signal::Terminate);
    let all = bob.drain_to_end();
    let owed = heard("ann", 0..4200) + LAST_WORD + "\n";
    assert!(all == owed.as_bytes(), "{} bytes of {} came", all.len(), owed.len());
    ann.expect(LAST_WORD);
    ann.expect_end();
    drop((ann, bob));
    expect_success(&server);
}

fn the_last_word_is_read_in_spite_of_unread_input(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut guests = ["ann", "bob", "cat"].map(|name| greeted(&server, name));
    #[cfg(target_os = "linux")]
    server.freeze();
    guests.iter_mut().for_each(|guest| guest.send("x".repeat(1_000_000)));
    server.signal(Signal::Interrupt);
    #[cfg(target_os = "linux")]
    server.thaw();
    for guest in &mut guests {
        let read = guest.drain_to_end();
        assert!(read.ends_with(format!("{LAST_WORD}\n").as_bytes()));
    }
    drop(guests);
    expect_success(&server);
}

fn a_stuck_reader_or_one_that_never_stops_keeps_no_server_from_ending(step: Step) {
    // It takes both servers two seconds, at the same time.
    thread::scope(|scope| {
        for signal in BOTH {
            scope.spawn(move || ends_in_spite_of_them(step, signal));
        }
    });
}

fn ends_in_spite_of_them(step: Step, signal: Signal) {
    let server = step.with(["--max-outbox", "8000000"]);
    let (mut ann, mut eve) = (in_tea(&server, "ann"), greeted(&server, "eve"));
    let _stuck = stalled_in_tea(&server, "cat");
    ann.send(speech(0..10_000));
    assert_eq!(ann.sync(), ["* cat joined"]);
    server.signal(signal);
    ann.expect(LAST_WORD);
    ann.expect_end();
    while server.is_running() && eve.send_what_fits(&[b'x'; 4096]).is_ok() {
        thread::sleep(Duration::from_millis(1));
    }
    expect_success(&server);
}

/// Somebody who does not read holds the server up for two seconds.
fn nobody_is_let_in_any_more(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let _stuck = stalled_in_tea(&server, "cat");
    ann.send(speech(0..10_000));
    assert_eq!(ann.sync(), ["* cat joined"]);
    server.signal(Signal::Terminate);
    ann.expect(LAST_WORD);
    assert!(std::net::TcpStream::connect(server.addr()).is_err(), "somebody got in");
    // A second signal does no harm.
    server.signal(Signal::Terminate);
    expect_success(&server);
}

fn whoever_is_about_to_leave_reads_goodbye(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let mut bob = stalled_in_tea(&server, "bob");
    ann.send(speech(0..4200));
    assert_eq!(ann.sync(), ["* bob joined"]);
    bob.say("/quit");
    ann.expect("* bob left");
    server.signal(Signal::Interrupt);
    let lines = last_lines(&mut bob);
    assert_eq!(
        (lines.len(), lines.last().map(|it| &**it)),
        (4201, Some("* goodbye"))
    );
    drop((ann, bob));
    expect_success(&server);
}
