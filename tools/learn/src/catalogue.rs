//! The twenty exercises, in order, with all that belongs to them.
//!
//! Starters and answers are part of this program, so they can be had without git
//! and whatever became of the files. The starters are copies: the files in
//! `exercises/src` are the learner's, and would be compiled in as they are now.

use crate::task::Task;
use crate::why;

/// One exercise.
pub struct Exercise {
    /// Its name and that of its file, `ex03_echo`.
    pub name: &'static str,
    /// To which of the four servers it belongs.
    pub step: u8,
    /// The page that poses its problem, below `book/src`.
    pub page: &'static str,
    /// The learner's file as it was at first.
    pub starter: &'static str,
    /// Our answer.
    pub answer: &'static str,
    /// Where that stands.
    pub answer_file: &'static str,
}

impl Exercise {
    /// 1 to 20.
    pub fn number(&self) -> usize {
        let place = ALL.iter().position(|other| other.name == self.name);
        place.map_or(0, |place| place + 1)
    }

    /// The learner's file, seen from the root of the workspace.
    pub fn file(&self) -> String {
        format!("exercises/src/{}.rs", self.name)
    }

    /// The text at the head of the starter.
    pub fn task(&self) -> Task {
        Task::of(self.starter)
    }

    /// Why it matters in a real server, in two sentences.
    pub fn why(&self) -> &'static str {
        why::ALL[self.number() - 1]
    }
}

/// Finds an exercise by `ex03_echo`, `ex03`, `03` or `3`.
pub fn find(text: &str) -> Option<&'static Exercise> {
    let digits = text.strip_prefix("ex").unwrap_or(text);
    let number = digits.parse::<usize>().ok();
    ALL.iter()
        .find(|exercise| exercise.name == text || number == Some(exercise.number()))
}

macro_rules! exercise {
    ($name:literal, $step:literal, $page:literal) => {
        exercise!($name, $step, $page, concat!("solutions/src/", $name, ".rs"))
    };
    ($name:literal, $step:literal, $page:literal, $answer:expr) => {
        Exercise {
            name: $name,
            step: $step,
            page: $page,
            starter: include_str!(concat!("../starters/", $name, ".rs")),
            answer: include_str!(concat!("../../../", $answer)),
            answer_file: $answer,
        }
    };
}

/// All of them. Four answers are a part of the chat itself.
#[rustfmt::skip]
pub static ALL: [Exercise; 20] = [
    exercise!("ex01_welcome", 1, "start/welcome.md"),
    exercise!("ex02_lines", 1, "bytes/streams-have-no-messages.md", "src/lines.rs"),
    exercise!("ex03_echo", 1, "bytes/one-client-at-a-time.md"),
    exercise!("ex04_keep_serving", 1, "bytes/one-bad-client.md"),
    exercise!("ex05_names", 2, "threads/the-rules.md"),
    exercise!("ex06_mailbox", 2, "threads/mailboxes.md"),
    exercise!("ex07_threaded_chat", 2, "threads/a-thread-for-each.md"),
    exercise!("ex08_read_ready", 3, "readiness/non-blocking.md"),
    exercise!("ex09_outbox", 3, "readiness/the-outbox.md", "src/outbox.rs"),
    exercise!("ex10_interest", 3, "readiness/interest.md"),
    exercise!("ex11_three_bugs", 3, "readiness/three-bugs.md"),
    exercise!("ex12_polled_echo", 3, "readiness/the-select-loop.md"),
    exercise!("ex13_slots", 4, "events/slots.md", "src/slots.rs"),
    exercise!("ex14_accept", 4, "events/accepting.md"),
    exercise!("ex15_fairness", 4, "events/fairness.md"),
    exercise!("ex16_deadlines", 4, "events/deadlines.md", "src/deadlines.rs"),
    exercise!("ex17_waker", 4, "events/waking-the-loop.md"),
    exercise!("ex18_slow_reader", 4, "events/slow-readers.md"),
    exercise!("ex19_farewell", 4, "events/farewells.md"),
    exercise!("ex20_chat", 4, "events/the-event-loop.md"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    #[test]
    fn an_exercise_is_found_by_its_name_and_by_its_number() {
        for text in ["ex03_echo", "ex03", "03", "3"] {
            assert_eq!(find(text).unwrap().name, "ex03_echo", "{text:?}");
        }
        for text in ["", "0", "21", "echo", "ex03_other"] {
            assert!(find(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn every_exercise_has_its_checks_its_feature_and_a_place_in_the_list() {
        let features =
            std::fs::read_to_string(format!("{ROOT}/exercises/Cargo.toml")).unwrap();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(format!("{ROOT}/exercises/tests")).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            names.extend(file.strip_suffix(".rs").map(str::to_owned));
        }
        names.sort();
        assert!(ALL.iter().map(|exercise| exercise.name).eq(&names));
        for name in names {
            assert!(features.contains(&format!("\n{name} = []\n")), "{name}");
        }
    }

    /// The checks of the last one lead to the pages of its parts.
    #[test]
    fn every_exercise_leads_to_the_page_that_its_checks_name() {
        for exercise in &ALL[..ALL.len() - 1] {
            let file = format!("{ROOT}/exercises/tests/{}.rs", exercise.name);
            let page = format!("const PAGE: &str = \"{}\"", exercise.page);
            assert!(
                std::fs::read_to_string(file).unwrap().contains(&page),
                "{page}"
            );
        }
    }

    #[test]
    fn every_starter_tells_its_story_and_has_three_hints() {
        for exercise in &ALL {
            let task = exercise.task();
            let title = format!("Exercise {}: ", exercise.number());
            assert!(task.title.starts_with(&title), "{}", task.title);
            assert_eq!(task.hints.len(), 3, "{}", exercise.name);
            assert!(!task.story.is_empty() && !task.checks.is_empty());
        }
    }
}
