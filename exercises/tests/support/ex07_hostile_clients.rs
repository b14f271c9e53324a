//! The stage of exercise 7 in which clients behave badly, or too many come.

use std::time::Duration;

use exercises::ex07_threaded_chat::MAX_CLIENTS;
#[cfg(target_os = "linux")]
use testkit::Check;
use testkit::Guest;

use super::guests::{SOON, at_once, ends_its_input, enters, is_alone, quits};

/// Catches a panic that takes others along: it poisons a lock that they need.
#[test]
fn bytes_that_are_no_text_harm_nobody() {
    let check = testkit::check!("bytes/one-bad-client.md").may_take(SOON);
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, "ann"), enters(&server, "bob"));
    check.likely("hand each `Line` to the chat, the bad ones too: it has an answer");
    bob.send(b"\xFF\xFE\n");
    bob.expect("! not valid UTF-8");
    ann.sync();
    bob.send([&[b'x'; 100_000][..], b"\n"].concat());
    bob.expect("! line too long (max 512 bytes)");
    bob.say("sorry");
    ann.expect("bob: sorry");
}

/// Catches an error of one client that ends the server, or its loop of accepting.
#[test]
fn a_reset_ends_one_client() {
    let check = testkit::check!("bytes/one-bad-client.md").may_take(SOON);
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, "ann"), enters(&server, "bob"));
    let mut dan = at_once(&server, || {
        for _ in 0..3 {
            let mut hasty = server.guest("hasty");
            hasty.say("/ping");
            hasty.reset();
        }
        server.guest("dan")
    });
    dan.line();
    dan.close();
    ann.sync();
    bob.send("half a li");
    bob.reset();
    enters(&server, "eve").close();
    is_alone(&check, &mut ann);
}

/// Catches a crowd without a bound, and places that are never free again.
#[test]
fn a_full_server_says_so_until_somebody_leaves() {
    let check = testkit::check!("threads/what-threads-cost.md").may_take(SOON);
    let server = check.server();
    let mut guests: Vec<Guest> = Vec::new();
    for _ in 0..MAX_CLIENTS {
        let mut guest = server.guest("guest");
        guest.line();
        guests.push(guest);
    }
    check.likely("count who is in the chat; whoever comes beyond that is refused");
    let mut late = server.guest("late");
    late.expect("! server full");
    late.expect_gone();
    check.likely("whoever is refused is not waited for: others are at the door");
    server.guest("later").expect("! server full");
    for leave in [quits, ends_its_input, Guest::close, Guest::reset] {
        leave(guests.pop().expect("there are 50 of them"));
        check.likely("whoever has left, on whatever way, counts no more");
        let tries = (0..50).find_map(|_| {
            std::thread::sleep(Duration::from_millis(10));
            let mut guest = server.guest("newcomer");
            (guest.line() != "! server full").then_some(guest)
        });
        guests.extend(tries);
        if guests.len() < MAX_CLIENTS {
            check.fail(
                "after somebody has left, a newcomer finds a place",
                "\"! server full\"",
                "whoever has left, on whatever way, counts no more",
            );
        }
    }
}

/// Catches an `accept` whose error ends the server, or which is tried again and again
/// without a pause.
#[cfg(target_os = "linux")]
#[test]
fn a_server_without_files_goes_on() {
    goes_on_with(testkit::check!("bytes/one-bad-client.md"), 24);
}

/// Catches an error, behind `accept`, of one who comes with the last file there is: a
/// server that needs two files for each client meets one of these limits with it.
#[cfg(target_os = "linux")]
#[test]
fn a_server_with_one_more_file_goes_on() {
    goes_on_with(testkit::check!("bytes/one-bad-client.md"), 25);
}

/// A server that can open so many files, and a crowd that needs more.
#[cfg(target_os = "linux")]
fn goes_on_with(check: Check, files: u32) {
    let check = check.may_take(SOON);
    let server = check.server_builder().open_files(files).start();
    let mut ann = enters(&server, "ann");
    // Some servers pause for a second or two.
    let check = check.may_take(Duration::from_secs(4));
    let come = || (0..30).map(|_| server.guest("crowd")).collect::<Vec<_>>();
    let crowd = at_once(&server, come);
    // Long enough for the server to run out of them.
    for _ in 0..100 {
        if !server.is_running() {
            server.fail("a server without files goes on", "it has ended");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    ann.sync();
    if server.leave_alone(Duration::from_millis(500)).is_busy {
        check.fail(
            "while clients wait at the door, and nobody says anything, it rests",
            "it never sleeps, and uses all the CPU that it can get",
            "`accept` fails again at once, as long as there are no files: pause for a \
             moment before you try again",
        );
    }
    drop(crowd);
    ann.sync();
    check.likely(
        "`accept` fails where no more files can be opened; pause for a moment, then \
         try again: those who leave will free some",
    );
    enters(&server, "eve");
}

testkit::linux_only!(without_files, "files run out in another way elsewhere");
