//! The greeting, and every row of the table of commands.

use chat::chat::SERVER_FULL;
use chat::{ClientId, Outcome};

use super::{ANN, BOB, EVE, Gathering, three, three_at_tea};

#[test]
fn a_newcomer_is_greeted_by_the_name_it_got() {
    let mut chat = Gathering::default();
    chat.chat.connect(ANN);
    chat.chat.connect(BOB);
    let greeting = "* welcome, guest1; /help lists the commands\n";
    assert_eq!(chat.read(ANN), greeting);
    let greeting = "* welcome, guest2; /help lists the commands\n";
    assert_eq!(chat.read(BOB), greeting);
    chat.says(ANN, "/who");
    assert_eq!(chat.read(ANN), "* in lobby: guest1, guest2\n");
}

#[test]
fn guests_are_counted_up_and_taken_names_are_skipped() {
    let mut chat = Gathering::default();
    chat.chat.connect(ANN);
    chat.says(ANN, "/nick Guest2");
    chat.chat.connect(BOB);
    assert!(chat.read(BOB).starts_with("* welcome, guest3;"));
    chat.chat.disconnect(ANN);
    chat.chat.disconnect(BOB);
    chat.chat.connect(EVE);
    assert!(chat.read(EVE).starts_with("* welcome, guest4;"), "never down");
}

#[test]
fn text_reaches_everybody_else_in_the_room_and_nobody_elsewhere() {
    let mut chat = three();
    chat.says(ANN, "hello  /you\t ");
    assert_eq!(
        chat.each_reads(),
        ["", "ann: hello  /you\t \n", "ann: hello  /you\t \n"]
    );
    chat.says(EVE, "/join tea");
    chat.all_read();
    chat.says(ANN, "hello");
    assert_eq!(chat.each_reads(), ["", "ann: hello\n", ""]);
    chat.says(EVE, "anybody here?");
    assert_eq!(chat.each_reads(), ["", "", ""]);
}

#[test]
fn only_an_empty_line_is_ignored() {
    let mut chat = three();
    chat.says(ANN, "");
    assert_eq!(chat.each_reads(), ["", "", ""]);
    chat.says(ANN, "  ");
    chat.says(ANN, " /quit");
    assert_eq!(chat.read(BOB), "ann:   \nann:  /quit\n");
}

#[test]
fn a_new_name_is_announced_in_the_room_but_not_in_the_lobby() {
    let mut chat = three();
    chat.answers("/nick alice", "* you are now alice\n");
    let mut chat = three_at_tea();
    chat.says(ANN, "/nick alice");
    chat.says(ANN, "hello");
    let news = "* ann is now alice\nalice: hello\n";
    assert_eq!(chat.each_reads(), ["* you are now alice\n", news, news]);
}

#[test]
fn ones_own_name_can_be_spelled_anew() {
    let mut chat = three();
    chat.answers("/nick ann", "* you are now ann\n");
    chat.answers("/nick ANN", "* you are now ANN\n");
    chat.answers("/who", "* in lobby: ANN, bob, eve\n");
    chat.says(ANN, "hello");
    assert_eq!(chat.read(BOB), "ANN: hello\n");
    chat.says(BOB, "/msg aNN hi");
    assert_eq!(chat.read(ANN), "bob (to you): hi\n");
}

#[test]
fn a_name_is_free_again_when_its_owner_takes_another_or_leaves() {
    let mut chat = three();
    chat.says(BOB, "/nick robert");
    chat.says(ANN, "/nick BOB");
    assert_eq!(chat.read(ANN), "* you are now BOB\n");
    chat.quits(EVE);
    chat.answers("/nick eve", "* you are now eve\n");
    chat.chat.disconnect(BOB);
    chat.answers("/nick Robert", "* you are now Robert\n");
}

#[test]
fn a_private_line_reaches_one_reader_in_whatever_room() {
    let mut chat = three();
    chat.says(BOB, "/join tea");
    chat.all_read();
    chat.says(ANN, "/msg  BoB   good  morning  ");
    assert_eq!(chat.each_reads(), ["", "ann (to you): good  morning\n", ""]);
}

#[test]
fn one_may_write_to_oneself() {
    let mut chat = three();
    chat.answers("/msg ann remember the milk", "ann (to you): remember the milk\n");
}

#[test]
fn a_ping_comes_back_with_its_word() {
    let mut chat = three_at_tea();
    chat.answers("/ping x", "* pong x\n");
    chat.answers("/ping   two  words  ", "* pong two  words\n");
}

#[test]
fn help_has_one_notice_for_each_command() {
    let mut chat = three_at_tea();
    chat.says(ANN, "/help me");
    let [help, bob, eve] = chat.each_reads();
    assert_eq!((bob.as_str(), eve.as_str()), ("", ""));
    assert_eq!(help.lines().count(), 8);
    assert!(help.lines().all(|line| line.starts_with("* ")));
    for word in ["nick", "join", "msg", "who", "rooms", "ping", "help", "quit"] {
        let listed = |line: &str| line[2..].starts_with(&format!("/{word}"));
        let times = help.lines().filter(|line| listed(line)).count();
        assert_eq!(times, 1, "/{word} in {help}");
    }
}

#[test]
fn goodbye_is_the_last_word_and_nothing_follows_it() {
    let mut chat = three_at_tea();
    chat.says(BOB, "see you");
    assert_eq!(chat.line(ANN, "/quit  now "), Outcome::Leaves);
    assert_eq!(chat.line(ANN, "am I still here?"), Outcome::Leaves);
    assert_eq!(chat.line(ANN, "/ping x"), Outcome::Leaves);
    chat.says(EVE, "she is gone");
    let of_bob = "* ann left\neve: she is gone\n";
    let of_eve = "bob: see you\n* ann left\n";
    assert_eq!(chat.each_reads(), ["bob: see you\n* goodbye\n", of_bob, of_eve]);
    assert_eq!(chat.chat.len(), 2);
}

#[test]
fn whoever_is_not_here_is_ignored() {
    let mut chat = three();
    let stranger = ClientId(99);
    assert_eq!(chat.line(stranger, "hello"), Outcome::Leaves);
    chat.chat.disconnect(stranger);
    chat.chat.disconnect(ANN);
    chat.chat.disconnect(ANN);
    assert_eq!(chat.each_reads(), ["", "", ""]);
    assert_eq!(chat.chat.len(), 2);
}

#[test]
fn when_the_server_stops_everybody_reads_the_rest_and_is_told() {
    let mut chat = three_at_tea();
    chat.says(BOB, "/join lobby");
    chat.all_read();
    chat.says(ANN, "one more thing");
    chat.chat.shut_down();
    let last = "* server is shutting down\n";
    let of_eve = format!("ann: one more thing\n{last}");
    assert_eq!(chat.each_reads(), [last, last, &of_eve]);
    assert!(chat.chat.is_empty());
    assert_eq!(chat.line(ANN, "hello?"), Outcome::Leaves);
    assert_eq!(chat.each_reads(), ["", "", ""]);
}

#[test]
fn whoever_is_turned_away_reads_an_error() {
    assert_eq!(SERVER_FULL, "! server full\n");
}
