//! Rooms come and go and announce who does; the lobby stays and is quiet.

use crate::names::NO_NAMES;
use crate::servers::Step;
use crate::three::{Three, come_in, hears};

facts! { [step2 step3 step4] {
    whoever_changes_rooms_is_announced_in_both,
    the_lobby_announces_nobody,
    whoever_leaves_the_chat_is_announced_once_in_its_room,
    joining_the_room_one_stands_in_changes_nothing,
    a_room_is_found_in_every_spelling_and_keeps_that_of_its_maker,
    a_room_vanishes_with_the_last_one_who_leaves_it,
    the_lobby_exists_while_nobody_is_in_it,
    what_is_not_the_name_of_a_room_is_refused,
    a_room_and_a_person_may_share_a_name,
    a_newcomer_hears_nothing_of_what_was_said_before_it_came,
} }

fn whoever_changes_rooms_is_announced_in_both(step: Step) {
    let mut three = Three::at_tea(step);
    three.eve.say("/join chess");
    hears(&mut three.eve, ["* you are now in chess (1 here)"]);
    hears(&mut three.bob, ["* eve left"]);
    hears(&mut three.ann, ["* eve left"]);
    three.ann.say("/join chess");
    let reply = "* you are now in chess (2 here)";
    three.each_hears([reply], ["* ann left"], ["* ann joined"]);
    three.ann.say("hello");
    three.each_hears([], [], ["ann: hello"]);
}

fn the_lobby_announces_nobody(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/join tea", "* you are now in tea (1 here)");
    three.answers("/join lobby", "* you are now in lobby (3 here)");
    three.answers("/nick alice", "* you are now alice");
    let mut joe = come_in(&three.server, "joe");
    three.each_hears([], [], []);
    joe.say("/quit");
    joe.expect("* goodbye");
    let mut zoe = come_in(&three.server, "zoe");
    zoe.half_close();
    zoe.expect_end();
    three.each_hears([], [], []);
}

fn whoever_leaves_the_chat_is_announced_once_in_its_room(step: Step) {
    let mut three = Three::at_tea(step);
    for (name, leave) in [("joe", "quits"), ("kim", "ends"), ("lea", "resets")] {
        let mut guest = come_in(&three.server, name);
        guest.say("/join tea");
        hears(&mut guest, ["* you are now in tea (4 here)"]);
        match leave {
            "quits" => guest.say("/quit"),
            "ends" => guest.half_close(),
            _ => guest.reset(),
        }
        let news = [format!("* {name} joined"), format!("* {name} left")];
        for guest in [&mut three.ann, &mut three.bob, &mut three.eve] {
            hears(guest, &news);
        }
    }
}

fn joining_the_room_one_stands_in_changes_nothing(step: Step) {
    let mut three = Three::at_tea(step);
    three.answers("/join tea", "* you are now in tea (3 here)");
    three.answers("/join TEA", "* you are now in tea (3 here)");
    three.answers("/rooms", "* rooms: lobby (0), tea (3)");
    let mut three = Three::in_the_lobby(step);
    three.answers("/join Lobby", "* you are now in lobby (3 here)");
}

fn a_room_is_found_in_every_spelling_and_keeps_that_of_its_maker(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/join Tea", "* you are now in Tea (1 here)");
    three.bob.say("/join tea");
    hears(&mut three.bob, ["* you are now in Tea (2 here)"]);
    three.ann.say("/join  LOBBY ");
    three.each_hears(
        ["* bob joined", "* you are now in lobby (2 here)"],
        ["* ann left"],
        [],
    );
    // It keeps it though its maker is gone.
    three.answers("/rooms", "* rooms: lobby (2), Tea (1)");
    three.bob.say("/who");
    hears(&mut three.bob, ["* in Tea: bob"]);
}

fn a_room_vanishes_with_the_last_one_who_leaves_it(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/join Tea", "* you are now in Tea (1 here)");
    three.answers("/rooms", "* rooms: lobby (2), Tea (1)");
    three.answers("/join chess", "* you are now in chess (1 here)");
    three.answers("/rooms", "* rooms: chess (1), lobby (2)");
    // Whoever makes it anew spells it anew.
    three.answers("/join TEA", "* you are now in TEA (1 here)");
    three.answers("/rooms", "* rooms: lobby (2), TEA (1)");
    three.ann.say("/quit");
    three.ann.expect("* goodbye");
    three.bob.say("/rooms");
    hears(&mut three.bob, ["* rooms: lobby (2)"]);
}

fn the_lobby_exists_while_nobody_is_in_it(step: Step) {
    let mut three = Three::at_tea(step);
    three.answers("/rooms", "* rooms: lobby (0), tea (3)");
    three.ann.say("/join LOBBY");
    let reply = "* you are now in lobby (1 here)";
    three.each_hears([reply], ["* ann left"], ["* ann left"]);
}

fn what_is_not_the_name_of_a_room_is_refused(step: Step) {
    let mut three = Three::at_tea(step);
    for typed in NO_NAMES {
        let answer = "! names are 1 to 16 letters, digits, - or _";
        three.answers(&format!("/join {typed}"), answer);
    }
    three.answers("/rooms", "* rooms: lobby (0), tea (3)");
}

fn a_room_and_a_person_may_share_a_name(step: Step) {
    let mut three = Three::in_the_lobby(step);
    three.answers("/join bob", "* you are now in bob (1 here)");
    three.answers("/nick lobby", "* you are now lobby");
    three.answers("/who", "* in bob: lobby");
}

fn a_newcomer_hears_nothing_of_what_was_said_before_it_came(step: Step) {
    let mut three = Three::at_tea(step);
    // In one write with what is said before and after.
    three.ann.send("/join chess\nbefore\n/join tea\nafter\n");
    hears(
        &mut three.ann,
        ["* you are now in chess (1 here)", "* you are now in tea (3 here)"],
    );
    let news = ["* ann left", "* ann joined", "ann: after"];
    hears(&mut three.bob, news);
    let mut joe = come_in(&three.server, "joe");
    three.bob.say("old news");
    three.bob.sync();
    joe.say("/join tea");
    hears(&mut joe, ["* you are now in tea (4 here)"]);
    hears(&mut three.eve, [&news[..], &["bob: old news", "* joe joined"]].concat());
}
