//! What each key does.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::catalogue;
use crate::watch::list::List;
use crate::watch::state::{Question, State, View, Wish};

impl State {
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
        match key {
            KeyCode::Esc | KeyCode::Char('q') if !self.is_home() => {
                self.show(View::Exercise)
            }
            KeyCode::Char('q') => Wish::Quit,
            KeyCode::Char('n') => self.next(),
            KeyCode::Char('p') => self.previous(),
            KeyCode::Char('h') => self.hint(),
            KeyCode::Char('t') => self.show(View::Task),
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
            KeyCode::Char('?') if matches!(self.view, View::Help) => {
                self.show(View::Exercise)
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
        // The newest is at the bottom. Whoever draws knows where that is.
        self.scroll = usize::MAX;
        if self.hints == all {
            return self.say("that was the last hint; s shows our answer");
        }
        self.hints += 1;
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
            return self.say(match question {
                Question::Reset => "nothing was changed",
                Question::Answer => "then not",
            });
        }
        match question {
            Question::Reset => Wish::Reset,
            Question::Answer => {
                self.was_asked = true;
                self.show(View::Answer)
            }
        }
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
