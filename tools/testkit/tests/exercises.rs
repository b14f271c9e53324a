//! What a check of an exercise tells its learner.

use std::panic::{AssertUnwindSafe, catch_unwind};

use testkit::{Check, ReadStep, Scripted};

/// A check of one of the exercises that `specimen` has.
fn check(exercise: &str) -> Check {
    let path = format!("exercises::{exercise}::a_check::here");
    Check::start(&path, "bytes/sockets.md", Some(env!("CARGO_BIN_EXE_specimen")))
}

/// What a check says that fails.
fn complaint(body: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(body)).expect_err("it fails");
    *panic.downcast::<String>().expect("a formatted message")
}

/// What is said when ann expects an answer.
fn no_answer(exercise: &str) -> String {
    let check = check(exercise);
    complaint(|| {
        let server = check.server();
        let mut ann = server.guest("ann");
        ann.say("hello");
        ann.expect("hello");
    })
}

#[test]
fn what_is_left_to_be_written_is_told_instead_of_a_closed_connection() {
    let text = no_answer("ex90_undone");
    let todo = "not yet implemented: everything.\n  What to do: begin\n\
                your file: exercises/src/ex90_undone.rs";
    assert_eq!(text, todo);
}

#[test]
fn a_panic_of_the_server_is_the_likely_cause() {
    let text = no_answer("ex91_panics");
    for part in [
        "likely cause: it panicked in tools/testkit/src/bin/specimen.rs:",
        "called `Result::unwrap()` on an `Err` value: ParseIntError",
        "one client's misfortune ended the server for all",
        "your code printed:\n  here comes one\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.lines().count() <= 25, "{text}");
    assert_eq!(no_answer("ex91_panics"), text);
}

#[test]
fn a_panic_of_one_thread_is_told_too() {
    let text = no_answer("ex92_ghost");
    assert!(text.contains("it panicked in tools/testkit"), "{text}");
    assert!(text.contains(": index out of bounds"), "{text}");
}

#[test]
fn a_scripted_socket_has_enough_of_a_loop() {
    let check = check("ex95_loop");
    let mut socket = Scripted::new([ReadStep::bytes("hi")], [])
        .told_as("ann's socket", check.timeline());
    let text =
        complaint(|| while std::io::Read::read(&mut socket, &mut [0; 8]).is_ok() {});
    for part in [
        "expected: the code stops calling read\n",
        "\n  read: Ok(0), the end (1000 times and more)\n",
        "likely cause: `Ok(0)` is the end of input: nothing will follow it, ever\n",
        "book: book/src/bytes/sockets.md (or `cargo book`)\nyour file: exercises/src/ex95_loop.rs\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

testkit::linux_only!(watched, "they need /proc");

#[cfg(target_os = "linux")]
mod watched {
    use super::*;

    #[test]
    fn a_server_that_naps_or_spins_is_told_so_without_a_time_out() {
        let naps = no_answer("ex93_naps");
        assert!(naps.contains("nothing, and nothing more will come"), "{naps}");
        assert!(naps.contains("seen: the server naps and looks again"), "{naps}");
        let spins = no_answer("ex94_spins");
        assert!(spins.contains("seen: the server never sleeps"), "{spins}");
    }

    #[test]
    fn what_the_check_holds_for_likely_is_said_instead_of_what_it_looks_like() {
        let check = check("ex93_naps");
        let text = complaint(|| {
            let server = check.server();
            check.likely("it listens with one ear only");
            server.guest("ann").expect("hello");
        });
        assert!(
            text.contains("likely cause: it listens with one ear only"),
            "{text}"
        );
    }

    /// Not tests: run by the next ones, each in a process of its own.
    #[test]
    #[ignore = "it never ends, which is what a test below is about"]
    fn loops_for_ever() {
        let _check = testkit::check!("bytes/sockets.md");
        println!("round and round");
        loop {
            std::hint::spin_loop();
        }
    }

    #[test]
    #[ignore = "it never ends, which is what a test below is about"]
    fn waits_for_ever() {
        let _check = testkit::check!("bytes/sockets.md");
        // A thread that waits for a lock which its parent holds.
        let lock = std::sync::Arc::new(std::sync::Mutex::new(()));
        let held = lock.lock();
        let other = lock.clone();
        let thread = std::thread::spawn(move || drop(other.lock()));
        let _ = thread.join();
        drop(held);
    }

    #[test]
    #[ignore = "it fails, which is what a test below is about"]
    fn panics() {
        let check = testkit::check!("bytes/sockets.md");
        check.note("ann", "connects");
        let _: u8 = "no number".parse().expect("it is a number");
    }

    #[test]
    #[ignore = "it ends the process, which is what a test below is about"]
    fn ends_the_process() {
        let _check = testkit::check!("bytes/sockets.md");
        std::process::exit(0);
    }

    /// What the test harness prints when only this one runs.
    fn output_of(test: &str) -> String {
        let output = std::process::Command::new(
            std::env::current_exe().expect("it is a file"),
        )
        .args(["--ignored", "--exact", &format!("watched::{test}")])
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("it can be run");
        assert_eq!(output.status.code(), Some(101), "{output:?}");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        out + &String::from_utf8_lossy(&output.stderr)
    }

    #[test]
    fn an_endless_loop_is_ended_and_what_it_printed_is_shown() {
        let text = output_of("loops_for_ever");
        for part in [
            "expected: loops_for_ever comes to an end (this exercise)\n",
            "seen: your code is on the CPU all the time\n",
            "your code printed:\n  round and round\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn a_call_that_waits_for_ever_is_ended() {
        let text = output_of("waits_for_ever");
        assert!(text.contains("seen: every thread sleeps"), "{text}");
    }

    #[test]
    fn a_process_that_ends_in_a_check_has_not_passed_it() {
        let text = output_of("ends_the_process");
        assert!(text.contains("got: the whole test process was ended"), "{text}");
        assert!(
            text.contains("likely cause: your code ended the process"),
            "{text}"
        );
    }

    #[test]
    fn a_check_that_panics_itself_is_not_taken_for_the_learners_code() {
        let text = output_of("panics");
        assert!(text.contains("it is a number"), "{text}");
        assert!(!text.contains("expected: no panic"), "{text}");
    }
}
