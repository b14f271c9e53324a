//! The checks of exercise 5: who has which name, and for how long.

#[path = "ex05_names/changes.rs"]
mod changes;
#[path = "ex05_names/races.rs"]
mod races;
#[path = "ex05_names/says.rs"]
mod says;

use std::panic::resume_unwind;
use std::thread;

use exercises::ex05_names::{Names, Refused, Seat};
use testkit::{Check, check};

const PAGE: &str = "threads/the-rules.md";

/// Catches two people with one name, and a name that is refused for no reason.
#[test]
fn a_name_belongs_to_one_at_a_time() {
    let check = check!(PAGE);
    let names = Names::default();
    let of_another_thread = names.clone();
    let _ann = take(&check, &names, "ann");
    let _bob = take(&check, &names, "bob");
    let cause = "look among the names that are taken before you give one away.";
    refuses(&check, &names, "ann", Refused::Taken, cause);
    let cause = "a clone of `Names` has to be another handle on the same names: put \
                 what is shared in an `Arc`.";
    refuses(&check, &of_another_thread, "bob", Refused::Taken, cause);
}

/// Catches names that everybody in the process shares.
#[test]
fn two_chats_have_names_of_their_own() {
    let check = check!(PAGE);
    let (one, other) = (Names::default(), Names::default());
    let cause = "the names are kept in a `static`: keep them in `Names`.";
    // No other check takes this name, in case they all share theirs.
    let _one = gets(&check, &one, "Methuselah", cause);
    let _another_one = gets(&check, &other, "Methuselah", cause);
}

/// Catches `Ann` beside `ann` (C18).
#[test]
fn ann_is_ann_however_she_spells_it() {
    let check = check!(PAGE);
    let names = Names::default();
    let _ann = take(&check, &names, "Ann");
    let cause = "to the eye `ann` and `Ann` are the same person: compare without \
                 regard to case.";
    refuses(&check, &names, "ann", Refused::Taken, cause);
    refuses(&check, &names, "ANN", Refused::Taken, cause);
    is_here(&check, &names, &["Ann"], "a name is shown as it was typed.");
}

/// Catches names that look like somebody else, or like the server itself (C18).
#[test]
fn what_is_no_name_is_refused() {
    let check = check!(PAGE);
    let names = Names::default();
    let cause = "only 1 to 16 letters, digits, `-` or `_` are a name: with a space, a \
                 colon, a star or a line's end in it, it could look like the server.";
    let long = "seventeen-letters";
    let signs =
        ["a b", " ann", "ann ", "*", "!", "ann:", "/ann", "ann\n", "a\0", "\r"];
    for name in ["", long, "."].into_iter().chain(signs) {
        refuses(&check, &names, name, Refused::NotAName, cause);
    }
    let cause = "`is_alphanumeric` takes the letters of all alphabets, and some look \
                 the same: a name has ASCII letters only (`is_ascii_alphanumeric`).";
    for name in ["é", "аnn", "ａnn", "茶", "٣", "a\u{202e}b", "ann\u{200b}"] {
        refuses(&check, &names, name, Refused::NotAName, cause);
    }
    let cause = "this is a name: 1 to 16 ASCII letters, digits, `-` or `_`.";
    for name in ["a", "Z", "sixteen_-letters", "007", "-", "_", "guest1"] {
        let _seat = gets(&check, &names, name, cause);
    }
}

/// Catches a name that stays taken when its owner is gone (C18).
#[test]
fn every_way_out_frees_the_name() {
    let check = check!(PAGE);
    let names = Names::default();
    leaves(&check, take(&check, &names, "Ann"));
    let cause = "nobody freed the name when its seat went out of scope: that is what \
                 `impl Drop for Seat` is for, in whatever spelling it was taken.";
    is_here(&check, &names, &[], cause);
    leaves(&check, gets(&check, &names, "ANN", cause));
    let bob = take(&check, &names, "bob");
    check.timeline().note("bob", "'s thread panics");
    // A panic like any other, only without its message.
    let panics = thread::spawn(move || {
        let _bob = bob;
        resume_unwind(Box::new("bob's thread panics"));
    });
    assert!(panics.join().is_err());
    let cause = "a panic is a way out too, and `drop` runs on it: free the name there, \
                 whatever the reason.";
    is_here(&check, &names, &[], cause);
    let cause = "a name that was freed can be taken again.";
    let _bob = gets(&check, &names, "Bob", cause);
}

/// Catches a seat that is made before it is known whether the name is free, and
/// frees it when it is thrown away (H11).
#[test]
fn a_refusal_frees_nothing() {
    let check = check!(PAGE);
    let names = Names::default();
    let _ann = take(&check, &names, "ann");
    let cause = "a `Seat` was made and dropped on the way to the refusal, and that \
                 freed the name of whoever has it: make it when all is certain.";
    for _ in 0..2 {
        refuses(&check, &names, "Ann", Refused::Taken, cause);
        is_here(&check, &names, &["ann"], cause);
    }
}

/// Catches a list in the order of arrival, of a hash, or of the ASCII table.
#[test]
fn who_is_here_is_sorted_without_regard_to_case() {
    let check = check!(PAGE);
    let names = Names::default();
    let people = ["zoe", "Bob", "ann", "Carl", "bert", "Zack", "dora"];
    let _seats = people.map(|name| take(&check, &names, name));
    let sorted = ["ann", "bert", "Bob", "Carl", "dora", "Zack", "zoe"];
    let cause = "the list is sorted as if all were written in small letters.";
    is_here(&check, &names, &sorted, cause);
}

/// Takes a name that is free.
fn take(check: &Check, names: &Names, name: &str) -> Seat {
    gets(check, names, name, "nobody has this name, and it is one.")
}

/// Takes a name that is free. If it is refused, this is the likely cause.
fn gets(check: &Check, names: &Names, name: &str, cause: &str) -> Seat {
    check.timeline().note("somebody", format!("asks for {name:?}"));
    names.take(name).unwrap_or_else(|refused| {
        check.fail("the name is free", &format!("{refused:?}"), cause)
    })
}

fn refuses(check: &Check, names: &Names, name: &str, why: Refused, cause: &str) {
    check.timeline().note("somebody", format!("asks for {name:?}"));
    let came = names.take(name).map(|_seat| ());
    if came != Err(why) {
        check.fail(&format!("{:?}", Err::<(), _>(why)), &format!("{came:?}"), cause);
    }
}

/// Whoever has come in here does not go out again.
fn leaves(check: &Check, seat: Seat) {
    check.timeline().note(&seat.name(), "leaves");
}

fn is_here(check: &Check, names: &Names, expected: &[&str], cause: &str) {
    let came = names.here();
    if came != expected {
        check.fail(&format!("{expected:?} here"), &format!("{came:?}"), cause);
    }
}
