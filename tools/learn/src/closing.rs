//! What is said when all twenty are solved.

use crate::text::{BOLD, GOOD, paint};

/// The closing screen.
pub fn lines() -> Vec<String> {
    let head = paint(GOOD, "✓ All twenty exercises are solved");
    let mut lines = vec![head, String::new()];
    let text = "You have written a line buffer, an outbox and slots; a server with a \
                thread for each client, one that asks who is ready, and one that is \
                told. The last of them holds as many as the machine does, and nobody \
                in it can stop it.";
    lines.extend([text.to_owned(), String::new(), paint(BOLD, "What comes now")]);
    lines.extend(
        [
            "cargo run -p exercises -- ex20    your own server, on port 7000",
            "cargo attack all 127.0.0.1:7000   hostile clients, let loose on it",
            "cargo lab --quick                 what each way of waiting costs",
        ]
        .map(|line| format!("  {line}")),
    );
    let end = "Part 5 of the book takes it to ten thousand clients, on your machine, \
               and shows you how to read what you measure. At the next server that \
               hangs at two in the morning you will know where to look.";
    lines.extend([String::new(), end.to_owned()]);
    lines
}
