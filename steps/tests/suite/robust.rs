//! Whatever one client does, the others chat on.

use testkit::{Guest, LONGEST};

use crate::people::{greeted, in_tea, named, speech, speech_line, stalled_in_tea};
use crate::servers::Step;

facts! { [step1] {
    a_reset_in_any_phase_ends_one_echo_only,
    any_bytes_at_all_harm_no_echo,
} }

facts! { [step2 step3 step4] {
    a_reset_in_any_phase_ends_one_client_only,
    resets_while_much_is_said_cost_nobody_a_line,
    any_bytes_at_all_harm_nobody_else,
} }

fn a_reset_in_any_phase_ends_one_echo_only(step: Step) {
    let server = step.start();
    let phases: [fn(&mut Guest); 5] = [
        |_| {},
        |eve| eve.send("never finish"),
        |eve| eve.send("hello\nnever finish"),
        // More than comes back before somebody reads.
        |eve| drop(eve.send_what_fits(speech(0..20_000).as_bytes())),
        |eve| {
            eve.send(speech(0..2000));
            eve.half_close();
        },
    ];
    for phase in phases {
        let mut eve = server.guest("eve");
        phase(&mut eve);
        eve.reset();
        let mut ann = server.guest("ann");
        ann.say("hello");
        ann.expect("hello");
    }
    assert_eq!(server.printed(), Vec::<String>::new());
}

/// One in each, with eve in the room, and bob there to see her go.
fn a_reset_in_any_phase_ends_one_client_only(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut bob = in_tea(&server, "bob");
    let phases: [fn(&mut Guest); 9] = [
        |_| {},
        |eve| eve.send("never finish"),
        |eve| eve.send([0xff, 0xfe]),
        |eve| eve.send("x".repeat(100_000)),
        |eve| eve.send("/who\n".repeat(1000)),
        |eve| eve.send("/help\n".repeat(6000)),
        Guest::half_close,
        |eve| eve.say("/quit"),
        |eve| eve.send("/help\n".repeat(6000) + "/quit\nmore\n"),
    ];
    for phase in phases {
        // Nobody knows her name yet.
        let mut nobody = server.guest("nobody");
        phase(&mut nobody);
        nobody.reset();

        let mut eve = stalled_in_tea(&server, "eve");
        bob.expect("* eve joined");
        phase(&mut eve);
        eve.reset();
        bob.expect("* eve left");
        bob.expect_nothing();
    }
    greeted(&server, "ann").expect_nothing();
    assert_eq!(server.printed(), Vec::<String>::new());
}

fn resets_while_much_is_said_cost_nobody_a_line(step: Step) {
    let server = step.start();
    let mut all: Vec<Guest> =
        (0..30).map(|number| in_tea(&server, &format!("eve{number}"))).collect();
    let (mut ann, mut bob) = (in_tea(&server, "ann"), in_tea(&server, "bob"));
    let mut left = Vec::new();
    for number in 0..300 {
        ann.send(speech_line(number));
        if number % 10 == 0 {
            all.pop().expect("there is one for each ten lines").reset();
        }
    }
    for number in 0..300 {
        let mut line = bob.line();
        while line.ends_with(" left") {
            left.push(line);
            line = bob.line();
        }
        assert_eq!(line + "\n", format!("ann: {}", speech_line(number)));
    }
    while left.len() < 30 {
        left.push(bob.line());
    }
    bob.expect_nothing();
    left.sort();
    let mut expected: Vec<String> =
        (0..30).map(|number| format!("* eve{number} left")).collect();
    expected.sort();
    assert_eq!(left, expected);
    assert_eq!(server.printed(), Vec::<String>::new());
}

fn any_bytes_at_all_harm_no_echo(step: Step) {
    let server = step.start();
    for seed in 0..10 {
        let mut eve = server.guest("eve");
        eve.send(noise(seed));
        eve.half_close();
        eve.drain_to_end();
    }
    let mut ann = server.guest("ann");
    ann.say("hello");
    ann.expect("hello");
    assert_eq!(server.printed(), Vec::<String>::new());
}

/// Whoever hears it hears lines that the server made, from a name.
fn any_bytes_at_all_harm_nobody_else(step: Step) {
    let server = step.start();
    let mut bob = named(&server, "bob");
    bob.set_patience(LONGEST);
    for seed in 0..10 {
        let mut eve = greeted(&server, "eve");
        eve.send(noise(seed));
        eve.half_close();
        eve.drain_to_end();
        for line in bob.sync() {
            assert!(line.starts_with("guest"), "bob reads {line:?}");
        }
    }
    greeted(&server, "ann").expect_nothing();
    assert_eq!(server.printed(), Vec::<String>::new());
}

/// 60,000 bytes that look random and are the same in each run; every eighth or
/// so ends a line or starts a command.
fn noise(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let bytes = std::iter::repeat_with(|| {
        // Knuth's MMIX generator; its upper bits are the better ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        match state >> 56 {
            byte @ 0..224 => u8::try_from(byte).expect("it is below 224"),
            224..240 => b'\n',
            _ => b'/',
        }
    });
    bytes.take(60_000).collect()
}

#[cfg(target_os = "linux")]
mod linux {
    use crate::people::{greeted, heard, in_tea, speech, stalled_in_tea};
    use crate::servers::Step;

    facts! { [step1] {
        an_echo_that_was_stopped_goes_on,
    } }

    facts! { [step2 step3 step4] {
        a_server_that_was_stopped_goes_on,
    } }

    fn an_echo_that_was_stopped_goes_on(step: Step) {
        let server = step.start();
        let mut ann = server.guest("ann");
        for _ in 0..3 {
            server.expect_asleep();
            server.freeze();
            server.thaw();
            ann.say("hello");
            ann.expect("hello");
        }
    }

    /// Whatever it waits in, to go on after SIGSTOP interrupts it: `epoll_wait`
    /// and reads with a time limit fail with EINTR then, see signal(7).
    fn a_server_that_was_stopped_goes_on(step: Step) {
        let server = step.with(["--max-outbox", "8000000"]);
        let mut ann = in_tea(&server, "ann");
        let mut cat = stalled_in_tea(&server, "cat");
        ann.expect("* cat joined");
        ann.send(speech(0..4000));
        ann.expect_nothing();
        let mut drained = greeted(&server, "eve");
        drained.say("/quit");
        for _ in 0..3 {
            server.expect_asleep();
            server.freeze();
            server.thaw();
            drained.send("and more\n");
            ann.expect_nothing();
        }
        drained.expect("* goodbye");
        drained.expect_end();
        let all = cat.read_exactly(heard("ann", 0..4000).len());
        assert!(all == heard("ann", 0..4000).as_bytes(), "cat read something else");
    }
}
testkit::linux_only!(linux, "they stop the server by SIGSTOP");
