//! The list of all exercises, in which one can search.

use crossterm::event::KeyCode;

use crate::catalogue::{ALL, Exercise};
use crate::judge::Verdict;
use crate::place::Place;
use crate::report;
use crate::text::{BAD, CHOSEN, DIM, GOOD, NAME, PLAIN, paint};

/// Where somebody is in the list.
pub struct List {
    search: String,
    chosen: &'static Exercise,
}

impl List {
    pub fn new(chosen: &'static Exercise) -> List {
        List { search: String::new(), chosen }
    }

    /// `None` as long as nothing is decided; then the exercise, or that it is none.
    pub fn handle_key(&mut self, key: KeyCode) -> Option<Option<&'static Exercise>> {
        match key {
            KeyCode::Esc => return Some(None),
            KeyCode::Enter => {
                let is_there = !self.matching().is_empty();
                return Some(is_there.then_some(self.chosen));
            }
            KeyCode::Down => self.step(1),
            KeyCode::Up => self.step(-1),
            KeyCode::Backspace => {
                self.search.pop();
            }
            // Where one searches, a habit of many editors.
            KeyCode::Char('/') => {}
            KeyCode::Char(c) => self.search.extend(c.to_lowercase()),
            _ => {}
        }
        let matching = self.matching();
        if !matching.iter().any(|exercise| exercise.name == self.chosen.name) {
            self.chosen = matching.first().copied().unwrap_or(self.chosen);
        }
        None
    }

    fn step(&mut self, by: isize) {
        let matching = self.matching();
        let is_chosen = |exercise: &&Exercise| exercise.name == self.chosen.name;
        let place = matching.iter().position(is_chosen).unwrap_or(0);
        let next = place.saturating_add_signed(by).min(matching.len().max(1) - 1);
        self.chosen = matching.get(next).copied().unwrap_or(self.chosen);
    }

    fn matching(&self) -> Vec<&'static Exercise> {
        let is_meant = |exercise: &&Exercise| {
            let text = format!("{} {}", exercise.name, exercise.task().title);
            text.to_lowercase().contains(&self.search)
        };
        ALL.iter().filter(is_meant).collect()
    }

    /// Its rows, and which of them is the chosen one.
    pub fn rows(&self, mark: impl Fn(&Exercise) -> Mark) -> (Vec<String>, usize) {
        let help = "type to search, Enter goes there, Esc goes back";
        let search = if self.search.is_empty() {
            paint(DIM, help)
        } else {
            format!("search: {}", paint(NAME, &self.search))
        };
        let mut rows = vec![search, String::new()];
        let mut chosen = 0;
        for exercise in self.matching() {
            if exercise.name == self.chosen.name {
                chosen = rows.len();
                rows.push(row(exercise, mark(exercise), CHOSEN));
            } else {
                rows.push(row(exercise, mark(exercise), ""));
            }
        }
        if rows.len() == 2 {
            rows.push("no exercise is called that".to_owned());
        }
        (rows, chosen)
    }
}

/// How far an exercise is.
#[derive(Clone, Copy)]
pub enum Mark {
    Open,
    Solved,
    /// Left out meanwhile, and why.
    Parked(&'static str),
}

/// One exercise with its mark.
pub fn row(exercise: &Exercise, mark: Mark, style: &str) -> String {
    let (mark, why) = match mark {
        Mark::Open => (" ".to_owned(), String::new()),
        Mark::Solved => (paint(GOOD, "✓"), String::new()),
        Mark::Parked(why) => (paint(BAD, "✗"), format!(" ({why})")),
    };
    let title = exercise.task().title;
    let title = title.split_once(": ").map_or(&*title, |(_, title)| title);
    let (step, name) = (exercise.step, exercise.name);
    format!("{mark} {step}  {style}{name:<20}{PLAIN} {title}{why}")
}

/// One exercise and the first thing that is to be said of it.
pub fn checked(place: &Place, exercise: &Exercise, verdict: &Verdict) -> String {
    if verdict.is_solved() {
        return row(exercise, Mark::Solved, "");
    }
    let said = report::verdict(place, exercise, verdict).swap_remove(0);
    format!("{}  {said}", row(exercise, Mark::Open, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_narrows_the_list_and_enter_takes_the_chosen_one() {
        let mut list = List::new(&ALL[0]);
        for c in "OUTB".chars() {
            assert!(list.handle_key(KeyCode::Char(c)).is_none());
        }
        assert_eq!(list.rows(|_| Mark::Open).0.len(), 3);
        let chosen = list.handle_key(KeyCode::Enter).unwrap().unwrap();
        assert_eq!(chosen.name, "ex09_outbox");
        list.handle_key(KeyCode::Char('?'));
        assert!(list.handle_key(KeyCode::Enter).unwrap().is_none());
        assert!(list.handle_key(KeyCode::Esc).unwrap().is_none());
    }

    #[test]
    fn arrows_stop_at_both_ends() {
        let mut list = List::new(&ALL[18]);
        for _ in 0..3 {
            list.handle_key(KeyCode::Down);
        }
        assert_eq!(list.chosen.name, "ex20_chat");
        for _ in 0..30 {
            list.handle_key(KeyCode::Up);
        }
        assert_eq!(list.chosen.name, "ex01_welcome");
    }
}
