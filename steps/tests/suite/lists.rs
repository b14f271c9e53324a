//! The lists of people and of rooms: sorted, and cut past twenty.

use testkit::{Guest, Server};

use crate::servers::Step;
use crate::three::{come_in, hears};

facts! { [step2 step3 step4] {
    people_are_sorted_without_regard_to_case,
    rooms_are_sorted_without_regard_to_case_and_counted,
    past_twenty_people_the_others_are_counted,
    past_twenty_rooms_the_others_are_counted,
} }

/// `x01`, `x02` and so on.
fn names(first: char, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{first}{number:02}")).collect()
}

/// So many guests of these names, who have read everything.
fn all_come_in(server: &Server, names: &[String]) -> Vec<Guest> {
    names.iter().map(|name| come_in(server, name)).collect()
}

fn asks(guest: &mut Guest, command: &str, answer: &str) {
    guest.say(command);
    hears(guest, [answer]);
}

fn people_are_sorted_without_regard_to_case(step: Step) {
    let server = step.start();
    let mut guests =
        ["eve", "Carl", "bob", "BERT", "ann", "7"].map(|n| come_in(&server, n));
    let all = "* in lobby: 7, ann, BERT, bob, Carl, eve";
    asks(&mut guests[0], "/who", all);
    asks(&mut guests[3], "/who", all);
}

fn rooms_are_sorted_without_regard_to_case_and_counted(step: Step) {
    let server = step.start();
    let mut ann = come_in(&server, "ann");
    let _others = ["tea", "Chess", "go", "TEA"].map(|room| {
        let mut guest = server.guest(room);
        guest.say(&format!("/join {room}"));
        guest.sync();
        guest
    });
    asks(&mut ann, "/rooms", "* rooms: Chess (1), go (1), lobby (1), tea (2)");
}

fn past_twenty_people_the_others_are_counted(step: Step) {
    let server = step.start();
    let twenty = names('x', 20);
    let mut guests = all_come_in(&server, &twenty);
    asks(&mut guests[0], "/who", &format!("* in lobby: {}", twenty.join(", ")));
    // A newcomer that is first in the alphabet pushes the last one out.
    for (name, shown, more) in [("ANN", 19, 1), ("abe", 18, 2)] {
        guests.push(come_in(&server, name));
        let first = if more == 1 { "ANN" } else { "abe, ANN" };
        let shown = twenty[..shown].join(", ");
        let list = format!("* in lobby: {first}, {shown} and {more} more");
        asks(&mut guests[0], "/who", &list);
    }
}

fn past_twenty_rooms_the_others_are_counted(step: Step) {
    let server = step.start();
    let rooms = names('r', 20);
    let mut guests = all_come_in(&server, &names('x', 21));
    let list = |count: usize, others: usize| {
        let made: Vec<String> =
            rooms[..count].iter().map(|room| format!("{room} (1)")).collect();
        format!("* rooms: lobby ({others}), {}", made.join(", "))
    };
    for (guest, room) in guests.iter_mut().zip(&rooms[..19]) {
        asks(
            guest,
            &format!("/join {room}"),
            &format!("* you are now in {room} (1 here)"),
        );
    }
    asks(&mut guests[20], "/rooms", &list(19, 2));
    guests[19].say("/join r20");
    guests[19].sync();
    asks(&mut guests[20], "/rooms", &format!("{} and 1 more", list(19, 1)));
}
