//! What stands between the head and the keys.

use crate::catalogue::{ALL, Exercise};
use crate::place::Place;
use crate::report;
use crate::task::code;
use crate::text::{BOLD, paint};
use crate::watch::list::{Mark, checked};
use crate::watch::state::{State, View};
use crate::{closing, compare};

/// A paragraph a line: they are wrapped where they are shown.
const HELP: [&str; 17] = [
    "Save the file of the exercise, and its checks run by themselves. Save the file of \
     another exercise, and that one is the current one from then on.",
    "",
    "n  next exercise",
    "p  previous exercise",
    "t  task: what is to be written, and what the checks do",
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
            let (rows, chosen) = list.rows(|exercise| mark(place, state, exercise));
            (rows, Some(chosen))
        }
        View::Exercise => (exercise(place, state), None),
        View::Task => (task(place, state), None),
        View::Answer => (answer(place, state, columns), None),
        View::Help => (HELP.map(str::to_owned).to_vec(), None),
        View::All => (all(place, state), None),
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

fn task(place: &Place, state: &State) -> Vec<String> {
    let mut lines = report::head(place, state.exercise);
    lines.extend(report::story(state.exercise));
    lines
}

fn mark(place: &Place, state: &State, exercise: &Exercise) -> Mark {
    if state.parked.iter().any(|parked| parked.name == exercise.name) {
        return Mark::Parked(report::why_parked(place, exercise));
    }
    if state.is_solved(exercise) { Mark::Solved } else { Mark::Open }
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

fn all(place: &Place, state: &State) -> Vec<String> {
    let mut lines = vec![paint(BOLD, "All exercises"), String::new()];
    for (exercise, verdict) in &state.found {
        lines.push(checked(place, exercise, verdict));
    }
    lines
}
