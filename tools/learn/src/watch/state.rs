//! What is on the screen and what a key does to it, free of I/O.
//!
//! Keys and verdicts go in, a [`Wish`] comes out, and somebody else fulfils it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::catalogue::{self, Exercise};
use crate::judge::{Doing, Verdict};
use crate::watch::list::List;

/// What is looked at.
pub enum View {
    /// The exercise, what its checks say, and hints.
    Exercise,
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
    was_asked: bool,
}

impl State {
    pub fn new(exercise: &'static Exercise, solved: Vec<bool>) -> State {
        State {
            exercise,
            solved,
            verdict: None,
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

    /// Turns to another exercise.
    pub fn go(&mut self, exercise: &'static Exercise) -> Wish {
        let solved = std::mem::take(&mut self.solved);
        let parked = std::mem::take(&mut self.parked);
        let news = self.news;
        *self = State { parked, news, ..State::new(exercise, solved) };
        Wish::Begin
    }

    /// Shows something else, from its top.
    fn show(&mut self, view: View) -> Wish {
        self.view = view;
        self.scroll = 0;
        self.news += 1;
        Wish::Nothing
    }

    /// Somebody has pressed a key.
    pub fn handle_key(&mut self, key: KeyEvent) -> Wish {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return if key.code == KeyCode::Char('c') {
                Wish::Quit
            } else {
                Wish::Nothing
            };
        }
        self.note.clear();
        if let Some(question) = self.question.take() {
            return self.answer(question, key.code);
        }
        if let View::List(list) = &mut self.view {
            return match list.handle_key(key.code) {
                Some(Some(exercise)) => self.go(exercise),
                Some(None) => self.show(View::Exercise),
                None => Wish::Nothing,
            };
        }
        if self.scroll_by(key.code) {
            return Wish::Nothing;
        }
        self.command(key.code)
    }

    fn command(&mut self, key: KeyCode) -> Wish {
        let is_home = matches!(self.view, View::Exercise);
        match key {
            KeyCode::Esc | KeyCode::Char('q') if !is_home => {
                self.show(View::Exercise)
            }
            KeyCode::Char('q') => Wish::Quit,
            KeyCode::Char('n') => self.next(),
            KeyCode::Char('p') => self.previous(),
            KeyCode::Char('h') => self.hint(),
            KeyCode::Char('s') => self.ask_for_answer(),
            KeyCode::Char('r') => {
                self.show(View::Exercise);
                Wish::Run
            }
            KeyCode::Char('l') => self.show(View::List(List::new(self.exercise))),
            KeyCode::Char('x') => {
                self.question = Some(Question::Reset);
                self.news += 1;
                Wish::Nothing
            }
            KeyCode::Char('b') => Wish::OpenBook,
            KeyCode::Char('c') => {
                self.found.clear();
                self.show(View::All);
                Wish::RunAll
            }
            KeyCode::Char('?') => self.show(View::Help),
            _ => Wish::Nothing,
        }
    }

    fn next(&mut self) -> Wish {
        let next = catalogue::ALL.get(self.exercise.number());
        let first = self.solved.iter().position(|solved| !solved);
        match next.or(first.map(|first| &catalogue::ALL[first])) {
            Some(next) => self.go(next),
            None => self.show(View::Closing),
        }
    }

    fn previous(&mut self) -> Wish {
        match self.exercise.number().checked_sub(2) {
            Some(place) => self.go(&catalogue::ALL[place]),
            None => self.say("this is the first exercise"),
        }
    }

    fn hint(&mut self) -> Wish {
        let all = self.exercise.task().hints.len();
        self.show(View::Exercise);
        if self.hints == all {
            return self.say("that was the last hint; s shows our answer");
        }
        self.hints += 1;
        // The newest is at the bottom. Whoever draws knows where that is.
        self.scroll = usize::MAX;
        Wish::Nothing
    }

    fn ask_for_answer(&mut self) -> Wish {
        if self.is_solved(self.exercise) || self.was_asked {
            return self.show(View::Answer);
        }
        self.question = Some(Question::Answer);
        self.news += 1;
        Wish::Nothing
    }

    fn answer(&mut self, question: Question, key: KeyCode) -> Wish {
        if !matches!(key, KeyCode::Char('y' | 'Y')) {
            return self.say("nothing was changed");
        }
        match question {
            Question::Reset => Wish::Reset,
            Question::Answer => {
                self.was_asked = true;
                self.show(View::Answer)
            }
        }
    }

    /// Says something at the bottom.
    pub fn say(&mut self, text: impl Into<String>) -> Wish {
        self.note = text.into();
        self.news += 1;
        Wish::Nothing
    }

    fn scroll_by(&mut self, key: KeyCode) -> bool {
        self.scroll = match key {
            KeyCode::Down | KeyCode::Char('j') => self.scroll.saturating_add(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.scroll.saturating_add(10),
            KeyCode::PageUp => self.scroll.saturating_sub(10),
            KeyCode::Home => 0,
            KeyCode::End => usize::MAX,
            _ => return false,
        };
        true
    }
}
