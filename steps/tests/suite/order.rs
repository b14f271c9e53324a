//! Who hears what in which order, when several speak at once.
//!
//! The senders run on threads of their own and send as fast as they can. Which
//! order comes of it is open; that it is one and the same for all is not.

use std::thread;

use testkit::{Guest, Server};

use crate::servers::Step;
use crate::three::{Three, come_in, hears};

facts! { [step2 step3 step4] {
    everybody_hears_all_lines_once_and_in_one_order,
    lines_of_several_senders_are_never_torn,
    what_one_sender_does_is_seen_in_its_order,
} }

/// Enter the room `tea`, each hearing nothing of it but what follows.
fn at_tea(server: &Server, names: &[&str]) -> Vec<Guest> {
    let mut guests: Vec<Guest> = names.iter().map(|n| come_in(server, n)).collect();
    for guest in &mut guests {
        guest.say("/join tea");
        guest.sync();
    }
    guests.iter_mut().for_each(|guest| drop(guest.sync()));
    guests
}

/// Lets the first few guests `speak` all at once, and returns what each of the
/// guests has heard when all is said.
fn all_speak(
    guests: &mut [Guest],
    senders: usize,
    speak: impl Fn(&mut Guest) + Sync,
) -> Vec<Vec<String>> {
    let mut heard = vec![Vec::new(); guests.len()];
    thread::scope(|scope| {
        let speak = &speak;
        for (guest, heard) in guests.iter_mut().zip(&mut heard).take(senders) {
            scope.spawn(move || {
                speak(guest);
                // The server has dealt with all that this one said.
                *heard = guest.sync();
            });
        }
    });
    for (guest, heard) in guests.iter_mut().zip(&mut heard) {
        // And now with all that anybody said.
        heard.extend(guest.sync());
    }
    heard
}

fn everybody_hears_all_lines_once_and_in_one_order(step: Step) {
    const EACH: usize = 1000;
    const SENDERS: [&str; 4] = ["ann", "bob", "eve", "joe"];
    let server = step.start();
    let mut guests = at_tea(&server, &["ann", "bob", "eve", "joe", "zoe"]);
    let heard = all_speak(&mut guests, SENDERS.len(), |guest| {
        // Several lines to a write, so that some reads end within a line.
        for chunk in (0..EACH).collect::<Vec<_>>().chunks(7) {
            guest.send(chunk.iter().map(|n| format!("{n}\n")).collect::<String>());
        }
    });

    let all = &heard[SENDERS.len()];
    assert_eq!(all.len(), SENDERS.len() * EACH, "zoe only listens, and hears all");
    for (name, heard) in SENDERS.iter().zip(&heard) {
        let own = format!("{name}: ");
        let said: Vec<String> = (0..EACH).map(|n| format!("{own}{n}")).collect();
        let of_one: Vec<&String> =
            all.iter().filter(|l| l.starts_with(&own)).collect();
        assert!(said.iter().eq(of_one), "the lines of {name}, as zoe hears them");
        let others = all.iter().filter(|line| !line.starts_with(&own));
        assert!(heard.iter().eq(others), "{name} hears them in zoe's order");
    }
}

fn lines_of_several_senders_are_never_torn(step: Step) {
    const EACH: usize = 1000;
    let server = step.start();
    let mut guests = at_tea(&server, &["aaa", "bbb", "zoe"]);
    let heard = all_speak(&mut guests, 2, |guest| {
        let line = guest.name()[..1].repeat(40) + "\n";
        let speech = line.repeat(EACH);
        // No write ends where a line ends.
        for piece in speech.as_bytes().chunks(101) {
            guest.send(piece);
        }
    });
    for (hearer, of_others) in [(0, 1), (1, 1), (2, 2)] {
        let heard = &heard[hearer];
        assert_eq!(heard.len(), of_others * EACH);
        let of_one = |line: &String| {
            ["a", "b"]
                .iter()
                .any(|it| *line == format!("{}: {}", it.repeat(3), it.repeat(40)))
        };
        assert_eq!(heard.iter().find(|line| !of_one(line)), None, "a torn line");
    }
}

fn what_one_sender_does_is_seen_in_its_order(step: Step) {
    let mut three = Three::at_tea(step);
    three.ann.send(
        "one\n/msg bob two\nthree\n/nick alice\n/ping x\nfour\n/msg bob five\n\
         /msg alice six\n/join chess\nseven\n/join tea\neight\n/msg bob nine\n",
    );
    let of_ann = [
        "* you are now alice",
        "* pong x",
        "alice (to you): six",
        "* you are now in chess (1 here)",
        "* you are now in tea (3 here)",
    ];
    let of_bob = [
        "ann: one",
        "ann (to you): two",
        "ann: three",
        "* ann is now alice",
        "alice: four",
        "alice (to you): five",
        "* alice left",
        "* alice joined",
        "alice: eight",
        "alice (to you): nine",
    ];
    hears(&mut three.ann, of_ann);
    hears(&mut three.bob, of_bob);
    let of_eve: Vec<&str> =
        of_bob.into_iter().filter(|line| !line.contains("(to you)")).collect();
    hears(&mut three.eve, of_eve);
}
