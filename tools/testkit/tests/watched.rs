//! What can be seen of a server on Linux: its sleep, its queues, its costs.

testkit::linux_only!(watched, "they need SIGSTOP and /proc");

#[cfg(target_os = "linux")]
mod watched {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::path::Path;
    use std::time::Duration;

    use testkit::{Guest, Server, Settled, Signal};

    fn server(kind: &str) -> Server {
        let specimen = Path::new(env!("CARGO_BIN_EXE_specimen"));
        Server::builder(specimen).arg(kind).start()
    }

    /// What an impatient guest says when it waits for a line in vain.
    fn complaint(server: &Server, prepare: impl FnOnce(&mut Guest)) -> String {
        let ann = Guest::builder("ann").patience(Duration::from_millis(300));
        let mut ann = server.admit(ann);
        prepare(&mut ann);
        let wait = AssertUnwindSafe(|| ann.expect("hello"));
        let panic = catch_unwind(wait).expect_err("nothing comes");
        *panic.downcast::<String>().expect("a formatted message")
    }

    #[test]
    fn an_idle_server_is_asleep_with_nothing_left() {
        let server = server("pings");
        assert_eq!(server.expect_asleep(), Default::default());
        let mut ann = server.guest("ann");
        ann.expect("* welcome");
        ann.sync();
        assert_eq!(server.expect_asleep(), Default::default());
        assert_eq!(server.threads(), 2);
    }

    #[test]
    fn bytes_that_nobody_reads_are_seen() {
        let server = server("deaf");
        let mut ann = server.guest("ann");
        ann.send("hello");
        let left = server.expect_asleep();
        assert_eq!((left.unread, left.unaccepted, left.unsent), (5, 0, 0));
    }

    #[test]
    fn clients_that_nobody_accepts_are_seen() {
        let server = server("shut");
        let _guests = [server.guest("ann"), server.guest("bob")];
        let left = server.expect_asleep();
        assert_eq!((left.unread, left.unaccepted), (0, 2));
    }

    #[test]
    fn bytes_that_a_client_does_not_take_are_seen() {
        let server = server("floods");
        let ann = server.admit(Guest::builder("ann").receive_buffer(testkit::TINY));
        let left = server.expect_asleep();
        assert!(left.unsent > 0, "{left:?}");
        drop(ann);
    }

    #[test]
    fn a_server_that_spins_never_sleeps() {
        let server = server("spins");
        let before = server.cpu_time();
        assert!(matches!(server.settle(), Settled::NeverSleeps(_)));
        assert!(server.cpu_time() - before >= Duration::from_millis(900));
    }

    #[test]
    fn what_happens_during_a_freeze_comes_in_one_batch() {
        let server = server("counts");
        let mut ann = server.guest("ann");
        ann.say("x");
        ann.expect("2 bytes");
        server.freeze();
        ann.say("a");
        ann.say("b");
        ann.say("c");
        server.thaw();
        ann.expect("6 bytes");
    }

    #[test]
    fn one_piece_is_read_before_the_next_is_sent() {
        let server = server("counts");
        let mut ann = server.guest("ann");
        for piece in ["hel", "l", "o\n"] {
            ann.send(piece);
            assert_eq!(server.expect_asleep().unread, 0);
        }
        assert_eq!(
            [ann.line(), ann.line(), ann.line()],
            ["3 bytes", "1 bytes", "2 bytes"]
        );
    }

    #[test]
    fn a_limit_of_open_files_holds_for_the_server_only() {
        let specimen = Path::new(env!("CARGO_BIN_EXE_specimen"));
        let server = Server::builder(specimen).arg("spreads").open_files(16).start();
        // Frozen, or it would have ended before the last of them connects.
        server.freeze();
        let guests: Vec<_> = (0..20).map(|_| server.guest("one of many")).collect();
        server.thaw();
        let status = server.wait_exit(testkit::PATIENCE);
        assert!(!status.success(), "this specimen ends at its first accept error");
        assert!(
            server.printed().join("").contains("Too many open files"),
            "{:?}",
            server.printed()
        );
        drop(guests);
    }

    #[test]
    fn a_signal_ends_a_server_that_does_not_catch_it() {
        let server = server("pings");
        server.signal(Signal::Terminate);
        let status = server.wait_exit(testkit::PATIENCE);
        assert_eq!(status.code(), None);
        assert!(!server.is_running());
    }

    #[test]
    fn a_server_that_never_reads_is_told_why_nothing_came() {
        let tell = || complaint(&server("deaf"), |ann| ann.say("hello"));
        let text = tell();
        assert_eq!(
            text,
            r#"expected: ann reads "hello\n"
     got: nothing within 300 ms

  server   ann
  listens  |
  |        connects
  |        sends "hello\n"
  |        hears nothing more

seen: the server sleeps in accept, 6 bytes unread, 0 clients unaccepted, 0 bytes unsent
likely cause: data is waiting and nobody will wake you: you stopped reading before `WouldBlock` (mio), or did not re-arm (polling)
book: readiness/interest.md, events/edges.md
"#
        );
        assert_eq!(tell(), text);
    }

    #[test]
    fn a_server_that_takes_the_end_for_nothing_yet_is_told_so() {
        let tell = || complaint(&server("ends"), Guest::half_close);
        let text = tell();
        assert!(
            text.contains("seen: the server never sleeps, 0 bytes unread"),
            "{text}"
        );
        assert!(text.contains("read returns 0: that is the end of input"), "{text}");
        assert_eq!(tell(), text);
    }

    #[test]
    fn a_lock_held_during_a_write_is_told() {
        let server = server("holds");
        let stalled = server.guest("bob");
        server.expect_asleep();
        let text = complaint(&server, |_| {});
        assert!(
            text.contains("a lock is held during a write that blocks"),
            "{text}"
        );
        drop(stalled);
    }

    #[test]
    fn a_frozen_server_is_told_to_be_frozen() {
        let server = server("pings");
        server.freeze();
        let text = complaint(&server, |_| {});
        assert!(
            text.contains("nothing can come before the test thaws it"),
            "{text}"
        );
    }

    #[test]
    fn costs_come_back_when_a_guest_is_gone() {
        let server = server("pings");
        let (files, threads) = (server.open_files(), server.threads());
        for _ in 0..20 {
            let mut ann = server.guest("ann");
            ann.expect("* welcome");
            ann.half_close();
            ann.expect_gone();
        }
        server.expect_asleep();
        assert_eq!((server.open_files(), server.threads()), (files, threads));
        assert!(server.memory() > 100_000);
    }
}
