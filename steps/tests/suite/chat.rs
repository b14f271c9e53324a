//! The chat level: what each line asks for, and who hears of it.
//!
//! Names, rooms and errors have files of their own.

use std::collections::BTreeSet;

use testkit::Guest;

use crate::servers::Step;
use crate::three::{Three, come_in, hears};

facts! { [step2 step3 step4] {
    a_newcomer_is_greeted_by_the_name_it_got,
    a_hundred_newcomers_at_once_are_greeted_each_by_its_name,
    the_author_does_not_hear_its_own_line,
    text_reaches_everyone_else_in_the_room_and_nobody_in_another,
    text_keeps_its_spaces_and_its_slashes,
    an_empty_line_is_ignored,
    a_private_line_reaches_one_reader_in_whatever_room,
    one_may_write_to_oneself,
    a_ping_comes_back_with_its_words,
    help_has_eight_lines_one_for_each_command,
    goodbye_is_the_last_word_and_what_follows_is_ignored,
    nobody_speaks_with_the_voice_of_the_server_or_of_another,
} }

fn a_newcomer_is_greeted_by_the_name_it_got(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    hears(&mut ann, ["* welcome, guest1; /help lists the commands"]);
    let mut bob = server.guest("bob");
    hears(&mut bob, ["* welcome, guest2; /help lists the commands"]);
    ann.say("/who");
    hears(&mut ann, ["* in lobby: guest1, guest2"]);
}

fn a_hundred_newcomers_at_once_are_greeted_each_by_its_name(step: Step) {
    let server = step.start();
    // They all wait to be accepted when the server looks again.
    #[cfg(target_os = "linux")]
    server.freeze();
    let mut guests: Vec<Guest> = (0..100).map(|_| server.guest("guest")).collect();
    #[cfg(target_os = "linux")]
    server.thaw();
    let greetings: BTreeSet<String> = guests.iter_mut().map(Guest::line).collect();
    let greeting = |n| format!("* welcome, guest{n}; /help lists the commands");
    assert_eq!(greetings, (1..=100).map(greeting).collect());
}

fn the_author_does_not_hear_its_own_line(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.ann.say("hello");
    three.each_hears([], ["ann: hello"], ["ann: hello"]);
}

fn text_reaches_everyone_else_in_the_room_and_nobody_in_another(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.eve.say("/join tea");
    hears(&mut three.eve, ["* you are now in tea (1 here)"]);
    three.ann.say("hello");
    three.each_hears([], ["ann: hello"], []);
    three.eve.say("is anybody here?");
    hears(&mut three.eve, [""; 0]);
    three.each_hears([], [], []);
}

fn text_keeps_its_spaces_and_its_slashes(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.ann.send("  a  b\t \n /quit\na /quit\n  \n");
    let said = ["ann:   a  b\t ", "ann:  /quit", "ann: a /quit", "ann:   "];
    three.each_hears([], said, said);
}

fn an_empty_line_is_ignored(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.ann.send("\n\r\n\n");
    three.each_hears([], [], []);
}

fn a_private_line_reaches_one_reader_in_whatever_room(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.ann.say("/msg bob hello");
    three.each_hears([], ["ann (to you): hello"], []);
    three.bob.say("/join tea");
    hears(&mut three.bob, ["* you are now in tea (1 here)"]);
    three.ann.say("/msg   BoB   good  morning /you  ");
    three.each_hears([], ["ann (to you): good  morning /you"], []);
}

fn one_may_write_to_oneself(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/msg ann the milk", "ann (to you): the milk");
    three.answers("/msg ANN the milk", "ann (to you): the milk");
}

fn a_ping_comes_back_with_its_words(step: Step) {
    let mut three = Three::at_tea(step);
    three.answers("/ping x", "* pong x");
    three.answers("/ping   two  words  ", "* pong two  words");
    three.answers("/ping /quit", "* pong /quit");
}

fn help_has_eight_lines_one_for_each_command(step: Step) {
    let mut three = Three::at_tea(step);
    for asked in ["/help", "/help me please"] {
        three.ann.say(asked);
        let help = three.ann.sync();
        assert_eq!(help.len(), 8, "{help:#?}");
        assert!(help.iter().all(|line| line.starts_with("* ")), "{help:#?}");
        let words = ["nick", "join", "msg", "who", "rooms", "ping", "help", "quit"];
        for command in words.map(|word| format!("/{word}")) {
            let about = |line: &&String| {
                let words = line.split([' ', ':', ',']);
                words.take(2).any(|word| word == command)
            };
            let lines = help.iter().filter(about).count();
            assert_eq!(lines, 1, "{command} has a line in {help:#?}");
        }
        three.each_hears([], [], []);
    }
}

fn goodbye_is_the_last_word_and_what_follows_is_ignored(step: Step) {
    let mut three = Three::at_tea(step);
    three.bob.say("see you");
    hears(&mut three.bob, [""; 0]);
    three.ann.send("bye\n/quit  at once \nam I here?\n/msg bob hm\n/ping x\n");
    three.ann.expect("bob: see you");
    three.ann.expect("* goodbye");
    three.ann.expect_end();
    hears(&mut three.bob, ["ann: bye", "* ann left"]);
    hears(&mut three.eve, ["bob: see you", "ann: bye", "* ann left"]);
}

fn nobody_speaks_with_the_voice_of_the_server_or_of_another(step: Step) {
    let mut three = Three::at_tea(step);
    let mut joe = come_in(&three.server, "joe");
    for forged in ["* eve left", "! no", "bob: hi", "bob (to you): hi", ": hi"] {
        let said = format!("ann: {forged}");
        three.ann.say(forged);
        three.each_hears([], [&said], [&said]);
        three.ann.say(&format!("/msg joe {forged}"));
        three.each_hears([], [], []);
        hears(&mut joe, [format!("ann (to you): {forged}")]);
    }
}
