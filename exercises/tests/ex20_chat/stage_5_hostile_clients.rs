//! Stage 5: clients that flood, break off, hoard and never let go.

use std::io::Write;
use std::time::{Duration, Instant};

use testkit::{Guest, check};

use super::people::{
    at_once, falls_asleep, greeted, has_heard, holds, in_tea, named, speech,
    stalled_in_tea,
};

/// Catches a loop that serves one client as long as it talks (C16a).
#[test]
fn a_flood_keeps_nobody_waiting() {
    let check = check!("events/fairness.md");
    let server = check.server();
    let [mut eve, mut ann, mut bob] =
        ["eve", "ann", "bob"].map(|name| named(&server, name));
    at_once(&server, || {
        ann.send("a\n".repeat(3000));
        bob.say("b");
    });
    check.likely(
        "no client is served more than 128 lines while another one waits: then it goes \
         to the end of the queue of those that are still ready.",
    );
    let heard = eve.sync();
    let before =
        heard.iter().position(|line| line == "bob: b").unwrap_or(heard.len());
    let came = "many more";
    holds(&server, before <= 128, "128 lines of ann's before bob's, at most", came);
    holds(&server, heard.len() == 3001, "3001 lines", "another number");
}

/// Catches an error of one client that ends the loop for all (C9, C10).
#[test]
fn a_reset_in_any_phase_costs_one_client() {
    let check = check!("bytes/one-bad-client.md");
    let server = check.server();
    let mut bob = in_tea(&server, "bob");
    let phases: [fn(&mut Guest); 7] = [
        |_| {},
        |eve| eve.send("never finish"),
        |eve| eve.send("/who\n".repeat(1000)),
        |eve| eve.send("/help\n".repeat(3000)),
        Guest::half_close,
        |eve| eve.say("/quit"),
        |eve| eve.send("/help\n".repeat(3000) + "/quit\nmore\n"),
    ];
    for phase in phases {
        let mut eve = stalled_in_tea(&server, "eve");
        bob.expect("* eve joined");
        phase(&mut eve);
        eve.reset();
        check.likely(
            "eve's connection is broken: whatever she was about, `Chat::disconnect` has \
             to hear of her, and what follows has to be written before the loop sleeps.",
        );
        bob.expect("* eve left");
        check.likely("");
        bob.expect_nothing();
    }
}

/// Catches `peer_addr` and others that fail when a client is gone already (C11).
#[test]
fn whoever_resets_before_it_is_accepted_harms_nobody() {
    let check = check!("events/accepting.md");
    let server = check.server();
    let mut bob = named(&server, "bob");
    at_once(&server, || {
        for _ in 0..5 {
            server.guest("mute").reset();
            let mut eve = server.guest("eve");
            eve.say("/join tea");
            eve.reset();
        }
    });
    check
        .likely("a client that is gone before it was let in leaves nothing behind.");
    bob.say("/who");
    bob.expect("* in lobby: bob");
    greeted(&server, "ann").expect_nothing();
}

/// Catches a farewell that is destroyed by the reset which follows a close with
/// words unread (C15).
#[test]
fn the_last_word_is_read_in_spite_of_a_flood() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    check.likely(
        "closed with words of hers unread, the connection is reset, and the reset \
         destroys the goodbye: shut down the writing side, read and discard until she \
         closes.",
    );
    ann.send(format!("/quit\n{}", speech(0..100)));
    falls_asleep(&server);
    ann.send(speech(100..400));
    ann.expect("* goodbye");
    ann.expect_end();
    ann.send(speech(400..500));
}

/// Catches a drain that never ends (C21).
#[test]
fn who_never_closes_is_closed_after_two_seconds() {
    let check = check!("events/farewells.md").may_take(Duration::from_secs(15));
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    ann.say("/quit");
    ann.expect("* goodbye");
    ann.expect_end();
    check.likely(
        "a drain has a deadline of two seconds, which her bytes do not extend.",
    );
    let start = Instant::now();
    // A word to a closed connection is answered by a reset, and the next one fails.
    while ann.stream().write(b"x").is_ok() {
        let is_late = start.elapsed() > Duration::from_secs(6);
        holds(
            &server,
            !is_late,
            "the server closes after 2 s",
            "it has not after 6 s",
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    let early = start.elapsed() < Duration::from_millis(1000);
    holds(&server, !early, "the server waits 2 s for her", "it closes at once");
}

/// Catches a wait that ends the loop when a signal interrupts it (R4).
#[cfg(target_os = "linux")]
#[test]
fn a_server_that_was_stopped_goes_on() {
    let check = check!("events/waking-the-loop.md");
    let server = check.server();
    let mut ann = greeted(&server, "ann");
    for _ in 0..3 {
        falls_asleep(&server);
        server.freeze();
        server.thaw();
        if server.settle() == testkit::Settled::Ended {
            let cause = "`poll` was interrupted by a signal: nothing happened, so wait \
                         again.";
            check.fail("the server goes on", "it has ended", cause);
        }
        ann.expect_nothing();
    }
}
testkit::linux_only!(a_server_that_was_stopped_goes_on, "it is stopped by SIGSTOP");

/// Catches answers without end for somebody who does not read them (C4).
#[test]
fn who_asks_and_never_reads_is_disconnected() {
    let check = check!("events/slow-readers.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut bob = in_tea(&server, "bob");
    let mut cat = stalled_in_tea(&server, "cat");
    bob.expect("* cat joined");
    check.likely("the outbox is bounded, whoever fills it: more than the limit, and she goes.");
    let _ = cat.send_what_fits("/help\n".repeat(10_000).as_bytes());
    bob.expect("* cat left");
    cat.expect_gone();
}

/// Catches whatever else bytes can do.
#[test]
fn any_bytes_at_all_harm_nobody_else() {
    let check = check!("bytes/one-bad-client.md");
    let server = check.server();
    let mut bob = named(&server, "bob");
    for seed in 0..5 {
        let mut eve = greeted(&server, "eve");
        at_once(&server, || {
            eve.send(noise(seed));
            eve.half_close();
        });
        eve.drain_to_end();
    }
    let forged = bob.sync().into_iter().any(|line| !line.starts_with("guest"));
    holds(
        &server,
        !forged,
        "each line begins with its author's name",
        "one does not",
    );
    has_heard(&server, &mut bob, &[]);
}

/// 20,000 bytes that look random; every eighth or so ends a line or starts a command.
fn noise(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let bytes = std::iter::repeat_with(|| {
        // Knuth's MMIX generator; its upper bits are the better ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        match state.to_be_bytes()[0] {
            224..240 => b'\n',
            240.. => b'/',
            byte => byte,
        }
    });
    bytes.take(20_000).collect()
}
