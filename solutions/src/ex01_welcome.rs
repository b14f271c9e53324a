//! Exercise 1: the greeting line.
//!
//! The text is put together once and handed on as bytes, because bytes are what a
//! socket takes. `into_bytes` copies nothing: a `String` is a `Vec<u8>` that
//! promises to hold UTF-8.

/// The first line that a client called `name` reads.
pub fn greeting(name: &str) -> Vec<u8> {
    format!("* welcome, {name}; /help lists the commands\n").into_bytes()
}
