//! Servers that are full: whom they turn away, and what that costs the others.

use testkit::Guest;

use crate::people::{greeted, speech};
use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_client_too_many_reads_that_the_server_is_full,
    server_full_is_read_even_by_whoever_has_said_much_already,
    whoever_left_or_was_refused_does_not_count,
    two_hundred_come_and_go_through_one_place,
} }

fn a_client_too_many_reads_that_the_server_is_full(step: Step) {
    let server = step.with(["--max-clients", "2"]);
    let (mut ann, mut bob) = (greeted(&server, "ann"), greeted(&server, "bob"));
    let mut cat = server.guest("cat");
    cat.expect("! server full");
    cat.expect_end();
    ann.say("hello");
    bob.expect("guest1: hello");
    ann.expect_nothing();
}

fn server_full_is_read_even_by_whoever_has_said_much_already(step: Step) {
    let server = step.with(["--max-clients", "1"]);
    let mut ann = greeted(&server, "ann");
    for _ in 0..10 {
        let mut eve = server.guest("eve");
        eve.send(speech(0..400));
        eve.expect("! server full");
        eve.expect_end();
        eve.send(speech(0..400));
    }
    ann.expect_nothing();
}

/// They are here for two more seconds, to be drained.
fn whoever_left_or_was_refused_does_not_count(step: Step) {
    let server = step.with(["--max-clients", "2"]);
    let (mut ann, _bob) = (greeted(&server, "ann"), greeted(&server, "bob"));
    let mut stay: Vec<Guest> = Vec::new();
    for _ in 0..5 {
        let mut eve = server.guest("eve");
        eve.expect("! server full");
        eve.expect_end();
        ann.say("/quit");
        ann.expect("* goodbye");
        ann.expect_end();
        stay.extend([eve, ann]);
        ann = greeted(&server, "ann");
    }
    ann.expect_nothing();
}

fn two_hundred_come_and_go_through_one_place(step: Step) {
    let server = step.with(["--max-clients", "1"]);
    for number in 1..=200 {
        let mut ann = server.guest("ann");
        ann.expect(&format!("* welcome, guest{number}; /help lists the commands"));
        ann.say("/quit");
        ann.expect("* goodbye");
        ann.expect_end();
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::process::Command;

    use testkit::{Guest, Server};

    use crate::meters::{costs_next_to_nothing, eventually};
    use crate::people::greeted;
    use crate::servers::Step;

    facts! { [step2 step3 step4] {
        at_the_limit_of_open_files_all_go_on_and_some_wait,
    } }

    facts! { [step2] {
        at_the_limit_of_threads_all_go_on_and_some_are_refused,
    } }

    /// Those who wait come in as soon as others leave: nobody new has to come
    /// for that.
    fn at_the_limit_of_open_files_all_go_on_and_some_wait(step: Step) {
        let server = step.builder().open_files(64).start();
        let first = greeted(&server, "first");
        let places = 1 + descriptors_left(&server, 64);
        let mut inside = vec![first];
        inside.extend((1..places).map(|_| server.guest("early")));
        let mut outside: Vec<Guest> =
            (places..90).map(|_| server.guest("late")).collect();
        inside.iter_mut().skip(1).for_each(must_be_greeted);

        costs_next_to_nothing(&server);
        talk(&mut inside);
        for leaving in [10, places] {
            drop(inside.drain(..leaving));
            let coming = leaving.min(outside.len());
            outside[..coming].iter_mut().for_each(must_be_greeted);
            inside.extend(outside.drain(..coming));
            talk(&mut inside);
        }
        assert!(outside.is_empty(), "{} still wait", outside.len());
    }

    /// A user's processes are limited, threads being such to Linux; so this
    /// server runs as a user who has no others. Only root can do that.
    fn at_the_limit_of_threads_all_go_on_and_some_are_refused(_: Step) {
        let user = format!("--reuid={}", 60_000 + std::process::id() % 5000);
        let become_user = ["setpriv", &user, "--clear-groups"];
        let binary = env!("CARGO_BIN_EXE_step2");
        let help = Command::new(become_user[0])
            .args(&become_user[1..])
            .args([binary, "--help"])
            .output();
        if !help.is_ok_and(|help| help.status.success()) {
            let why = "it takes root, setpriv, and a target folder open to all";
            return testkit::left_out("the limit of threads", why);
        }
        let server = Server::builder("prlimit".as_ref())
            .args(["--nproc=64:64"])
            .args(become_user)
            .args([binary, "--addr", "127.0.0.1:0"])
            .start();
        let mut inside = Vec::new();
        for number in 0..90 {
            let mut guest = server.guest("one");
            match guest.line() {
                line if line.starts_with("* welcome") => inside.push(guest),
                line => {
                    assert_eq!(line, "! server full");
                    assert!(number > 25, "only {number} got in");
                    guest.expect_end();
                }
            }
        }
        costs_next_to_nothing(&server);
        talk(&mut inside);
        // Two threads come free when one leaves, as soon as they have ended.
        drop(inside.drain(1..));
        inside[0].expect_nothing();
        eventually(&server, "its threads end", || server.threads() <= 3);
        must_be_greeted(&mut server.guest("next"));
    }

    /// It is numbers that are limited: an inherited 251 takes no place below 64.
    fn descriptors_left(server: &Server, limit: usize) -> usize {
        let open = std::fs::read_dir(format!("/proc/{}/fd", server.id()));
        let number = |file: std::fs::DirEntry| {
            file.file_name().to_string_lossy().parse::<usize>().ok()
        };
        let open = open.expect("it is a child of ours").flatten();
        limit - open.filter_map(number).filter(|&number| number < limit).count()
    }

    fn must_be_greeted(guest: &mut Guest) {
        let greeting = guest.line();
        assert!(greeting.starts_with("* welcome"), "got {greeting:?}");
    }

    fn talk(guests: &mut [Guest]) {
        let (speaker, others) = guests.split_first_mut().expect("some are here");
        speaker.say("hello");
        for guest in others {
            assert!(guest.line().ends_with(": hello"));
        }
        speaker.expect_nothing();
    }
}
testkit::linux_only!(linux, "they need /proc and its limits");
