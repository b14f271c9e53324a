//! What is on the screen, free of I/O.
//!
//! Keys and verdicts go in, a [`Wish`] comes out, and somebody else fulfils it.

use crate::catalogue::Exercise;
use crate::judge::{Doing, Verdict};
use crate::watch::list::List;

/// What is looked at.
pub enum View {
    /// The exercise, what its checks say, and hints.
    Exercise,
    /// What is to be done, for whoever has begun and wants to read it again.
    Task,
    /// Our answer beside the learner's.
    Answer,
    Help,
    List(List),
    /// All of them are checked, one after the other.
    All,
    /// All of them are solved.
    Closing,
}

/// What is asked before it is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    Reset,
    Answer,
}

impl Question {
    pub fn text(self, name: &str) -> String {
        match self {
            Question::Reset => {
                format!(
                    "Put the starter of {name} back, and keep a copy of yours? y/n"
                )
            }
            Question::Answer => {
                "It is not solved yet. Show our answer? y/n".to_owned()
            }
        }
    }
}

/// What is to be done now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    Nothing,
    Run,
    /// To begin with this exercise, which is the current one already.
    Begin,
    RunAll,
    Reset,
    OpenBook,
    Quit,
}

/// The state of the companion.
pub struct State {
    pub exercise: &'static Exercise,
    /// Which ones are solved, in order.
    pub solved: Vec<bool>,
    pub verdict: Option<Verdict>,
    /// How often it was judged since one turned to it. Without it two failures in a
    /// row look like one.
    pub times: usize,
    /// What is being done, while something is.
    pub doing: Option<Doing>,
    /// The ones that do not compile and are left out meanwhile.
    pub parked: Vec<&'static Exercise>,
    /// How many hints were asked for.
    pub hints: usize,
    pub view: View,
    pub question: Option<Question>,
    /// The last thing that was said at the bottom.
    pub note: String,
    /// How many rows are above the screen.
    pub scroll: usize,
    /// What `c` has found so far.
    pub found: Vec<(&'static Exercise, Verdict)>,
    /// Counts what is worth being told to somebody without a screen.
    pub news: usize,
    /// Our answer was asked for already.
    pub was_asked: bool,
}

impl State {
    pub fn new(exercise: &'static Exercise, solved: Vec<bool>) -> State {
        State {
            exercise,
            solved,
            verdict: None,
            times: 0,
            doing: None,
            parked: Vec::new(),
            hints: 0,
            view: View::Exercise,
            question: None,
            note: String::new(),
            scroll: 0,
            found: Vec::new(),
            news: 0,
            was_asked: false,
        }
    }

    pub fn is_solved(&self, exercise: &Exercise) -> bool {
        self.solved.get(exercise.number() - 1).is_some_and(|solved| *solved)
    }

    pub fn all_solved(&self) -> bool {
        self.solved.iter().all(|solved| *solved)
    }

    /// Whether there is nothing to go back to.
    pub fn is_home(&self) -> bool {
        matches!(self.view, View::Exercise | View::Closing)
    }

    /// Turns to an exercise, or begins anew with this one.
    pub fn go(&mut self, exercise: &'static Exercise) -> Wish {
        let solved = std::mem::take(&mut self.solved);
        let parked = std::mem::take(&mut self.parked);
        let is_another = exercise.name != self.exercise.name;
        let times = if is_another { 0 } else { self.times };
        let news = self.news;
        *self = State { parked, times, news, ..State::new(exercise, solved) };
        Wish::Begin
    }

    /// Shows something else, from its top.
    pub fn show(&mut self, view: View) -> Wish {
        self.view = view;
        self.scroll = 0;
        self.news += 1;
        Wish::Nothing
    }

    /// Says something at the bottom.
    pub fn say(&mut self, text: impl Into<String>) -> Wish {
        self.note = text.into();
        self.news += 1;
        Wish::Nothing
    }
}
