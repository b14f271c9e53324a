//! What stands at the head of an exercise: story, what the checks do, hints.

/// The parts of that text, without the marks of the comment.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Task {
    pub title: String,
    pub story: String,
    pub checks: String,
    pub hints: Vec<String>,
}

impl Task {
    /// Reads it out of a file's doc comment.
    pub fn of(file: &str) -> Task {
        let mut task = Task::default();
        let mut heading = "";
        let lines = file.lines().map_while(|line| line.strip_prefix("//!"));
        for line in lines.map(|line| line.strip_prefix(' ').unwrap_or(line)) {
            if let Some(title) = line.strip_prefix("# ") {
                title.clone_into(&mut task.title);
            } else if let Some(next) = line.strip_prefix("## ") {
                heading = next;
                if heading.starts_with("Hint ") {
                    task.hints.push(String::new());
                }
            } else if let Some(part) = task.part(heading) {
                part.push_str(line);
                part.push('\n');
            }
        }
        task.trimmed()
    }

    /// Where the lines below a heading belong.
    fn part(&mut self, heading: &str) -> Option<&mut String> {
        match heading {
            "" => Some(&mut self.story),
            "What the checks do" => Some(&mut self.checks),
            _ if heading.starts_with("Hint ") => self.hints.last_mut(),
            // How to run the checks: we do that.
            _ => None,
        }
    }

    fn trimmed(mut self) -> Task {
        let parts = [&mut self.story, &mut self.checks];
        for part in parts.into_iter().chain(&mut self.hints) {
            *part = part.trim().to_owned();
        }
        self
    }
}

/// A file without the comment at its head, for a look at the code alone.
pub fn code(file: &str) -> String {
    let lines = file.lines().skip_while(|line| line.starts_with("//!"));
    let code: Vec<&str> = lines.skip_while(|line| line.is_empty()).collect();
    // What our files test of themselves is no part of the answer.
    let end = code.iter().position(|line| *line == "#[cfg(test)]");
    code[..end.unwrap_or(code.len())].join("\n").trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
//! # Exercise 99: tea
//!
//! Bob wants tea.
//!
//! ## What the checks do
//! They ask for it.
//!
//! ## Run the checks
//! With cargo.
//!
//! ## Hint 1
//! Water.
//! ## Hint 2
//! Hot water.

use std::io;

fn tea() {}

#[cfg(test)]
mod tests {}
";

    #[test]
    fn the_parts_are_found_by_their_headings() {
        let task = Task::of(FILE);
        assert_eq!(task.title, "Exercise 99: tea");
        assert_eq!(task.story, "Bob wants tea.");
        assert_eq!(task.checks, "They ask for it.");
        assert_eq!(task.hints, ["Water.", "Hot water."]);
    }

    #[test]
    fn the_code_is_what_is_between_the_comment_and_the_tests() {
        assert_eq!(code(FILE), "use std::io;\n\nfn tea() {}\n");
    }
}
