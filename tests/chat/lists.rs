//! The lists of people and of rooms: sorted, and cut past twenty.

use chat::ClientId;

use super::{ANN, Gathering, three};

/// So many strangers, each under the name that is made of its number.
fn crowd(chat: &mut Gathering, people: usize, line: impl Fn(usize) -> String) {
    for number in 1..=people {
        let who = ClientId(100 + number);
        chat.chat.connect(who);
        chat.says(who, &line(number));
    }
}

#[test]
fn people_are_sorted_without_regard_to_case() {
    let mut chat = three();
    crowd(&mut chat, 2, |number| format!("/nick {}", ["Carl", "BERT"][number - 1]));
    chat.answers("/who", "* in lobby: ann, BERT, bob, Carl, eve\n");
}

#[test]
fn rooms_are_sorted_without_regard_to_case_and_counted() {
    let mut chat = three();
    crowd(&mut chat, 4, |n| {
        format!("/join {}", ["tea", "Chess", "go", "TEA"][n - 1])
    });
    chat.answers("/rooms", "* rooms: Chess (1), go (1), lobby (3), tea (2)\n");
}

#[test]
fn twenty_people_are_named_and_the_others_counted() {
    let mut chat = three();
    crowd(&mut chat, 17, |number| format!("/nick x{number:02}"));
    let seventeen: Vec<String> = (1..=17).map(|n| format!("x{n:02}")).collect();
    let twenty = format!("* in lobby: ann, bob, eve, {}", seventeen.join(", "));
    chat.answers("/who", &format!("{twenty}\n"));

    // They come first in the alphabet and push two of the others out.
    for (number, name) in [(201, "Aaron"), (202, "abel")] {
        chat.chat.connect(ClientId(number));
        chat.says(ClientId(number), &format!("/nick {name}"));
    }
    let twenty =
        format!("Aaron, abel, ann, bob, eve, {}", seventeen[..15].join(", "));
    chat.answers("/who", &format!("* in lobby: {twenty} and 2 more\n"));
}

#[test]
fn twenty_rooms_are_named_and_the_others_counted() {
    let mut chat = three();
    crowd(&mut chat, 19, |number| format!("/join r{number:02}"));
    let rooms: Vec<String> = (1..=19).map(|n| format!("r{n:02} (1)")).collect();
    let twenty = format!("* rooms: lobby (3), {}", rooms.join(", "));
    chat.answers("/rooms", &format!("{twenty}\n"));

    chat.says(ANN, "/join zoo");
    let twenty = twenty.replace("lobby (3)", "lobby (2)");
    chat.answers("/rooms", &format!("{twenty} and 1 more\n"));
}
