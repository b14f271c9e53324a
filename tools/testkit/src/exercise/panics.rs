//! What was panicked about, in this thread and in a server.

use std::cell::RefCell;
use std::sync::Once;

/// How the message of a `todo!` begins.
const TODO: &str = "not yet implemented";

/// A panic, without what differs from run to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panic {
    pub message: String,
    /// `exercises/src/ex04_keep_serving.rs:31:40`.
    pub place: String,
}

impl Panic {
    pub fn is_todo(&self) -> bool {
        self.message.starts_with(TODO)
    }
}

thread_local! {
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Has each thread remember its last panic, beside what is done with it anyway.
pub(super) fn remember() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let message = info.payload_as_str().unwrap_or("no message").to_owned();
            let place = info.location().map(|place| place.file().to_owned());
            let place = place.unwrap_or_default().replace('\\', "/");
            LAST.set(Some(Panic { message, place }));
            before(info);
        }));
    });
}

/// The last panic of this thread, unless it explains itself: a `todo!`, or
/// something that a check said.
pub(super) fn foreign() -> Option<Panic> {
    let panic = LAST.take()?;
    let ours = panic.message.starts_with("expected: ");
    let by_a_check = panic.place.contains("tests/");
    (!ours && !by_a_check && !panic.is_todo()).then_some(panic)
}

/// Takes the first panic out of the lines that a server printed.
pub(crate) fn take_panic(lines: &mut Vec<String>) -> Option<Panic> {
    let start = lines.iter().position(|line| {
        line.starts_with("thread '") && line.contains("panicked at ")
    })?;
    let is_over =
        |line: &String| line.starts_with("note: ") || line.starts_with("thread '");
    let rest = &lines[start + 1..];
    let len = rest.iter().position(is_over).unwrap_or(rest.len());
    let mut panic = lines.drain(start..start + 1 + len);
    let head = panic.next().unwrap_or_default();
    let place = head.rsplit_once("panicked at ").map_or("", |(_, place)| place);
    let place = place.trim_end_matches(':').replace('\\', "/");
    let message = panic.collect::<Vec<_>>().join("\n");
    lines.retain(|line| !line.starts_with("note: run with `RUST_BACKTRACE"));
    Some(Panic { message: message.trim_end().to_owned(), place })
}

#[cfg(test)]
mod tests {
    use super::{Panic, take_panic};

    #[test]
    fn a_panic_is_found_among_what_a_server_printed() {
        let mut lines = [
            "ann is here",
            "",
            "thread 'main' () panicked at exercises/src/ex04_keep_serving.rs:31:40:",
            "called `unwrap`",
            "on an error",
            "note: run with `RUST_BACKTRACE=1` environment variable",
            "the end",
        ]
        .map(str::to_owned)
        .to_vec();
        let panic = Panic {
            message: "called `unwrap`\non an error".into(),
            place: "exercises/src/ex04_keep_serving.rs:31:40".into(),
        };
        assert_eq!(take_panic(&mut lines), Some(panic));
        assert_eq!(lines, ["ann is here", "", "the end"]);
        assert_eq!(take_panic(&mut lines), None);
    }
}
