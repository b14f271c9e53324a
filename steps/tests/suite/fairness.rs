//! Whoever talks much keeps nobody waiting.
//!
//! The server is stopped while its clients talk, so that it finds all of their
//! lines at once, and what one reader hears shows in which order it served them.

use std::time::Duration;

use testkit::{Guest, Server};

use crate::people::{greeted, in_tea, named};
use crate::servers::Step;

/// What step 4 promises, in lines.
const SHARE: usize = 128;

/// What was written to a guest before it looks is there already.
const A_MOMENT: Duration = Duration::from_millis(10);

facts! { [step4] {
    one_line_waits_for_no_more_than_128_of_another_one,
    two_that_talk_much_take_turns,
    what_exceeds_a_share_needs_no_new_event,
    what_exceeds_a_share_is_heard_though_the_input_has_ended,
    questions_count_as_lines,
    a_line_that_comes_after_the_poll_waits_for_no_more_either,
} }

facts! { [step3 step4] {
    a_crowd_at_the_door_keeps_nobody_waiting,
} }

/// Who said each of the next lines, by the first letter of the name.
fn speakers(reader: &mut Guest) -> String {
    reader.sync().iter().filter_map(|line| line.chars().next()).collect()
}

fn frozen(server: &Server, actions: impl FnOnce()) {
    server.freeze();
    actions();
    server.thaw();
    let left = server.expect_asleep();
    if left.unread > 0 {
        server.fail("everything is read", &format!("{left:?}"));
    }
}

fn one_line_waits_for_no_more_than_128_of_another_one(step: Step) {
    let server = step.start();
    let [mut eve, mut ann, mut bob, mut zoe] =
        ["eve", "ann", "bob", "zoe"].map(|name| named(&server, name));
    frozen(&server, || {
        ann.send("a\n".repeat(3000));
        bob.say("b");
        zoe.send("z\n".repeat(3000));
    });
    let heard = speakers(&mut eve);
    let before = &heard[..heard.find('b').expect("bob is heard")];
    for greedy in ['a', 'z'] {
        let served = before.matches(greedy).count();
        assert!(served <= SHARE, "{served} lines of {greedy} came first");
    }
    assert_eq!(heard.len(), 6001);
}

fn two_that_talk_much_take_turns(step: Step) {
    let server = step.start();
    let [mut eve, mut ann, mut bob] =
        ["eve", "ann", "bob"].map(|name| named(&server, name));
    frozen(&server, || {
        ann.send("a\n".repeat(1000));
        bob.send("b\n".repeat(1000));
    });
    let heard = speakers(&mut eve);
    for (speaker, other) in [('a', 'b'), ('b', 'a')] {
        let while_other_waits = &heard[..=heard.rfind(other).expect("both spoke")];
        let longest = while_other_waits.split(other).map(str::len).max();
        assert!(longest <= Some(SHARE), "{speaker} was served {longest:?} lines");
    }
    assert_eq!(heard.len(), 2000);
}

fn what_exceeds_a_share_needs_no_new_event(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = (named(&server, "ann"), named(&server, "bob"));
    frozen(&server, || ann.send("a\n".repeat(SHARE * 20 + 1)));
    // Bob says nothing, so nothing of his wakes the server either.
    (0..SHARE * 20 + 1).for_each(|_| bob.expect("ann: a"));
}

fn what_exceeds_a_share_is_heard_though_the_input_has_ended(step: Step) {
    let server = step.start();
    let (mut bob, mut ann) = (in_tea(&server, "bob"), in_tea(&server, "ann"));
    bob.expect("* ann joined");
    frozen(&server, || {
        ann.send("a\n".repeat(SHARE * 3 + 1) + "b");
        ann.half_close();
    });
    (0..SHARE * 3 + 1).for_each(|_| bob.expect("ann: a"));
    bob.expect("ann: b");
    bob.expect("* ann left");
    ann.expect_end();
}

/// Nothing that ann asks for is heard by others, but it takes its time. She
/// says a word after each 100 questions.
fn questions_count_as_lines(step: Step) {
    let server = step.start();
    let [mut eve, mut ann, mut bob] =
        ["eve", "ann", "bob"].map(|name| named(&server, name));
    frozen(&server, || {
        ann.send(("/ping x\n".repeat(99) + "a\n").repeat(10));
        bob.say("b");
    });
    let heard = speakers(&mut eve);
    let before = heard.find('b').expect("bob is heard");
    assert!(before <= 1, "{before} times a hundred lines came first");
    assert_eq!(heard.len(), 11);
}

/// Who is let in before bob's line is served hears it.
fn a_crowd_at_the_door_keeps_nobody_waiting(step: Step) {
    let server = step.start();
    let mut bob = named(&server, "bob");
    let mut crowd = Vec::new();
    frozen(&server, || {
        crowd.extend((0..600).map(|_| server.guest("one")));
        bob.say("hello");
    });
    bob.say("goodbye");
    let mut heard = 0;
    for guest in &mut crowd {
        assert!(guest.line().starts_with("* welcome, guest"));
        match &*guest.line() {
            "bob: hello" => heard += 1,
            line => assert_eq!(line, "bob: goodbye"),
        }
    }
    assert!(heard < 600, "the whole crowd was let in before bob was served");
    greeted(&server, "late").expect_nothing();
}

/// Ann talks and talks. The server is stopped somewhere in the middle, which is
/// hardly ever in the call that waits: it has looked already, then bob speaks.
/// Eve has read all that was written before.
fn a_line_that_comes_after_the_poll_waits_for_no_more_either(step: Step) {
    const LINES: usize = 10_000;
    let server = step.start();
    let [mut eve, mut ann, mut bob] =
        ["eve", "ann", "bob"].map(|name| named(&server, name));
    let mut caught = 0;
    for _ in 0..8 {
        ann.send("a\n".repeat(LINES));
        eve.expect("ann: a");
        server.freeze();
        let mut heard = 1;
        while eve.try_line(A_MOMENT).is_some() {
            heard += 1;
        }
        bob.say("b");
        server.thaw();
        let before_bob = heard;
        while eve.line() == "ann: a" {
            heard += 1;
        }
        let served = heard - before_bob;
        assert!(served <= SHARE, "{served} lines of ann came before bob's");
        caught += usize::from(heard < LINES);
        ann.sync();
        bob.sync();
        eve.sync();
    }
    assert!(caught > 0, "the server was always stopped too late");
}
