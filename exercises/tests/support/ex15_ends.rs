//! The part of exercise 15 in which clients leave.

use exercises::ex15_fairness::Heard;
use testkit::{Check, ReadStep, check};

use super::people::{Loop, bytes, lines, so_many};
use super::{PAGE, STILL_READY};

/// What a panic means when a client breaks off, or has left.
const ORDINARY: &str = "that a client breaks off, and a report for one who has \
                        left, are everyday things that concern none of the others.";

/// Catches an end that comes before the last words, comes twice, or never.
#[test]
fn whoever_leaves_is_heard_to_the_end() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann"]);
    let last_words = [bytes(&lines(300)), ReadStep::bytes("bye"), ReadStep::End];
    house.arrives("ann", last_words);
    house.run();
    let said = house.said("ann");
    let mut expected = lines(300);
    expected.push("bye".into());
    let mut expected: Vec<_> = expected.into_iter().map(Heard::Line).collect();
    expected.push(Heard::Left);
    if !said.iter().copied().eq(&expected) {
        let ends = said.iter().filter(|what| ***what == Heard::Left).count();
        let cause = match ends {
            0 if !house.has_read_all_of("ann") => STILL_READY,
            0 => "`Ok(0)` is the end of input: nothing will follow it, ever.",
            1 => {
                "lines that wait in the buffer, and the unfinished one (`finish`), \
                 are heard before `Left`."
            }
            _ => "`Left` comes once: a client is dropped with its last word.",
        };
        let lines = so_many(said.len() - ends);
        let got = format!("{lines}, and Left {ends} times");
        check.fail("300 lines and \"bye\", then Left, once", &got, cause);
    }
    is_closed(&check, &house);
}

/// Catches an error of one client that ends the loop, or is overlooked.
#[test]
fn a_broken_connection_ends_that_client_alone() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann", "bob"]);
    house.arrives("ann", [ReadStep::bytes("hello\nhel"), ReadStep::Reset]);
    house.arrives("bob", [bytes(&lines(1))]);
    check.likely(ORDINARY);
    house.run();
    check.likely("");
    house.has_said("bob", &lines(1), "an error of ann ended the turn for bob too.");
    let said = house.said("ann");
    if said != [&Heard::Line("hello".into()), &Heard::Left] {
        let cause = "an error other than `WouldBlock` and `Interrupted` means that \
                     this client is gone; what it did not finish is dropped, and \
                     what it did is heard.";
        check.fail(
            "of ann: \"hello\", then Left, once",
            &format!("{said:?}"),
            cause,
        );
    }
    is_closed(&check, &house);
}

/// Catches a look-up that must succeed: reports may be old.
#[test]
fn a_report_about_one_who_has_left_is_ignored() {
    let check = check!(PAGE);
    let mut house = Loop::new(&check, ["ann", "bob"]);
    house.arrives("ann", [ReadStep::End]);
    house.run();
    check.likely(ORDINARY);
    house.report("ann");
    house.report_a_stranger();
    house.arrives("bob", [bytes(&lines(1))]);
    house.run();
    check.likely("");
    house.has_said("bob", &lines(1), "a report that finds nobody ended the turn.");
}

fn is_closed(check: &Check, house: &Loop) {
    if house.is_open("ann") {
        let cause = "whoever has left is still on a list: take it out, and drop it.";
        check.fail("ann's connection is closed", "her stream is still held", cause);
    }
}
