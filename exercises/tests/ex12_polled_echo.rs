//! The checks of exercise 12: an echo server that waits for everybody at once.
//!
//! They come in stages. Each stage that passes is a server that you could use.

use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use testkit::{Check, Guest, Server, TINY};

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

/// Catches one client's error that ends the server for all.
#[test]
fn hostile_clients_1_a_reset_ends_one_client() {
    let check = testkit::check!("bytes/one-bad-client.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut bob = server.guest("bob");
    says_and_hears(&mut bob, "hello");
    server.guest("silent").reset();
    // If that ends the server, nobody else is to find out first.
    asleep(&server);
    let mut ann = slow(&server, "ann");
    floods(&check, &server, &mut ann);
    ann.reset();
    check.likely(
        "an error of one client left the loop; it must end that client alone",
    );
    says_and_hears(&mut bob, "still there?");
    says_and_hears(&mut server.guest("eve"), "and for newcomers?");
    asleep(&server);
}

/// Catches events of one batch that are mixed up, or dropped.
#[cfg(target_os = "linux")]
#[test]
fn hostile_clients_2_much_may_happen_at_once() {
    let check = testkit::check!("readiness/the-select-loop.md");
    let server = check.server();
    let (mut ann, bob) = (server.guest("ann"), server.guest("bob"));
    says_and_hears(&mut ann, "hello");
    server.freeze();
    bob.reset();
    ann.say("said while you were frozen");
    let mut newcomers =
        Vec::from(["eve", "dan", "kim"].map(|name| server.guest(name)));
    newcomers.iter_mut().for_each(|guest| guest.say("me too"));
    newcomers[0].half_close();
    server.thaw();
    check
        .likely("serve every event of a batch, whatever happened to the one before");
    ann.expect("said while you were frozen");
    newcomers[1..].iter_mut().for_each(|guest| guest.expect("me too"));
    check.likely(
        "eve's line came together with the end of her input: after `Ok(0)` what is \
         unsent must still be written, and then she goes",
    );
    newcomers[0].expect("me too");
    newcomers[0].expect_end();
}

/// Catches an error of `accept` after which nobody is let in any more.
#[cfg(target_os = "linux")]
#[test]
fn hostile_clients_3_more_may_come_than_there_are_files() {
    let check = testkit::check!("bytes/one-bad-client.md");
    let server = check.server_builder().open_files(24).start();
    let mut ann = server.guest("ann");
    says_and_hears(&mut ann, "hello");
    server.freeze();
    let crowd: Vec<_> = (0..30).map(|_| server.guest("crowd")).collect();
    server.thaw();
    check.likely(
        "`accept` fails where no more files can be opened: that ends nobody",
    );
    says_and_hears(&mut ann, "it is full in here");
    says_and_hears(&mut ann, "so full");
    check.note("crowd", "goes away");
    drop(crowd);
    quietly(ann);
    check.likely(
        "whatever `accept` has failed with, the listener has to be asked about \
         again: those who leave make room",
    );
    says_and_hears(&mut server.guest("eve"), "is there room again?");
}

#[cfg(not(target_os = "linux"))]
#[test]
fn hostile_clients_3_more_may_come_than_there_are_files() {
    testkit::left_out("that files run out", "it happens in another way elsewhere");
}

#[cfg(not(target_os = "linux"))]
#[test]
fn hostile_clients_2_much_may_happen_at_once() {
    testkit::left_out("much that happens at once", "it stops the server by SIGSTOP");
}

/// More than the kernel holds between two processes.
const FLOOD: usize = 16 << 20;

/// A client that takes little at a time, so that the server's writes are short.
fn slow(server: &Server, name: &str) -> Guest {
    server.admit(Guest::builder(name).receive_buffer(TINY))
}

/// Sends until the server takes no more; at most all. Reads nothing. How much the
/// kernel holds differs from run to run, so no number of bytes is noted.
fn floods(check: &Check, server: &Server, guest: &mut Guest) -> usize {
    check.note(guest.name(), "sends until nothing more is taken");
    let flood = numbered(FLOOD);
    let mut sent = 0;
    guest.stream().set_nonblocking(true).expect("a mode of our own");
    while sent < FLOOD {
        match guest.stream().write(&flood[sent..]) {
            Ok(taken) => sent += taken,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let before = sent;
                asleep(server);
                // It may have read what the kernel kept, and have slept since.
                sent += guest.stream().write(&flood[sent..]).unwrap_or(0);
                if sent == before {
                    break;
                }
            }
            Err(_) => check.fail(
                &format!("{} may send as long as the server takes it", guest.name()),
                "the connection is closed",
                "a client that does not read yet is no failure, and neither is one \
                 that is gone: only that client ends, and only when it is gone",
            ),
        }
    }
    guest.stream().set_nonblocking(false).expect("a mode of our own");
    sent
}

/// Reads back what was sent, as long as something comes.
fn reads_all(check: &Check, guest: &Guest, sent: &[u8]) {
    check.note(guest.name(), "reads");
    let timeout = Some(Duration::from_secs(1));
    guest.stream().set_read_timeout(timeout).expect("a socket has a timeout");
    let (mut echo, mut buffer) = (Vec::new(), [0; 64 * 1024]);
    let mut has_ended = false;
    while echo.len() < sent.len() {
        match guest.stream().read(&mut buffer) {
            Ok(0) => has_ended = true,
            Ok(n) => echo.extend_from_slice(&buffer[..n]),
            Err(_) => break,
        }
        if has_ended {
            break;
        }
    }
    if !sent.starts_with(&echo) {
        check.fail(
            "whoever reads at last gets all that it sent, in order",
            "there is a hole in what comes",
            "a write came up short, and what it did not take was dropped",
        );
    }
    if echo.len() < sent.len() && has_ended {
        check.fail(
            "whoever stops to send still gets all that it is owed, then the end",
            "the beginning of it, and then the end",
            "`Ok(0)` ends what it says: what was unsent then must still be written",
        );
    }
    if echo.len() < sent.len() {
        check.fail(
            "whoever reads at last gets all that it sent",
            "the beginning of it, and then nothing more",
            "while something is unsent, ask to hear when there is room for it again",
        );
    }
}

/// Bytes of which no two stretches of a line are the same.
fn numbered(len: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(len + 64);
    for n in 0.. {
        if bytes.len() >= len {
            break;
        }
        bytes.extend_from_slice(format!("{n:063}\n").as_bytes());
    }
    bytes.truncate(len);
    bytes
}

#[track_caller]
fn says_and_hears(guest: &mut Guest, line: &str) {
    guest.say(line);
    guest.expect(line);
}

/// Leaves without a reset.
fn quietly(mut guest: Guest) {
    guest.half_close();
}

/// It has nothing to do, so it must sleep.
#[track_caller]
#[cfg(target_os = "linux")]
fn asleep(server: &Server) {
    server.expect_asleep();
}

#[cfg(not(target_os = "linux"))]
fn asleep(_: &Server) {
    testkit::left_out("whether the server sleeps", "it is read from /proc");
    std::thread::yield_now();
}

#[cfg(target_os = "linux")]
fn open_files(server: &Server) -> usize {
    server.open_files()
}

#[cfg(not(target_os = "linux"))]
fn open_files(_: &Server) -> usize {
    0
}
