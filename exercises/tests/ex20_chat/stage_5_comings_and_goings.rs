//! Stage 5: many come and go, more than there is room for, and some while another is
//! just leaving.

use std::time::Duration;

#[cfg(target_os = "linux")]
use testkit::Server;
use testkit::{Guest, check};

use super::people::{at_once, greeted, named, pauses};
#[cfg(target_os = "linux")]
use super::people::{falls_asleep, holds, in_tea, stalled_in_tea};

/// Catches a place that is given away while reports about the last owner are still
/// to come (C8), in every order of events.
#[test]
fn whoever_comes_while_another_goes_gets_nothing_of_its_fate() {
    for order in ["SCR", "SRC", "CSR", "CRS", "RSC", "RCS", "RCC", "CRC"] {
        let check = check!("events/slots.md");
        let server = check.server();
        let (mut ann, eve) = (named(&server, "ann"), named(&server, "eve"));
        let (mut eve, mut new) = (Some(eve), Vec::new());
        at_once(&server, || {
            for action in order.chars() {
                match action {
                    'S' => ann.say("hello"),
                    'C' => new.push(server.guest("new")),
                    _ => eve.take().expect("she resets once").reset(),
                }
            }
        });
        check.likely(
            "an event of one who is gone was taken for the newcomer's: a place is given \
             away only between two batches of events.",
        );
        for guest in &mut new {
            guest.line();
            guest.sync();
        }
        check.likely(
            "who is in the room is not who is connected: eve has reset, and \
             `Chat::disconnect` has to hear of her, once, and of nobody else.",
        );
        ann.say("/rooms");
        ann.expect(&format!("* rooms: lobby ({})", 1 + new.len()));
    }
}

/// Catches a deadline that outlives its client, and hits whoever has its place.
#[test]
fn whoever_comes_after_a_farewell_stays() {
    let check = check!("events/deadlines.md").may_take(Duration::from_secs(8));
    let server = check.server();
    let leaves: [fn(&mut Guest); 2] =
        [|guest| guest.say("/quit"), Guest::half_close];
    for leave in leaves.into_iter().cycle().take(6) {
        let mut ann = greeted(&server, "ann");
        leave(&mut ann);
        ann.drain_to_end();
    }
    let _bobs: Vec<_> = (0..6).map(|_| greeted(&server, "bob")).collect();
    pauses(&server, "bob");
    check.likely(
        "the deadline of one who said goodbye was still set when she had gone, and her \
         place was another's: clear it when you drop a client.",
    );
    let mut cat = greeted(&server, "cat");
    cat.say("/rooms");
    cat.expect("* rooms: lobby (7)");
}

/// Catches an accept error that ends the loop (C12a), is met again and again (C12b),
/// or leaves those who wait outside for good (C12c).
#[cfg(target_os = "linux")]
#[test]
fn out_of_descriptors_some_wait_and_nobody_suffers() {
    let check = check!("events/accepting.md");
    let server = check.server_builder().open_files(40).start();
    server.freeze();
    let guests: Vec<Guest> = (0..60).map(|_| server.guest("guest")).collect();
    server.thaw();
    server.expect_asleep();
    // Whoever was let in has been greeted by now.
    let greeting = |mut guest: Guest| {
        let greeted = guest.try_line(Duration::from_millis(1)).is_some();
        (greeted, guest)
    };
    let (mut inside, outside): (Vec<_>, Vec<_>) =
        guests.into_iter().map(greeting).partition(|(greeted, _)| *greeted);
    let both = inside.len() > 10 && outside.len() > 20;
    holds(&server, both, "some are let in, and some wait", "not so");
    inside[0].1.expect_nothing();
    drop(inside.drain(..10));
    check.likely(
        "those who wait are reported no more: try `accept` again when somebody leaves, \
         and every now and then.",
    );
    for (_, guest) in outside.into_iter().take(5).collect::<Vec<_>>().iter_mut() {
        guest.line();
    }
    inside[0].1.say("/who");
    inside[0].1.line();
}
testkit::linux_only!(
    out_of_descriptors_some_wait_and_nobody_suffers,
    "they need a limit of open files"
);

/// Catches a write whose error nobody looks at: one who has said all is never read
/// again, so nothing else tells that it is gone (C10).
#[cfg(target_os = "linux")]
#[test]
fn whoever_resets_while_it_is_owed_something_leaves_no_file_open() {
    let check = check!("bytes/one-bad-client.md");
    let server = check.server_builder().arg("--tiny").start();
    let mut bob = in_tea(&server, "bob");
    let before = server.open_files();
    let ways: [fn(&mut Guest); 2] = [Guest::half_close, |eve| eve.say("/quit")];
    for leave in ways {
        let mut eve = stalled_in_tea(&server, "eve");
        bob.expect("* eve joined");
        eve.send("/help\n".repeat(100));
        leave(&mut eve);
        bob.expect("* eve left");
        falls_asleep(&server);
        eve.reset();
        falls_asleep(&server);
    }
    check.likely(
        "a write to her fails, and that is how one learns that she is gone: then drop \
         her, whatever she is still owed.",
    );
    let is_closed = server.open_files() <= before;
    holds(&server, is_closed, "all that have left are closed", "some stay open");
}
testkit::linux_only!(
    whoever_resets_while_it_is_owed_something_leaves_no_file_open,
    "open files are counted in /proc"
);

/// Catches what stays behind when somebody leaves: a place that is never given away
/// again, a name, a deadline.
#[cfg(target_os = "linux")]
#[test]
fn whoever_comes_and_goes_leaves_nothing_behind() {
    let check = check!("events/slots.md").may_take(Duration::from_secs(15));
    let server = check.server();
    let mut ann = named(&server, "ann");
    let after_a_few = memory_after(&server, 500);
    let after_many = memory_after(&server, 4000);
    check.likely(
        "something is kept of everybody who was ever here: `Slots` give a place away \
         again only after `recycle`, and whoever leaves has to be taken out of every \
         list and map.",
    );
    let is_bounded = after_many < after_a_few + 256 * 1024;
    let expected = "after 4,500 visits as much memory as after 500";
    holds(&server, is_bounded, expected, "more");
    ann.sync();
}

/// The server's memory when so many more guests have come and gone.
#[cfg(target_os = "linux")]
fn memory_after(server: &Server, visits: usize) -> u64 {
    for _ in 0..visits {
        greeted(server, "eve").reset();
    }
    server.memory()
}
testkit::linux_only!(
    whoever_comes_and_goes_leaves_nothing_behind,
    "memory is read from /proc"
);
