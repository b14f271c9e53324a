//! What a failing test says, in at most 25 lines: what was expected, what came,
//! the timeline, the likely cause, and where the book explains it.

use std::sync::Arc;

use crate::diagnosis::{Verdict, closed_early, diagnose, printed_only, todo};
use crate::server::Process;
use crate::timeline::Timeline;

/// Together with the other parts this makes 25 lines.
const TIMELINE_LINES: usize = 12;
const PRINTED_LINES: usize = 4;
const WIDTH: usize = 100;

/// All that a failure can show: the story, and the server if there is one.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub timeline: Timeline,
    pub server: Option<Arc<Process>>,
}

impl Scene {
    /// Panics after a look at the server, which did not do what was expected.
    #[track_caller]
    pub fn fail(&self, expected: &str, got: &str) -> ! {
        // The look takes a while, in which nobody else shall give up.
        self.timeline.story().somebody_waits = true;
        let verdict = self.server.as_deref().map(diagnose);
        self.panic_with(expected, got, verdict)
    }

    /// Panics after a shorter look: the server need not be asked what it waits for,
    /// because it has closed this connection.
    #[track_caller]
    pub fn fail_at_the_end(&self, expected: &str, got: &str) -> ! {
        let verdict = self.server.as_deref().map(closed_early);
        self.panic_with(expected, got, verdict)
    }

    /// Panics without that look: the server did something, only the wrong thing.
    #[track_caller]
    pub fn fail_plainly(&self, expected: &str, got: &str) -> ! {
        let printed = self.server.as_deref().map(printed_only);
        self.panic_with(expected, got, printed)
    }

    pub fn is_exercise(&self) -> bool {
        self.timeline.story().exercise.is_some()
    }

    #[track_caller]
    fn panic_with(&self, expected: &str, got: &str, verdict: Option<Verdict>) -> ! {
        // What is not written yet says itself what to do.
        match self.server.as_deref().and_then(todo) {
            Some(todo) => panic!("{todo}"),
            None => panic!("{}", report(expected, got, &self.timeline, verdict)),
        }
    }
}

pub(crate) fn report(
    expected: &str,
    got: &str,
    timeline: &Timeline,
    verdict: Option<Verdict>,
) -> String {
    let mut text = format!("expected: {expected}\n     got: {got}\n");
    let story = timeline.draw(TIMELINE_LINES);
    if !story.is_empty() {
        text.push_str(&format!("\n{story}"));
    }
    let tail = tail(timeline, verdict.unwrap_or_default());
    if tail.is_empty() { text } else { format!("{text}\n{tail}") }
}

/// What follows a panic of the code under test, whose message was printed.
#[expect(clippy::print_stdout, reason = "shown by the test harness on failure")]
pub(crate) fn print_after_panic(timeline: &Timeline, verdict: Verdict) {
    println!("{}", report("no panic", "the panic above", timeline, Some(verdict)));
}

/// What comes after the story: the cause, and where to go from here.
fn tail(timeline: &Timeline, Verdict { cause, printed }: Verdict) -> String {
    let (mut said, mut page) = (cause.said, cause.page);
    let (mut file, mut who) = (String::new(), "the server");
    {
        let story = timeline.story();
        if !cause.certain && !story.likely.is_empty() {
            said.clone_from(&story.likely);
        }
        if page.is_empty() || story.exercise.is_some() {
            page.clone_from(&story.page);
        }
        if let Some(exercise) = &story.exercise {
            file = exercise.file();
            who = "your code";
            page = format!("book/src/{page} (or `cargo book`)");
        }
    }
    let mut tail = String::new();
    for (label, words) in [
        ("seen: ", cause.seen),
        ("likely cause: ", said),
        ("book: ", page),
        ("your file: ", file),
    ] {
        if !words.is_empty() {
            tail.push_str(&format!("{label}{words}\n"));
        }
    }
    if !printed.is_empty() {
        tail.push_str(&format!("{who} printed:\n"));
        let before = printed.len().saturating_sub(PRINTED_LINES);
        for line in &printed[before..] {
            let line: String = line.chars().take(WIDTH).collect();
            tail.push_str(&format!("  {line}\n"));
        }
    }
    tail
}

/// Says that two lines differ, and where, when that is hard to see.
pub(crate) fn differs(expected: &[u8], got: &[u8]) -> String {
    let shown = crate::quote(got, 80);
    let same = expected.iter().zip(got).take_while(|(a, b)| a == b).count();
    if same < 30 { shown } else { format!("{shown}, different from byte {same} on") }
}
