//! The checks of exercise 12: an echo server that waits for everybody at once.
//!
//! They come in stages. Each stage that passes is a server that you could use.

use std::io::Write;
use std::time::Duration;

#[path = "support/ex12_guests.rs"]
mod guests;
#[path = "support/ex12_hostile_clients.rs"]
mod hostile_clients;
#[cfg(target_os = "linux")]
#[path = "support/ex12_restraint.rs"]
mod restraint;

use guests::{
    FLOOD, asleep, at_once, floods, numbered, open_files, quietly, reads_all,
    says_and_hears, slow,
};

const PAGE: &str = "readiness/the-select-loop.md";

/// Catches a server that accepts one client, or none after the first event.
#[test]
fn connects_1_everybody_is_served_however_many_came_before() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    for name in ["ann", "bob", "eve"] {
        let mut guest = server.guest(name);
        says_and_hears(&mut guest, "hello");
        quietly(guest);
    }
    says_and_hears(&mut server.guest("dan"), "is it still there?");
}

/// Catches a key that is given out twice: one client's events go to another one.
#[test]
fn connects_3_a_newcomer_takes_nobodys_place() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let (mut ann, mut bob) = (server.guest("ann"), server.guest("bob"));
    says_and_hears(&mut ann, "hello");
    says_and_hears(&mut bob, "hello");
    ann.half_close();
    ann.expect_end();
    let mut eve = server.guest("eve");
    check.likely(
        "a key belongs to one client as long as it is here: a count of those who are \
         here gives the key of somebody else to the next one who comes",
    );
    says_and_hears(&mut eve, "I am new");
    says_and_hears(&mut bob, "I am still here");
    says_and_hears(&mut eve, "so am I");
}

/// Catches a server that waits for one client while another one speaks.
#[test]
fn connects_2_a_silent_client_holds_nobody_up() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let (mut ann, mut bob) = (server.guest("ann"), server.guest("bob"));
    says_and_hears(&mut ann, "now I am silent");
    says_and_hears(&mut bob, "and I am not");
    says_and_hears(&mut ann, "here I am again");
}

/// Catches a list of so many clients, and a batch of events that has an end too soon.
#[test]
fn connects_5_three_hundred_are_served_like_one() {
    let check = testkit::check!(PAGE);
    let server = check.server();
    let mut guests: Vec<_> = (0..300).map(|_| server.guest("guest")).collect();
    check.likely(
        "any number of clients may be here, and any number of them may be ready at once",
    );
    at_once(&server, || guests.iter_mut().for_each(|guest| guest.say("hello")));
    guests.iter_mut().for_each(|guest| guest.expect("hello"));
    guests.into_iter().for_each(quietly);
    says_and_hears(&mut server.guest("ann"), "so empty");
}

/// Catches interest that is not renewed, and `WouldBlock` taken for a failure.
#[test]
fn lines_1_the_second_line_is_echoed_like_the_first() {
    let check = testkit::check!("readiness/interest.md");
    let server = check.server();
    let mut ann = server.guest("ann");
    for line in ["one", "two", "", "three"] {
        says_and_hears(&mut ann, line);
        // Nothing more may be under way when the next one comes.
        asleep(&server);
    }
}

/// Catches bytes that are lost, doubled, or those of an earlier read.
#[test]
fn lines_2_a_long_line_comes_back_byte_by_byte() {
    let check = testkit::check!("readiness/non-blocking.md");
    let server = check.server();
    let mut ann = server.guest("ann");
    let long = numbered(100_000);
    ann.send(&long);
    let cause =
        "use only the bytes that this `read` returned, all of them, in order";
    check.same_bytes(&long, &ann.read_exactly(long.len()), cause);
    check.likely(cause);
    says_and_hears(&mut ann, "short");
    check.note("ann", "sends every byte that there is, and no newline behind them");
    let bytes: Vec<u8> = (0..=255).collect();
    ann.send(&bytes);
    let cause = "an echo server knows neither lines nor text: what came is sent back at \
                 once, whatever it is";
    check.likely(cause);
    check.same_bytes(&bytes, &ann.read_exactly(bytes.len()), cause);
}

/// Catches an answer that is dropped because its client has no more to say.
#[test]
fn lines_3_whoever_stops_to_send_still_gets_its_echo() {
    let check = testkit::check!("events/farewells.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = slow(&server, "ann");
    let long = numbered(60_000);
    ann.send(&long);
    ann.half_close();
    check.likely(
        "the end of input stays readable for ever: once it was read, do not ask for \
         readability any more, also while something is still unsent",
    );
    asleep(&server);
    check.likely("");
    reads_all(&check, &ann, &long);
    ann.expect_end();
}

/// Catches a client that stays for ever, and a loop that turns in circles.
#[test]
fn lines_4_whoever_is_gone_costs_nothing_any_more() {
    let check = testkit::check!("readiness/interest.md");
    let server = check.server();
    let mut stays = server.guest("ann");
    says_and_hears(&mut stays, "hello");
    let before = open_files(&server);
    for _ in 0..20 {
        let mut bob = server.guest("bob");
        says_and_hears(&mut bob, "hello");
        bob.half_close();
        bob.expect_end();
    }
    asleep(&server);
    let after = open_files(&server);
    if after > before {
        check.fail(
            "after 20 clients have left, as many open files as before they came",
            "it keeps some of them open",
            "drop the stream of a client that is gone; a clone of it keeps it open too",
        );
    }
    says_and_hears(&mut stays, "still here");
}

/// Catches memory that grows as long as a client sends and does not read.
#[test]
fn slow_readers_1_whoever_does_not_read_has_to_wait() {
    let check = testkit::check!("readiness/the-outbox.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = slow(&server, "ann");
    let taken = floods(&check, &server, &mut ann);
    if taken == FLOOD {
        check.fail(
            "it stops to read from ann, who does not read what comes back",
            "it takes all that she sends, 16 MB",
            "while MAX_UNSENT bytes are unsent, do not ask for readability",
        );
    }
}

/// Catches a write that blocks, or a loop that tries until it succeeds.
#[test]
fn slow_readers_2_nobody_else_waits_for_a_slow_reader() {
    let check = testkit::check!("readiness/the-outbox.md");
    let server = check.server_builder().arg("--tiny").start();
    let (mut ann, mut bob) = (slow(&server, "ann"), server.guest("bob"));
    floods(&check, &server, &mut ann);
    bob.say("can you hear me?");
    if bob.try_line(Duration::from_secs(1)).is_none() {
        check.fail(
            "bob is served while ann does not read",
            "he hears nothing",
            "a write to ann blocks, or is tried until it succeeds: make each accepted \
             socket non-blocking, and stop at `WouldBlock`",
        );
    }
    asleep(&server);
}

/// Catches a tail that is dropped, and a stop that nothing ever ends.
#[test]
fn slow_readers_3_whoever_reads_at_last_gets_every_byte() {
    let check = testkit::check!("readiness/the-outbox.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut ann = slow(&server, "ann");
    let taken = floods(&check, &server, &mut ann);
    reads_all(&check, &ann, &numbered(FLOOD)[..taken]);
    says_and_hears(&mut ann, "thank you");
}

/// Catches interest that is asked for before the turn that changes it: more input
/// would mend that, and none comes.
#[test]
fn slow_readers_5_one_heap_comes_back_to_its_end() {
    for size in (4..24).step_by(2) {
        let check = testkit::check!("readiness/interest.md");
        let server = check.server_builder().arg("--tiny").start();
        let ann = slow(&server, "ann");
        let heap = numbered(size * 1024);
        let mut stream = ann.stream();
        stream.write_all(&heap).expect("the kernel takes so much");
        asleep(&server);
        reads_all(&check, &ann, &heap);
    }
}

testkit::linux_only!(connects_4, "wakeups are counted in /proc");
testkit::linux_only!(slow_readers_4, "what the kernel holds is read from it");
