//! Guests, and what their failures say. The texts are compared as a whole: a
//! learner reads them, and they have to be the same in every run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use testkit::{Guest, Server, Timeline};

const SPECIMEN: &str = env!("CARGO_BIN_EXE_specimen");
const SHORT: Duration = Duration::from_millis(200);

fn server(kind: &str) -> Server {
    Server::builder(Path::new(SPECIMEN)).arg(kind).start()
}

/// What `body` says when it panics.
fn failure(body: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(body)).expect_err("it should fail");
    *panic.downcast::<String>().expect("a formatted message")
}

#[test]
fn a_guest_says_a_line_and_hears_one() {
    let server = server("pings");
    let mut ann = server.guest("ann");
    ann.expect("* welcome");
    ann.say("hello");
    ann.expect("hello");
    ann.say("one");
    ann.say("two");
    assert_eq!(ann.sync(), ["one", "two"]);
    ann.expect_nothing();
    ann.say("/quit");
    ann.expect_end();
}

#[test]
fn a_guest_may_half_close_and_still_hear_all() {
    let server = server("pings");
    let mut ann = server.guest("ann");
    ann.send("hello\nun");
    ann.send("finished");
    ann.half_close();
    assert_eq!(ann.drain_to_end(), b"* welcome\nhello\nunfinished\n");
}

#[test]
fn a_guest_may_come_from_another_address_with_a_small_buffer() {
    let server = server("pings");
    let ann = Guest::builder("ann").receive_buffer(testkit::TINY);
    let mut ann = server.admit(ann);
    ann.expect("* welcome");
    assert_eq!(ann.read_exactly(0), b"");
    if cfg!(target_os = "linux") {
        let bob = Guest::builder("bob").from([127, 0, 0, 9]);
        let mut bob = server.admit(bob);
        bob.expect("* welcome");
        assert_eq!(bob.stream().local_addr().unwrap().ip().to_string(), "127.0.0.9");
    }
}

#[test]
fn a_wrong_line_shows_both_lines_and_the_lanes() {
    let tell = || {
        let server = server("pings");
        let mut ann = server.guest("ann");
        ann.expect("* welcome");
        let mut bob = server.guest("bob");
        bob.expect("* welcome");
        ann.say("hello");
        failure(|| ann.expect("ann: hello"))
    };
    let first = tell();
    assert_eq!(
        first,
        r#"expected: ann reads "ann: hello\n"
     got: "hello\n"

  server   ann                  bob
  listens  |                    |
  |        connects             |
  |        reads "* welcome\n"  |
  |        |                    connects
  |        |                    reads "* welcome\n"
  |        sends "hello\n"      |
  |        reads "hello\n"      |
"#
    );
    assert_eq!(tell(), first);
}

#[test]
fn a_server_that_ended_is_named_as_the_cause_with_its_last_words() {
    let tell = || {
        let server = server("pings");
        let mut ann = server.guest("ann");
        ann.expect("* welcome");
        ann.send(b"\xff\n");
        server.wait_exit(testkit::PATIENCE);
        failure(|| ann.expect("anything"))
    };
    let first = tell();
    assert!(first.contains("the server has ended (status 1)"), "{first}");
    assert!(first.contains("an error ended the server for all"), "{first}");
    assert!(first.contains("  it was too much for me: stream did not"), "{first}");
    assert_eq!(tell(), first);
}

#[test]
fn sending_to_a_server_that_does_not_read_is_bounded() {
    let server = server("deaf");
    let ann = Guest::builder("ann").patience(SHORT);
    let mut ann = server.admit(ann);
    let text = failure(|| ann.send(vec![b'a'; 32 << 20]));
    assert!(text.contains("bytes taken within 200 ms"), "{text}");
    assert!(text.lines().count() <= 25, "{text}");

    let mut bob = server.guest("bob");
    let mut total = 0;
    while let sent @ 1.. = bob.send_what_fits(&[b'b'; 64 * 1024]).unwrap() {
        total += sent;
    }
    assert!(total > 0, "the kernel took something");
}

#[test]
fn a_server_without_its_first_line_is_not_waited_for() {
    let text = failure(|| {
        let binary = std::env::current_exe().unwrap();
        // Told to list its tests, this very test does not say where it listens.
        Server::builder(&binary).args(["--list", "--addr"]).start();
    });
    assert!(text.contains("listening on HOST:PORT"), "{text}");
}

#[test]
fn a_panicking_test_ends_its_server() {
    let mut addr = None;
    failure(|| {
        let server = server("pings");
        addr = Some(server.addr());
        server.timeline().fail("this", "that");
    });
    let addr = addr.expect("it ran");
    assert!(std::net::TcpStream::connect(addr).is_err(), "nobody listens any more");
}

#[test]
fn a_long_story_is_cut_from_its_start() {
    let timeline = Timeline::new();
    for line in 0..300 {
        timeline.note("ann", format!("says {line}"));
    }
    timeline.note("bob", "hears");
    timeline.note("bob", "hears");
    let text = timeline.to_string();
    assert!(
        text.starts_with("  (283 earlier left out)\n  ann       bob\n"),
        "{text}"
    );
    assert!(
        text.ends_with("  says 299  |\n  |         hears (2 times)\n"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 20);
}
