//! Stage 3: they talk, and everybody hears the same.

use testkit::{Guest, check};

use super::people::{at_once, greeted, has_heard, holds, in_tea, named};

const PAGE: &str = "events/the-event-loop.md";

/// Catches lines that wait for the next event, or go to their author too.
#[test]
fn others_hear_a_line_at_once_and_its_author_does_not() {
    let check = check!(PAGE);
    check.likely(
        "what is said has to be handed out before the loop sleeps: `end_turn`, then \
         `poll_delivery` until it returns `None`, then write.",
    );
    let server = check.server();
    let [mut ann, mut bob, mut cat] =
        ["ann", "bob", "cat"].map(|name| named(&server, name));
    ann.say("hello");
    bob.expect("ann: hello");
    cat.expect("ann: hello");
    bob.say("hi");
    ann.expect("bob: hi");
    ann.expect_nothing();
}

/// Catches lines that are lost or come twice when much is said.
#[test]
fn everybody_hears_the_same_lines_in_the_same_order() {
    let check = check!(PAGE);
    let server = check.server();
    let [mut ann, mut bob, mut cat, mut dan] =
        ["ann", "bob", "cat", "dan"].map(|name| named(&server, name));
    at_once(&server, || {
        ann.send((0..200).map(|n| format!("{n}\n")).collect::<String>());
        bob.send((0..200).map(|n| format!("{n}\n")).collect::<String>());
    });
    check.likely("every delivery goes into its reader's outbox, once, in order.");
    let (first, second) = (cat.sync(), dan.sync());
    holds(&server, first == second, "cat and dan hear the same", "they do not");
    for author in ["ann", "bob"] {
        let said = (0..200).map(|n| format!("{author}: {n}"));
        let heard = first.iter().filter(|line| line.starts_with(author));
        let otherwise = "lines are missing, come twice, or in another order";
        let all = format!("all that {author} said, in order");
        holds(&server, heard.cloned().eq(said), &all, otherwise);
    }
}

/// Catches a private line that overtakes the public ones, or the other way round.
#[test]
fn what_is_said_to_one_alone_keeps_its_place() {
    let check = check!(PAGE);
    let server = check.server();
    let (mut ann, mut bob) = (named(&server, "ann"), named(&server, "bob"));
    at_once(&server, || ann.send("one\n/msg bob two\nthree\n"));
    check
        .likely("`poll_delivery` knows the order: keep it, in one outbox a client.");
    let heard = ["ann: one", "ann (to you): two", "ann: three"];
    has_heard(&server, &mut bob, &heard);
}

/// Catches one write a turn, of no more pieces than a write takes: the rest waits for
/// an event, and no event is to come. Private lines keep the public ones apart.
#[test]
fn all_that_is_said_in_one_turn_arrives_in_however_many_pieces() {
    let check = check!("events/slow-readers.md");
    let server = check.server();
    let mut bob = named(&server, "bob");
    let mut guests: Vec<Guest> =
        (0..12).map(|_| greeted(&server, "guest")).collect();
    at_once(&server, || {
        let both = "to all\n/msg bob to you\n".repeat(60);
        guests.iter_mut().for_each(|guest| guest.send(&both))
    });
    check.likely(
        "one write takes so many pieces and no more, and a socket that still has room \
         is not reported: write until nothing is left, or `WouldBlock`.",
    );
    let story = "reads 720 lines to all and 720 to himself";
    check.timeline().sum_up("bob", story, || {
        (0..12 * 60 * 2).for_each(|_| drop(bob.line()));
    });
    bob.expect_nothing();
}

/// Catches a client that is dropped and stays in the chat, or leaves it twice.
#[test]
fn each_way_out_is_told_exactly_once() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut bob = in_tea(&server, "bob");
    let ways: [fn(Guest); 5] = [
        Guest::close,
        Guest::reset,
        |mut ann| {
            ann.half_close();
            ann.expect_end();
        },
        |mut ann| ann.say("/quit"),
        |mut ann| {
            ann.say("/quit");
            ann.reset();
        },
    ];
    check.likely(
        "whatever the reason why a client goes, `Chat::disconnect` has to know, and what \
         follows from it has to be written before the loop sleeps.",
    );
    for leave in ways {
        leave(in_tea(&server, "ann"));
        bob.expect("* ann joined");
        bob.expect("* ann left");
        bob.expect_nothing();
    }
}

/// Catches a leaving client that still takes part, or hears what is said later.
#[test]
fn whoever_quits_hears_nothing_more_and_says_nothing_more() {
    let check = check!("events/farewells.md");
    let server = check.server();
    let mut bob = in_tea(&server, "bob");
    let mut ann = in_tea(&server, "ann");
    bob.expect("* ann joined");
    at_once(&server, || ann.send("one\n/quit\ntwo\n"));
    bob.say("three");
    check.likely("after `/quit`, what the client sends is read and thrown away.");
    ann.expect("* goodbye");
    ann.expect_end();
    has_heard(&server, &mut bob, &["ann: one", "* ann left"]);
    greeted(&server, "eve").expect_nothing();
}
