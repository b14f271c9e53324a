//! Who takes another name instead of the one that he has.

use exercises::ex05_names::{Names, Refused, Seat};
use testkit::{Check, check};

use super::{PAGE, gets, is_here, leaves, refuses, take};

/// Catches an old name that is never freed, or a new one that is not taken.
#[test]
fn a_new_name_frees_the_old_one() {
    let check = check!(PAGE);
    let names = Names::default();
    let mut ann = take(&check, &names, "ann");
    renames(&check, &mut ann, "anna", Ok(()));
    let cause = "after a change the new name is taken, and the old one is not.";
    is_here(&check, &names, &["anna"], cause);
    refuses(&check, &names, "ANNA", Refused::Taken, cause);
    let _another_ann = gets(&check, &names, "ann", cause);
}

/// Catches an old name that is freed before it is known whether the new one is to
/// be had (C18).
#[test]
fn a_change_that_is_refused_changes_nothing() {
    let check = check!(PAGE);
    let names = Names::default();
    let (mut ann, _bob) = (take(&check, &names, "ann"), take(&check, &names, "bob"));
    renames(&check, &mut ann, "Bob", Err(Refused::Taken));
    renames(&check, &mut ann, "a b", Err(Refused::NotAName));
    let cause =
        "the old name is let go too early: keep it until the new one is yours.";
    is_here(&check, &names, &["ann", "bob"], cause);
    if ann.name() != "ann" {
        check.fail("she is still called ann", &ann.name(), cause);
    }
    refuses(&check, &names, "ann", Refused::Taken, cause);
}

/// Catches a client that stands in its own way (C18).
#[test]
fn ones_own_name_can_be_taken_again_in_any_spelling() {
    let check = check!(PAGE);
    let names = Names::default();
    let mut ann = take(&check, &names, "ann");
    renames(&check, &mut ann, "ann", Ok(()));
    renames(&check, &mut ann, "ANN", Ok(()));
    let cause = "the name is shown as it was typed last, to herself and to others.";
    is_here(&check, &names, &["ANN"], cause);
    if ann.name() != "ANN" {
        check.fail("\"ANN\"", &format!("{:?}", ann.name()), cause);
    }
    refuses(&check, &names, "ann", Refused::Taken, "it is still hers.");
}

/// Catches a clean-up that is done twice, the second time to somebody else (H11).
#[test]
fn leaving_frees_ones_own_name_and_no_other() {
    let check = check!(PAGE);
    let names = Names::default();
    let mut ann = take(&check, &names, "ann");
    renames(&check, &mut ann, "anna", Ok(()));
    let _new_ann = take(&check, &names, "ann");
    leaves(&check, ann);
    let cause = "who left gave this name back long ago, and somebody else has it now: \
                 free the name that the seat has in the end, and only once.";
    is_here(&check, &names, &["ann"], cause);
}

/// Changes a name, with this outcome.
pub fn renames(
    check: &Check,
    seat: &mut Seat,
    name: &str,
    expected: Result<(), Refused>,
) {
    check.timeline().note(&seat.name(), format!("asks for {name:?} instead"));
    check.likely(
        "`rename` locks the names twice: a `Mutex` that this very thread has locked is \
         never free for it.",
    );
    let came = seat.rename(name);
    check.likely("");
    if came != expected {
        let cause = match expected {
            Ok(()) => "nobody else has this name: it is free, or one's own.",
            Err(_) => "the rules for a new name are those for the first one.",
        };
        check.fail(&format!("{expected:?}"), &format!("{came:?}"), cause);
    }
}
