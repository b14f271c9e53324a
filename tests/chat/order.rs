//! Who hears what in which order, also when much happens within one turn.

use super::{ANN, BOB, EVE, three, three_at_tea};

#[test]
fn everybody_hears_the_same_order_without_its_own_lines() {
    let mut chat = three_at_tea();
    for (who, line) in [(ANN, "1"), (BOB, "2"), (BOB, "3"), (EVE, "4"), (ANN, "5")] {
        chat.says(who, line);
    }
    assert_eq!(
        chat.each_reads(),
        [
            "bob: 2\nbob: 3\neve: 4\n",
            "ann: 1\neve: 4\nann: 5\n",
            "ann: 1\nbob: 2\nbob: 3\nann: 5\n",
        ]
    );
}

#[test]
fn private_lines_keep_their_place_among_the_news() {
    let mut chat = three_at_tea();
    chat.says(ANN, "/msg bob first");
    chat.says(ANN, "one");
    chat.says(BOB, "/ping x");
    chat.says(ANN, "/msg bob then");
    chat.says(EVE, "/msg bob and me");
    chat.says(BOB, "two");
    chat.says(ANN, "/ping y");
    chat.says(EVE, "three");
    chat.says(EVE, "/msg bob last");
    assert_eq!(
        chat.each_reads(),
        [
            "bob: two\n* pong y\neve: three\n",
            "ann (to you): first\nann: one\n* pong x\nann (to you): then\n\
             eve (to you): and me\neve: three\neve (to you): last\n",
            "ann: one\nbob: two\n",
        ]
    );
}

#[test]
fn a_ping_comes_back_after_all_that_was_owed_before_it() {
    let mut chat = three();
    chat.says(EVE, "/join tea");
    chat.all_read();
    chat.says(BOB, "in your room");
    chat.says(EVE, "/msg ann from another room");
    chat.says(ANN, "/ping x");
    chat.says(BOB, "too late");
    let of_ann = "bob: in your room\neve (to you): from another room\n\
                  * pong x\nbob: too late\n";
    assert_eq!(chat.read(ANN), of_ann);
}

#[test]
fn whoever_leaves_hears_what_was_said_before_and_nothing_after() {
    let mut chat = three_at_tea();
    chat.says(BOB, "before");
    chat.says(EVE, "/msg ann before too");
    chat.says(ANN, "bye all");
    chat.chat.disconnect(ANN);
    chat.says(BOB, "after");
    chat.says(EVE, "/msg ann after");
    assert_eq!(
        chat.each_reads(),
        [
            "bob: before\neve (to you): before too\n",
            "ann: bye all\n* ann left\n",
            "bob: before\nann: bye all\n* ann left\nbob: after\n! no such name: ann\n",
        ]
    );
}

#[test]
fn a_newcomer_hears_nothing_of_what_was_said_before_it_came() {
    let mut chat = three_at_tea();
    chat.says(EVE, "/join lobby");
    chat.all_read();
    chat.says(ANN, "before");
    chat.says(EVE, "/join tea");
    chat.says(ANN, "after");
    assert_eq!(
        chat.each_reads(),
        [
            "* eve joined\n",
            "ann: before\n* eve joined\nann: after\n",
            "* you are now in tea (3 here)\nann: after\n",
        ]
    );
}

#[test]
fn whoever_connects_hears_nothing_of_what_was_said_before_it_came() {
    let mut chat = three();
    chat.chat.disconnect(EVE);
    chat.says(ANN, "before");
    chat.chat.connect(EVE);
    chat.says(ANN, "after");
    let greeting = "* welcome, guest4; /help lists the commands\n";
    assert_eq!(chat.read(EVE), format!("{greeting}ann: after\n"));
    assert_eq!(chat.read(BOB), "ann: before\nann: after\n");
}

#[test]
fn whoever_walks_through_rooms_hears_each_while_it_is_there() {
    let mut chat = three();
    chat.says(ANN, "/join tea");
    chat.says(BOB, "/join chess");
    chat.all_read();
    chat.says(EVE, "hello lobby");
    chat.says(EVE, "/join tea");
    chat.says(ANN, "hello eve");
    chat.says(EVE, "/join chess");
    chat.says(ANN, "is she gone?");
    chat.says(BOB, "hello eve");
    chat.says(EVE, "/join tea");
    chat.says(ANN, "again!");
    assert_eq!(
        chat.each_reads(),
        [
            "* eve joined\n* eve left\n* eve joined\n",
            "* eve joined\n* eve left\n",
            "* you are now in tea (2 here)\nann: hello eve\n\
             * you are now in chess (2 here)\nbob: hello eve\n\
             * you are now in tea (2 here)\nann: again!\n",
        ]
    );
}

#[test]
fn a_line_is_said_under_the_name_of_its_moment() {
    let mut chat = three_at_tea();
    chat.says(ANN, "one");
    chat.says(ANN, "/nick alice");
    chat.says(BOB, "/nick ann");
    chat.says(EVE, "/msg ann are you ann?");
    chat.says(BOB, "/who");
    let of_bob = "ann: one\n* ann is now alice\n* you are now ann\n\
                  eve (to you): are you ann?\n* in tea: alice, ann, eve\n";
    assert_eq!(chat.read(BOB), of_bob);
}

#[test]
fn what_is_said_in_a_turn_is_counted_once_for_all_who_hear_it() {
    let mut chat = three_at_tea();
    assert!(chat.chat.is_quiet());
    chat.says(ANN, "hello");
    chat.says(BOB, "/ping x");
    assert!(!chat.chat.is_quiet());
    assert_eq!(chat.chat.said_this_turn(), "ann: hello\n* pong x\n".len());
}
