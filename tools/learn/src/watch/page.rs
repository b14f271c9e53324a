//! What stands between the head and the keys.

use crate::catalogue::ALL;
use crate::judge::Verdict;
use crate::place::Place;
use crate::report;
use crate::task::code;
use crate::text::{BAD, BOLD, DIM, GOOD, paint};
use crate::watch::list::row;
use crate::watch::state::{State, View};
use crate::{closing, compare};

/// A paragraph a line: they are wrapped where they are shown.
const HELP: [&str; 16] = [
    "Save the file of the exercise, and its checks run by themselves. Save the file of \
     another exercise, and that one is the current one from then on.",
    "",
    "n  next exercise",
    "p  previous exercise",
    "h  next hint (there are three)",
    "s  solution; beside yours once it is solved",
    "r  run the checks again",
    "c  check all exercises",
    "l  list, with search",
    "b  open the chapter of the book",
    "x  reset the exercise (your text is kept in target/learn/copies)",
    "q  back, and from the exercise: quit; Ctrl-C quits at any time",
    "",
    "Up, Down, PageUp, PageDown, Home and End move a page that is too long.",
    "",
    "A file that does not compile is parked: the others go on without it, until you \
     save it again. What is solved is remembered in target/learn.",
];

/// The lines, and which one has to be seen if the page may not move freely.
pub fn page(
    place: &Place,
    state: &State,
    columns: usize,
) -> (Vec<String>, Option<usize>) {
    match &state.view {
        View::List(list) => {
            let (rows, chosen) = list.rows(|exercise| state.is_solved(exercise));
            (rows, Some(chosen))
        }
        View::Exercise => (exercise(place, state), None),
        View::Answer => (answer(place, state, columns), None),
        View::Help => (HELP.map(str::to_owned).to_vec(), None),
        View::All => (all(state), None),
        View::Closing => (closing::lines(), None),
    }
}

fn exercise(place: &Place, state: &State) -> Vec<String> {
    let exercise = state.exercise;
    let mut lines = report::head(place, exercise);
    if place.is_untouched(exercise) && !state.is_solved(exercise) {
        lines.extend(report::story(exercise));
    }
    if let Some(verdict) = &state.verdict {
        lines.extend(report::verdict(place, exercise, verdict));
        if verdict.is_solved() {
            lines.extend([String::new(), next(state)]);
        }
    }
    lines.extend(report::hints(exercise, state.hints));
    lines.extend(report::parked(place, &state.parked));
    lines
}

fn next(state: &State) -> String {
    let goes_on = match ALL.get(state.exercise.number()) {
        Some(next) => format!("n goes on to exercise {}", next.number()),
        None if state.all_solved() => "n: that was the last one".to_owned(),
        None => "n goes to the first one that is not solved".to_owned(),
    };
    paint(BOLD, &format!("{goes_on}; s shows our answer beside yours"))
}

fn answer(place: &Place, state: &State, columns: usize) -> Vec<String> {
    let exercise = state.exercise;
    let (ours, ours_is) = (code(exercise.answer), exercise.answer_file);
    if !state.is_solved(exercise) {
        return compare::alone(&ours, ours_is);
    }
    let yours = code(&place.read(exercise).unwrap_or_default());
    compare::rows(&yours, &ours, ours_is, columns)
}

fn all(state: &State) -> Vec<String> {
    let mut lines = vec![paint(BOLD, "All exercises"), String::new()];
    for (exercise, verdict) in &state.found {
        let said = match verdict {
            Verdict::Solved { .. } => paint(GOOD, "solved"),
            Verdict::Fails { passed, .. } => format!("{passed} checks pass"),
            Verdict::DoesNotCompile(_) => paint(BAD, "does not compile"),
            Verdict::Broken(_) => paint(BAD, "could not be judged"),
            Verdict::Cancelled => paint(DIM, "stopped"),
        };
        let row = row(exercise, verdict.is_solved(), "");
        lines.push(format!("{row}: {said}"));
    }
    lines
}
