//! Crowds, small and of ten thousand.

use std::path::Path;

use testkit::{Crowd, Server};

fn server() -> Server {
    let specimen = Path::new(env!("CARGO_BIN_EXE_specimen"));
    Server::builder(specimen).arg("spreads").start()
}

#[test]
fn a_line_reaches_each_of_three_hundred() {
    let server = server();
    let mut crowd = server.crowd(300);
    crowd.say(0, "something else");
    crowd.say(0, "good evening");
    crowd.expect("good evening");
    assert_eq!(crowd.len(), 300);
}

#[test]
fn ten_thousand_fit_in_a_process_of_their_own() {
    let server = server();
    let mut crowd = Crowd::in_another_process(server.addr(), 10_000);
    crowd.say(0, "good evening");
    crowd.expect("good evening");
    assert_eq!(crowd.count(), 10_000);
}

#[test]
fn a_guest_of_a_crowd_that_reads_nothing_is_named() {
    let server = server();
    let mut crowd = server.crowd(3);
    drop(server);
    let wait = std::panic::AssertUnwindSafe(|| crowd.expect("good evening"));
    let panic = std::panic::catch_unwind(wait).expect_err("nobody speaks");
    let text = panic.downcast::<String>().expect("a formatted message");
    assert!(text.contains("expected: 3 guests read \"good evening\""), "{text}");
    assert!(text.contains("got: guest 0 of them got the end"), "{text}");
}
