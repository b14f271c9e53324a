//! Names of people: given, taken, refused, and free again.
//!
//! A name is 1 to 16 ASCII letters, digits, `-` or `_`, and one person's alone
//! in every spelling, so that nobody poses as somebody else.

use testkit::Guest;

use crate::servers::Step;
use crate::three::{Three, come_in, hears};

facts! { [step2 step3 step4] {
    a_new_name_is_announced_in_a_room,
    a_new_name_is_not_announced_in_the_lobby,
    a_name_has_up_to_sixteen_letters_digits_hyphens_and_underscores,
    what_is_not_a_name_is_refused,
    a_taken_name_is_refused_in_every_spelling,
    ones_own_name_may_be_taken_again_and_spelled_anew,
    of_many_who_want_one_name_at_once_one_gets_it,
    a_name_is_found_in_every_spelling,
    a_line_is_said_under_the_name_of_its_moment,
    a_name_is_free_once_its_owner_has_another,
    a_name_is_free_once_its_owner_has_left,
    guests_are_counted_up_and_taken_names_are_skipped,
} }

const NO_NAME: &str = "! names are 1 to 16 letters, digits, - or _";

/// What is not spelled like a name.
pub const NO_NAMES: [&str; 14] = [
    "seventeen-letters",
    "a b",
    "ann:",
    "*",
    "!",
    "a.b",
    "/a",
    "@a",
    "ann\t",
    "\tann",
    "a\0",
    "caf\u{e9}",
    // A letter that only looks like `a`, and one that nobody sees.
    "\u{430}nn",
    "a\u{200d}nn",
];

fn a_new_name_is_announced_in_a_room(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.say("/nick alice");
    let news = ["* ann is now alice"];
    three.each_hears(["* you are now alice"], news, news);
}

fn a_new_name_is_not_announced_in_the_lobby(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/nick alice", "* you are now alice");
    three.answers("/who", "* in lobby: alice, bob, eve");
}

fn a_name_has_up_to_sixteen_letters_digits_hyphens_and_underscores(step: Step) {
    let mut three = Three::in_the_lobby(step);
    for name in ["a", "7", "-", "_", "Sixteen-letters_", "0123456789-_AZaz"] {
        three.answers(&format!("/nick {name}"), &format!("* you are now {name}"));
    }
    three.answers("/nick   alice  ", "* you are now alice");
}

fn what_is_not_a_name_is_refused(step: Step) {
    let mut three = Three::at_tea(step);
    for typed in NO_NAMES {
        three.answers(&format!("/nick {typed}"), NO_NAME);
    }
    three.answers("/who", "* in tea: ann, bob, eve");
}

fn a_taken_name_is_refused_in_every_spelling(step: Step) {
    let mut three = Three::at_tea(step);
    three.answers("/nick bob", "! bob is taken");
    three.answers("/nick BoB  ", "! BoB is taken");
    // Also when its owner stands in another room.
    let _joe = come_in(&three.server, "joe");
    three.answers("/nick JOE", "! JOE is taken");
    three.answers("/who", "* in tea: ann, bob, eve");
}

fn of_many_who_want_one_name_at_once_one_gets_it(step: Step) {
    let server = step.start();
    let mut guests: Vec<Guest> = (0..8).map(|_| server.guest("guest")).collect();
    for guest in &mut guests {
        guest.sync();
    }
    for wanted in ["ann", "bob", "eve", "joe"] {
        // They have all asked when the server looks again.
        #[cfg(target_os = "linux")]
        server.freeze();
        guests.iter_mut().for_each(|guest| guest.say(&format!("/nick {wanted}")));
        #[cfg(target_os = "linux")]
        server.thaw();
        let mut answers: Vec<String> = guests.iter_mut().map(Guest::line).collect();
        answers.sort();
        assert_eq!(answers.pop(), Some(format!("* you are now {wanted}")));
        assert_eq!(answers, vec![format!("! {wanted} is taken"); 7]);
    }
}

fn ones_own_name_may_be_taken_again_and_spelled_anew(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/nick ann", "* you are now ann");
    three.answers("/nick ANN", "* you are now ANN");
    three.answers("/who", "* in lobby: ANN, bob, eve");
    three.ann.say("hello");
    three.each_hears([], ["ANN: hello"], ["ANN: hello"]);
}

fn a_name_is_found_in_every_spelling(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.ann.say("/nick Alice");
    three.each_hears(["* you are now Alice"], [], []);
    three.ann.say("/msg EVE hello");
    three.each_hears([], [], ["Alice (to you): hello"]);
    three.answers("/nick aLICE", "* you are now aLICE");
}

fn a_line_is_said_under_the_name_of_its_moment(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.send("one\n/nick alice\ntwo\n/msg bob three\n");
    let news = ["ann: one", "* ann is now alice", "alice: two"];
    hears(&mut three.ann, ["* you are now alice"]);
    hears(&mut three.bob, [&news[..], &["alice (to you): three"]].concat());
    hears(&mut three.eve, news);
}

fn a_name_is_free_once_its_owner_has_another(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.bob.say("/nick robert");
    hears(&mut three.bob, ["* you are now robert"]);
    three.answers("/msg bob hello", "! no such name: bob");
    three.answers("/nick BOB", "* you are now BOB");
    three.answers("/nick robert", "! robert is taken");
}

fn a_name_is_free_once_its_owner_has_left(step: Step) {
    let Three { server, mut ann, bob: _bob, eve: _eve } = Three::at_tea(step);
    for leave in ["quits", "ends", "resets"] {
        let mut joe = come_in(&server, "joe");
        joe.say("/join tea");
        joe.sync();
        match leave {
            "quits" => joe.say("/quit"),
            "ends" => joe.half_close(),
            _ => joe.reset(),
        }
        ann.expect("* joe joined");
        ann.expect("* joe left");
        ann.say("/msg joe hello");
        ann.expect("! no such name: joe");
        ann.send("/nick JOE\n/nick ann\n");
        hears(&mut ann, ["* you are now JOE", "* you are now ann"]);
    }
}

fn guests_are_counted_up_and_taken_names_are_skipped(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.expect("* welcome, guest1; /help lists the commands");
    ann.say("/nick Guest2");
    ann.expect("* you are now Guest2");
    let mut bob = server.guest("bob");
    bob.expect("* welcome, guest3; /help lists the commands");
    // It never counts down: a name that was another's a moment ago confuses.
    bob.say("/quit");
    bob.expect("* goodbye");
    let mut eve = server.guest("eve");
    eve.expect("* welcome, guest4; /help lists the commands");
}
