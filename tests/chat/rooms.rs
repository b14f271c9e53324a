//! Rooms come and go, and announce who does; the lobby stays and is quiet.

use super::{ANN, BOB, EVE, Gathering, three, three_at_tea};

#[test]
fn whoever_changes_rooms_is_announced_in_both() {
    let mut chat = three_at_tea();
    chat.says(EVE, "/join chess");
    chat.all_read();
    chat.says(ANN, "/join chess");
    let of_ann = "* you are now in chess (2 here)\n";
    assert_eq!(chat.each_reads(), [of_ann, "* ann left\n", "* ann joined\n"]);
}

#[test]
fn the_lobby_announces_nobody() {
    let mut chat = three();
    chat.says(ANN, "/join tea");
    assert_eq!(chat.each_reads(), ["* you are now in tea (1 here)\n", "", ""]);
    chat.says(ANN, "/join lobby");
    assert_eq!(chat.each_reads(), ["* you are now in lobby (3 here)\n", "", ""]);
    chat.says(ANN, "/nick alice");
    chat.chat.disconnect(ANN);
    chat.quits(BOB);
    assert_eq!(chat.read(EVE), "");
}

#[test]
fn whoever_disconnects_or_quits_is_announced_in_its_room() {
    let mut chat = three_at_tea();
    chat.chat.disconnect(ANN);
    assert_eq!(chat.each_reads(), ["", "* ann left\n", "* ann left\n"]);
    chat.quits(BOB);
    assert_eq!(chat.each_reads(), ["", "* goodbye\n", "* bob left\n"]);
}

#[test]
fn joining_the_room_one_stands_in_changes_nothing() {
    let mut chat = three_at_tea();
    chat.answers("/join tea", "* you are now in tea (3 here)\n");
    chat.answers("/join TEA", "* you are now in tea (3 here)\n");
    chat.answers("/rooms", "* rooms: lobby (0), tea (3)\n");
    let mut chat = three();
    chat.answers("/join Lobby", "* you are now in lobby (3 here)\n");
}

#[test]
fn a_room_is_found_in_every_spelling_and_keeps_that_of_its_maker() {
    let mut chat = three();
    chat.says(ANN, "/join Tea");
    chat.says(BOB, "/join tea");
    chat.says(ANN, "/join LOBBY");
    chat.says(EVE, "/join TEA");
    chat.says(EVE, "/who");
    chat.says(EVE, "/rooms");
    let eve = "* you are now in Tea (2 here)\n\
               * in Tea: bob, eve\n\
               * rooms: lobby (1), Tea (2)\n";
    assert_eq!(chat.read(EVE), eve);
    assert_eq!(
        chat.read(BOB),
        "* you are now in Tea (2 here)\n* ann left\n* eve joined\n"
    );
    assert_eq!(
        chat.read(ANN),
        "* you are now in Tea (1 here)\n* bob joined\n* you are now in lobby (2 here)\n"
    );
}

/// Makes the room `Tea`, leaves it in the given way, and returns the list.
fn rooms_after(leave: impl FnOnce(&mut Gathering)) -> String {
    let mut chat = three();
    chat.says(BOB, "/join Tea");
    leave(&mut chat);
    chat.all_read();
    chat.says(ANN, "/rooms");
    chat.read(ANN)
}

#[test]
fn a_room_vanishes_with_the_last_one_who_leaves_it() {
    let gone = rooms_after(|chat| chat.says(BOB, "/join lobby"));
    assert_eq!(gone, "* rooms: lobby (3)\n");
    let gone = rooms_after(|chat| chat.says(BOB, "/join chess"));
    assert_eq!(gone, "* rooms: chess (1), lobby (2)\n");
    assert_eq!(rooms_after(|chat| chat.quits(BOB)), "* rooms: lobby (2)\n");
    let gone = rooms_after(|chat| chat.chat.disconnect(BOB));
    assert_eq!(gone, "* rooms: lobby (2)\n");
}

#[test]
fn a_room_made_anew_is_spelled_by_its_new_maker_and_remembers_nothing() {
    let rooms = rooms_after(|chat| {
        // All within one turn.
        chat.says(BOB, "is this thing on?");
        chat.says(BOB, "/join lobby");
        chat.says(EVE, "/join TEA");
        assert_eq!(chat.read(EVE), "* you are now in TEA (1 here)\n");
    });
    assert_eq!(rooms, "* rooms: lobby (2), TEA (1)\n");
}

#[test]
fn the_lobby_exists_while_nobody_is_in_it() {
    let mut chat = three_at_tea();
    chat.answers("/rooms", "* rooms: lobby (0), tea (3)\n");
    chat.says(ANN, "/join lobby");
    assert_eq!(chat.read(ANN), "* you are now in lobby (1 here)\n");
}

#[test]
fn a_room_and_a_person_may_share_a_name() {
    let mut chat = three();
    chat.answers("/join bob", "* you are now in bob (1 here)\n");
    chat.answers("/nick lobby", "* you are now lobby\n");
    chat.answers("/who", "* in bob: lobby\n");
}
