//! The stage of exercise 7 in which ann does not read.

use std::io::{Read, Write};
use std::time::Duration;

use testkit::{Guest, Server};

use super::guests::{SOON, at_once, enters, slowly_enters};

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
    bob.send(lines(0..100));
    bob.sync();
    let cause =
        "a write may take a part of a line: `write_all` goes on with the rest";
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
    bob.send(lines(0..100));
    bob.sync();
    ann.half_close();
    bob.expect("* ann left");
    // Long enough for whatever else is done about it.
    (0..20).for_each(|_| bob.expect_nothing());
    check.note("ann", "reads until the end");
    let (came, has_ended) = read_until(&server, &ann, |_| false);
    if came != [b"* bob joined\n".to_vec(), heard(0..100)].concat() {
        check.fail(
            "ann reads all 100 lines that bob said before she left",
            "something else, or less",
            "what was still in her mailbox when her input ended is lost: let its \
             writer finish, wait for it, and then close",
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

/// Catches memory without a bound, lines that are missing in the middle, and one who
/// waits for room in a mailbox.
#[test]
fn one_that_never_reads_is_let_go() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server_builder().arg("--tiny").start();
    let (ann, bob) = (slowly_enters(&server, "ann"), enters(&server, "bob"));
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
    check.note("ann", "reads what is left for her");
    let (mut came, mut has_ended) = read_lines(&server, &ann, 300);
    if !is_let_go && !has_ended {
        // There is room for her again.
        says_four_of(ROUNDS);
    }
    if !has_ended {
        let (more, end) = read_lines(&server, &ann, 1500);
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
        check.fail(
            &format!("ann, who does not read, is gone after {} lines", 4 * ROUNDS),
            "she is still in the chat, and all of it waits for her",
            "a mailbox without a bound: one client that does not read fills the memory",
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

/// Enough for every mailbox that has a bound.
const ROUNDS: usize = 2000;

/// What bob reads when ann has left.
const ALONE: &str = "* in lobby: bob\n";

/// As bob says them; the kernel holds about 26 of them for ann.
fn lines(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|n| format!("{} {n:04}\n", "x".repeat(490))).collect()
}

/// As ann hears them.
fn heard(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let all = lines(numbers);
    all.lines().flat_map(|line| format!("bob: {line}\n").into_bytes()).collect()
}

/// The numbers of the whole lines among these bytes.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let whole =
        bytes.split_inclusive(|b| *b == b'\n').filter(|l| l.ends_with(b"\n"));
    whole.filter_map(|line| {
        let line = String::from_utf8_lossy(line);
        line.trim_end().rsplit_once(' ')?.1.parse().ok()
    })
}

/// Sends it and reads one line, without a word in the story: nobody wants to read
/// that a thousand times. `None` when no answer will come.
fn ask(server: &Server, guest: &Guest, text: &str) -> Option<String> {
    guest.stream().write_all(text.as_bytes()).ok()?;
    let (answer, _) = read_lines(server, guest, 1);
    answer.ends_with(b"\n").then(|| String::from_utf8_lossy(&answer).into_owned())
}

/// Reads so many lines, or what comes of them, and tells whether that was the end.
fn read_lines(server: &Server, guest: &Guest, count: usize) -> (Vec<u8>, bool) {
    read_until(server, guest, |so_far| {
        so_far.iter().filter(|byte| **byte == b'\n').count() >= count
    })
}

/// Reads until this is so, or the connection ends (then `true`), or nothing more
/// will come.
fn read_until(
    server: &Server,
    guest: &Guest,
    is_over: impl Fn(&[u8]) -> bool,
) -> (Vec<u8>, bool) {
    let mut stream = guest.stream();
    let moment = Some(Duration::from_secs(1));
    stream.set_read_timeout(moment).expect("a moment is not zero");
    let (mut bytes, mut chunk, mut waited) = (Vec::new(), [0; 16 * 1024], 0);
    while !is_over(&bytes) {
        use std::io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
        match stream.read(&mut chunk) {
            Ok(0) => return (bytes, true),
            Ok(n) => {
                bytes.extend_from_slice(&chunk[..n]);
                waited = 0;
            }
            Err(e) if matches!(e.kind(), TimedOut | WouldBlock | Interrupted) => {
                waited += 1;
                if waited > 1 && is_hopeless(server, waited) {
                    break;
                }
            }
            Err(_) => return (bytes, true),
        }
    }
    (bytes, false)
}

/// Whether it does nothing that could still bring anything.
#[cfg(target_os = "linux")]
fn is_hopeless(server: &Server, _waited: u32) -> bool {
    !matches!(server.settle(), testkit::Settled::NeverSleeps(_))
}

#[cfg(not(target_os = "linux"))]
fn is_hopeless(_: &Server, waited: u32) -> bool {
    waited > 9
}
