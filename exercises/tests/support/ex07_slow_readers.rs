//! The stage of exercise 7 in which ann does not read.

use std::time::Duration;

use exercises::ex07_threaded_chat::MAX_CLIENTS;
use testkit::{Check, Guest, Server};

use super::guests::{SOON, at_once, enters, slowly_enters};
use super::reading::{ask, heard, lines, numbers, read_lines, read_until};

const PAGE: &str = "threads/mailboxes.md";

/// Catches a lock that is held during a write, and a writer that all have to share.
#[test]
fn one_that_does_not_read_holds_nobody_up() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let (mut bob, mut dan) = (enters(&server, "bob"), enters(&server, "dan"));
    dan.say("/join tea");
    dan.expect("* you are now in tea (1 here)");
    let ann = slowly_enters(&server, "ann");
    check.likely(
        "a lock is held during a write that blocks, or the thread that serves bob \
         writes to ann, too: only her own writer may wait for her",
    );
    at_once(&server, || {
        bob.send(lines(0..60));
        bob.say("/ping over");
    });
    bob.expect("* pong over");
    dan.sync();
    enters(&server, "eve");
    drop(ann);
}

/// Catches what is lost when the kernel takes only a part of a line.
#[test]
fn one_that_pauses_has_missed_nothing() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let (mut ann, mut bob) = (slowly_enters(&server, "ann"), enters(&server, "bob"));
    says_a_hundred_lines(&check, &mut bob);
    pauses(&server, &ann);
    let cause = "a write may take a part of a line: `write_all` goes on with the rest; \
                 and no time limit ends it, whoever reads late misses nothing";
    check.likely(cause);
    let expected = heard(0..100);
    check.same_bytes(&expected, &ann.read_exactly(expected.len()), cause);
    ann.sync();
}

/// Catches what is thrown away when a client has no more to say.
#[test]
fn one_that_leaves_still_gets_what_it_is_owed() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let (mut ann, mut bob) = (slowly_enters(&server, "ann"), enters(&server, "bob"));
    for guest in [&mut ann, &mut bob] {
        guest.say("/join tea");
        guest.line();
    }
    says_a_hundred_lines(&check, &mut bob);
    ann.half_close();
    check.likely(
        "at the end of her input she is disconnected from the chat and the others are \
         told; only then her thread waits for her writer, and holds no lock meanwhile",
    );
    bob.expect("* ann left");
    pauses(&server, &ann);
    bob.expect_nothing();
    check.note("ann", "reads until the end");
    let (came, has_ended) = read_until(&server, &ann, |_| false);
    if came != [b"* bob joined\n".to_vec(), heard(0..100)].concat() {
        check.fail(
            "ann reads all 100 lines that bob said before she left",
            "something else, or less",
            "what was still in her mailbox when her input ended is lost: let its \
             writer finish, wait for it however long it takes, and then close",
        );
    }
    if !has_ended {
        check.fail(
            "then she reads the end",
            "nothing, and nothing more will come",
            "a socket is closed when nobody holds it any more: no clone, no other `Arc`",
        );
    }
}

/// Catches a place that is taken by somebody who is in the chat no more.
#[test]
fn one_that_left_and_still_reads_counts_no_more() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let (mut ann, mut bob) = (slowly_enters(&server, "ann"), enters(&server, "bob"));
    let guest = |_| server.guest("guest");
    let mut others: Vec<_> = (2..MAX_CLIENTS).map(guest).collect();
    others
        .iter_mut()
        .for_each(|guest| assert!(guest.line().starts_with("* welcome")));
    for guest in [&mut ann, &mut bob] {
        guest.say("/join tea");
        guest.line();
    }
    says_a_hundred_lines(&check, &mut bob);
    ann.half_close();
    bob.expect("* ann left");
    check.likely(
        "those are counted who are in the chat, and ann has left it: her threads, which \
         still write to her, are no clients",
    );
    server.guest("newcomer").expect("* welcome, guest51; /help lists the commands");
}

/// Longer than anybody may limit a write to her.
fn pauses(server: &Server, ann: &Guest) {
    let story = server.timeline();
    story.note(ann.name(), "pauses");
    #[cfg(target_os = "linux")]
    server.leave_alone(PAUSE);
    #[cfg(not(target_os = "linux"))]
    std::thread::sleep(PAUSE);
}

/// While ann does not read.
fn says_a_hundred_lines(check: &Check, bob: &mut Guest) {
    bob.send(lines(0..100));
    if bob.sync().iter().any(|line| line == "* ann left") {
        check.fail(
            "100 lines may wait for ann",
            "she is disconnected before she has read them",
            "her mailbox is too small: MAX_WAITING lines may wait in it",
        );
    }
}

/// Catches memory without a bound, lines that are missing in the middle, and one who
/// waits for room in a mailbox.
#[test]
fn one_that_never_reads_is_let_go() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let bob = enters(&server, "bob");
    let before = threads(&server);
    let ann = slowly_enters(&server, "ann");
    let check = check.may_take(Duration::from_secs(8));
    check.note("bob", "says four lines, waits for the answer to /who, and so on");
    let says_four_of = |round| {
        let four = lines(4 * round..4 * round + 4).replace(&"x".repeat(400), "");
        let who = ask(&server, &bob, &(four + "/who\n"));
        who.unwrap_or_else(|| {
            check.fail(
                "bob is answered, however far behind ann is",
                "nothing, and nothing more will come",
                "it waits until there is room in ann's mailbox: `send` does that, \
                 `try_send` does not",
            )
        })
    };
    let is_let_go = (0..ROUNDS).any(|round| says_four_of(round) == ALONE);
    let of_hers = || threads(&server) > before;
    if is_let_go && of_hers() && !check.comes_true(|| !of_hers()) {
        check.fail(
            "ann is gone, and her threads with her, although she does not read",
            "one of them stays",
            "it still writes to her, and would for ever: `shutdown(Shutdown::Both)` wakes \
             both of her threads, wherever they wait",
        );
    }
    check.note("ann", "reads what is left for her");
    let (mut came, mut has_ended) = read_lines(&server, &ann, FIRST);
    if !is_let_go && !has_ended {
        // There is room for her again.
        says_four_of(ROUNDS);
    }
    if !has_ended {
        let (more, end) = read_lines(&server, &ann, READ);
        came.extend(more);
        has_ended = end;
    }
    if numbers(&came).enumerate().any(|(n, number)| number != n) {
        check.fail(
            "ann hears every line up to some point, and then the end",
            "lines are missing in the middle",
            "whoever cannot be told everything has to be disconnected; to drop lines \
             for a full mailbox leaves a hole that nobody notices",
        );
    }
    if !is_let_go {
        let expected =
            format!("ann, who does not read, is gone after {} lines", 4 * ROUNDS);
        // She has been given time to read so many, if they are there.
        let has_all = numbers(&came).count() >= READ;
        let (waits, cause) = if has_all {
            (
                "all of it waits for her",
                "a mailbox without a bound, or with one that is far too high: one client \
                 that does not read fills the memory",
            )
        } else {
            (
                "hears nothing more",
                "nothing more is put into her mailbox, and nobody lets her go: after a \
                 `shutdown(Shutdown::Both)` her `read` comes back, and she leaves like \
                 any other",
            )
        };
        check.fail(
            &expected,
            &format!("she is still in the chat, and {waits}"),
            cause,
        );
    }
    if !has_ended {
        check.fail(
            "ann's connection is at an end",
            "it stays open",
            "`shutdown(Shutdown::Both)` wakes both of her threads, wherever they wait",
        );
    }
}

/// A second would be a plausible limit, and a test that takes two is still bearable.
const PAUSE: Duration = Duration::from_millis(1300);

/// Enough for every mailbox that has a bound.
const ROUNDS: usize = 2000;

/// So many lines make room for her.
const FIRST: usize = 300;

/// More than may wait for her, and less than was said.
const READ: usize = 1500;

/// How many threads the server has, where that can be seen.
fn threads(server: &Server) -> usize {
    #[cfg(target_os = "linux")]
    return server.threads();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = server;
        0
    }
}

/// What bob reads when ann has left.
const ALONE: &str = "* in lobby: bob\n";
