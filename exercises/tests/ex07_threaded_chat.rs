//! The checks of exercise 7: a whole chat with threads for each client.
//!
//! They come in stages. Each stage that passes is a server that you could use.

use testkit::Guest;

#[path = "support/ex07_choir.rs"]
mod choir;
#[path = "support/ex07_guests.rs"]
mod guests;
#[path = "support/ex07_hostile_clients.rs"]
mod hostile_clients;
#[path = "support/ex07_reading.rs"]
mod reading;
#[path = "support/ex07_slow_readers.rs"]
mod slow_readers;

use choir::{Choir, Discord, LINES};
use guests::{SOON, ends_its_input, enters, is_alone, quits};

const PAGE: &str = "threads/a-thread-for-each.md";

/// Catches a server that serves one client after the other, and one that waits for
/// a first line before it greets.
#[test]
fn connects_1_everybody_is_greeted_whoever_else_is_silent() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let mut ann = server.guest("ann");
    check.likely(
        "after `connect` nobody was told: call `end_turn`, then hand out what \
         `poll_delivery` returns, until it is `None`",
    );
    ann.expect("* welcome, guest1; /help lists the commands");
    check.likely("whoever accepts must not also wait for what a client says");
    let mut bob = server.guest("bob");
    bob.expect("* welcome, guest2; /help lists the commands");
    check.likely("");
    bob.sync();
    ann.sync();
}

/// Catches threads and sockets that stay when their client has gone.
#[cfg(target_os = "linux")]
#[test]
fn connects_2_whoever_leaves_takes_threads_and_files_along() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let mut ann = enters(&server, "ann");
    let before = (server.threads(), server.open_files());
    check.likely(
        "whoever says `/quit` or is gone is let go at once: whatever its threads wait \
         for, they have to end, and nobody may hold its socket any more",
    );
    for number in 0..8 {
        let ways = [quits, ends_its_input, Guest::close, Guest::reset];
        for (name, leave) in ["quin", "finn", "clo", "rea"].into_iter().zip(ways) {
            leave(enters(&server, &format!("{name}{number}")));
        }
    }
    let mut after = before;
    for _ in 0..200 {
        ann.sync();
        after = (server.threads(), server.open_files());
        if after.0 <= before.0 && after.1 <= before.1 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let more = |after, before| if after > before { "more" } else { "as many" };
    let (threads, files) = (more(after.0, before.0), more(after.1, before.1));
    check.fail(
        "after 32 clients have left, as many threads and files as before they came",
        &format!("{threads} threads, {files} files"),
        "a thread waits for its client or its mailbox for ever: the last sender of a \
         mailbox, and the last handle on a socket, have to be dropped",
    );
}

/// Catches an id that is given out twice: one client is told what another is owed.
#[test]
fn connects_3_a_newcomer_takes_nobodys_place() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let (ann, mut bob) = (enters(&server, "ann"), enters(&server, "bob"));
    ends_its_input(ann);
    check.likely(
        "a `ClientId` belongs to one client for ever: a count of those who are here \
         gives the id of somebody else to the next one who comes",
    );
    let mut eve = enters(&server, "eve");
    bob.say("I am still here");
    eve.expect("bob: I am still here");
    eve.say("so am I");
    bob.expect("eve: so am I");
}

/// Catches lines that are taken to be what one `read` returns.
#[test]
fn lines_1_lines_are_lines_however_they_arrive() {
    let check = testkit::check!("bytes/the-line-buffer.md").may_take(SOON);
    let server = check.server();
    let (mut ann, mut bob) = (enters(&server, "ann"), enters(&server, "bob"));
    check.likely("take lines out of the buffer until there is none left");
    ann.send("/ping one\n/ping two\n/ping three\n");
    for word in ["one", "two", "three"] {
        ann.expect(&format!("* pong {word}"));
    }
    check.likely("half a line has to wait in the buffer for the other half");
    ann.send("/ping fo");
    // Until that half was read.
    #[cfg(target_os = "linux")]
    let _all_sleep = server.settle();
    (0..20).for_each(|_| bob.expect_nothing());
    ann.send("ur\n");
    ann.expect("* pong four");
}

/// Catches an end of input that swallows what came just before it.
#[test]
fn lines_2_the_last_line_needs_no_newline() {
    let check = testkit::check!("bytes/the-line-buffer.md").may_take(SOON);
    let server = check.server();
    let mut ann = enters(&server, "ann");
    ann.send("/ping once more");
    ann.half_close();
    check
        .likely("at the end of input, what is left in the buffer is a line as well");
    ann.expect("* pong once more");
    check
        .likely("at the end of its input a client leaves, and its socket is closed");
    ann.expect_end();
}

/// Catches a client that is sent away without a word, or not at all.
#[test]
fn lines_3_quit_is_answered_and_ends_the_connection() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let mut ann = enters(&server, "ann");
    ann.send("/quit\n/ping ignored\n");
    check.likely("what a client is owed is written before its socket is closed");
    ann.expect("* goodbye");
    check.likely(
        "`Outcome::Leaves` says that this client has to go; its thread must not wait \
         for a lock that it holds itself (a `match` keeps its guard to the end); and a \
         socket is closed when nobody holds it any more: no clone, no other `Arc`",
    );
    ann.expect_gone();
    let mut bob = enters(&server, "bob");
    is_alone(&check, &mut bob);
}

/// Catches lines that reach too few, too many, or the wrong ones.
#[test]
fn chat_1_what_one_says_all_others_hear() {
    let check = testkit::check!("threads/the-rules.md").may_take(SOON);
    let server = check.server();
    let mut guests = ["ann", "bob", "eve", "dan"].map(|name| enters(&server, name));
    let [ann, bob, eve, dan] = &mut guests;
    eve.say("/join tea");
    eve.expect("* you are now in tea (1 here)");
    dan.say("/join tea");
    dan.expect("* you are now in tea (2 here)");
    check.likely(
        "`poll_delivery` has one piece for each of them: ask until it is `None`, and \
         put each piece into the mailbox of the client that it names",
    );
    eve.expect("* dan joined");
    ann.say("hello");
    bob.expect("ann: hello");
    dan.say("tea?");
    eve.expect("dan: tea?");
    bob.say("/msg dan me too");
    dan.expect("bob (to you): me too");
    guests.iter_mut().for_each(Guest::expect_nothing);
}

/// Catches ghosts: clients that are gone and still in the chat.
#[test]
fn chat_2_whoever_leaves_is_seen_to_leave() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let mut ann = enters(&server, "ann");
    ann.say("/join tea");
    ann.expect("* you are now in tea (1 here)");
    check.likely(
        "every way out, an error of `read` too, leads through `disconnect`; and \
         after it hand out what the others are owed",
    );
    for leave in [quits, ends_its_input, Guest::close, Guest::reset] {
        let mut bob = enters(&server, "bob");
        bob.say("/join tea");
        bob.expect("* you are now in tea (2 here)");
        ann.expect("* bob joined");
        leave(bob);
        ann.expect("* bob left");
        ann.expect_nothing();
    }
}

/// Catches lines that are torn, and an order that differs from client to client.
#[test]
fn chat_3_all_hear_the_same_in_the_same_order() {
    let check = testkit::check!(PAGE).may_take(SOON);
    let server = check.server();
    let mut choir = Choir::enters(&server);
    // Threads get into each other's way by chance, so they have many chances.
    let mut sing = || (0..25).find_map(|_| choir.sings(&server).err());
    let said = format!("say {LINES} lines each, and again, and hear the others");
    match check.timeline().sum_up("all", said, &mut sing) {
        None => {}
        Some(Discord::Torn) => check.fail(
            "every line arrives whole, once, and in the order in which its author \
             said it",
            "lines that nobody said so",
            "several threads write to one socket, in pieces, or more than one takes \
             lines out of one mailbox: one thread writes, whole lines",
        ),
        Some(Discord::AnotherOrder) => check.fail(
            "all in a room hear all lines in one order",
            "two of them heard the same lines in different orders",
            "under one lock the chat decides, and under another one, or none, the \
             mailboxes are filled: do both before you let the lock go",
        ),
    }
}

testkit::linux_only!(connects_2, "threads and files are counted in /proc");
