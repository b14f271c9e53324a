//! The checks of exercise 18: a room in which some do not read.
//!
//! The sockets have a kernel's manners, without a kernel. Bob is the slow one.

use std::io::ErrorKind;

use exercises::ex18_slow_reader::Event::{Readable, Writable};
use testkit::check;

#[path = "ex18_slow_reader/limit.rs"]
mod limit;
#[path = "ex18_slow_reader/people.rs"]
mod people;
#[allow(dead_code, reason = "two exercises share it")]
#[path = "support/socket.rs"]
mod socket;

use people::{People, long};

const PAGE: &str = "events/slow-readers.md";

/// What it means that the kernel has more of ann.
const UNREAD: &str = "ann has said more: one read for each event is not enough, and \
     what is left unread will not be reported again.";

/// Catches a sender that hears itself (C6), and another format.
#[test]
fn everybody_else_hears_a_line() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob", "cat"]);
    // As the kernel does with every socket that is new.
    room.turn(&[Writable("ann"), Writable("bob"), Writable("cat")]);
    room.says("ann", "hello");
    room.turn(&[Readable("ann")]);
    room.heard("bob", "ann: hello\n");
    room.heard("cat", "ann: hello\n");
    room.heard("ann", "");
}

/// Catches one read for each event: nobody tells again of the rest (R8).
#[test]
fn a_socket_is_read_until_it_has_no_more() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob"]);
    room["ann"].sends(&["one\nt", "wo\n", "three\n"]);
    room["ann"].meets_a_signal();
    room.turn(&[Readable("ann")]);
    room.heard_but("bob", "ann: one\nann: two\nann: three\n", UNREAD);
}

/// Catches lines that are lost behind one that is too long, or no text.
#[test]
fn a_line_that_is_too_long_is_nobodys_business() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob"]);
    let long = "x".repeat(600) + "\ntwo\n";
    room["ann"].sends(&[b"\xFF\xFE\non".as_slice(), b"e\n", long.as_bytes()]);
    room.turn(&[Readable("ann")]);
    let cause = "a line that is too long or no text is left out; the one behind it is \
                 a line like any other.";
    room.heard_but("bob", "ann: one\nann: two\n", cause);
}

/// Catches a line that is lost because the end comes with it (C13).
#[test]
fn last_words_are_heard_though_the_end_comes_with_them() {
    for how in [Ok(()), Err(ErrorKind::ConnectionReset)] {
        let check = check!(PAGE);
        let mut room = People::enter(&check, 1000, ["ann", "bob"]);
        room.says("ann", "bye");
        room["ann"].ends(how);
        room.expect_gone(&[Readable("ann")], &["ann"]);
        let cause = "the line and the end came together: whoever is gone is heard to \
                     the last complete line.";
        room.heard_but("bob", "ann: bye\n", cause);
    }
}

/// Catches a loop that waits for bob (C3): `WouldBlock`, and try again.
#[test]
fn a_reader_that_does_not_read_delays_nobody() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob", "cat"]);
    room["bob"].has_room(0);
    for word in ["one", "two"] {
        room.says("ann", word);
        room.turn(&[Readable("ann")]);
    }
    room.heard("cat", "ann: one\nann: two\n");
}

/// Catches a rest that is lost (C1) or overtaken (C2), however little bob takes.
#[test]
fn what_the_kernel_did_not_take_comes_first_the_next_time() {
    for room_for in 1..12 {
        let check = check!(PAGE);
        let mut room = People::enter(&check, 1000, ["ann", "bob"]);
        room["bob"].has_room(room_for);
        room.says("ann", "one");
        room.turn(&[Readable("ann")]);
        room.says("ann", "two");
        room["bob"].has_room(room_for);
        room.turn(&[Readable("ann"), Writable("bob")]);
        room.heard_the_start_of("bob", "ann: one\nann: two\n");
        room["bob"].has_room(usize::MAX);
        room.turn(&[Writable("bob")]);
        room.heard("bob", "ann: one\nann: two\n");
    }
}

/// Catches a write of too many slices, which takes the first ones, taken for a kernel
/// that is full: it has room, and does not report what it has all the time.
#[test]
fn a_write_that_takes_a_part_does_not_say_that_the_kernel_is_full() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100_000, ["ann", "bob"]);
    (0..1100).for_each(|_| room.says("ann", "hi"));
    room.turn(&[Readable("ann")]);
    let cause = match room["ann"].is_read_up() {
        true => {
            "one write takes 1024 slices at most. The kernel still has room, and will \
             not report that: write until nothing is left, or `WouldBlock`."
        }
        false => UNREAD,
    };
    room.heard_but("bob", &"ann: hi\n".repeat(1100), cause);
}

/// Catches a rest that is written only when somebody says something (R11).
#[test]
fn a_reader_that_goes_on_gets_all_it_is_owed() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob"]);
    room["bob"].has_room(0);
    (0..5).for_each(|_| room.says("ann", "hello"));
    room.turn(&[Readable("ann")]);
    room["bob"].has_room(usize::MAX);
    room["bob"].meets_a_signal();
    room.turn(&[Writable("bob")]);
    room.heard("bob", &"ann: hello\n".repeat(5));
}

/// Catches a report about somebody who is gone being taken for a reason to panic.
#[test]
fn an_event_may_be_older_than_what_became_of_its_client() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 100, ["ann", "bob", "cat"]);
    room["bob"].has_room(0);
    room.says("ann", &long(101));
    room.expect_gone(&[Readable("ann")], &["bob"]);
    room.says("ann", "hello");
    room.turn(&[Writable("bob"), Readable("bob"), Readable("ann")]);
    room.heard("cat", &(said_by_ann(&[101]) + "ann: hello\n"));
}

/// Catches backpressure in the wrong place (R6): two that do not read while they
/// talk would be deaf and dumb for ever.
#[test]
fn a_reader_that_does_not_read_is_still_heard() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob"]);
    room["bob"].has_room(3);
    room.says("ann", "hello");
    room.turn(&[Readable("ann")]);
    room.says("bob", "not so loud");
    room.turn(&[Readable("bob")]);
    let cause = "whoever is owed something is read from like anybody else.";
    room.heard_but("ann", "bob: not so loud\n", cause);
}

/// Catches an error that costs more than the client whose error it is (C9, C10).
#[test]
fn a_broken_socket_costs_that_client_alone() {
    use ErrorKind::{BrokenPipe, ConnectionReset, WriteZero};
    for kind in [BrokenPipe, ConnectionReset, WriteZero] {
        let check = check!(PAGE);
        let mut room = People::enter(&check, 1000, ["ann", "bob", "cat", "dan"]);
        room["bob"].breaks(kind);
        room["dan"].ends(Err(ConnectionReset));
        room.says("ann", "hello");
        room.expect_gone(&[Readable("dan"), Readable("ann")], &["bob", "dan"]);
        room["ann"].ends(Ok(()));
        room.expect_gone(&[Readable("ann")], &["ann"]);
        room.heard("cat", "ann: hello\n");
    }
}

/// Catches a system call for each line (C27).
#[test]
fn what_a_turn_brought_leaves_in_few_writes() {
    let check = check!(PAGE);
    let mut room = People::enter(&check, 1000, ["ann", "bob"]);
    (0..50).for_each(|_| room.says("ann", "hi"));
    room.turn(&[Readable("ann")]);
    room.heard("bob", &"ann: hi\n".repeat(50));
    let writes = room["bob"].writes();
    if writes > 10 {
        check.fail(
            "50 lines leave in a handful of writes",
            &format!("{writes} writes"),
            "a system call for each line: collect what a turn brings, and write to \
             each client once, at its end.",
        );
    }
}

/// What others hear when ann says lines that are so long when they are heard.
fn said_by_ann(lengths: &[usize]) -> String {
    lengths.iter().map(|length| format!("ann: {}\n", long(*length))).collect()
}
