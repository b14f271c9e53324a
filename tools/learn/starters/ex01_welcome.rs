//! # Exercise 1: the greeting line
//!
//! Somebody connects to the chat and sees nothing. Is the server there at all?
//! So the server speaks first: it says what the newcomer is called, and where to
//! learn the rest. Programs read this line as well as people, so it is fixed to
//! the last byte. A socket carries bytes and no text, so bytes are what you return.
//! And bytes have no end of their own: the newline tells the client that the line
//! is complete.
//!
//! Whoever is called `guest1` reads:
//!
//! ```text
//! * welcome, guest1; /help lists the commands
//! ```
//!
//! ## What the checks do
//!
//! They call `greeting` with the names of several guests and look at the bytes
//! that come back: how the line ends, whose name is in it, and every byte around
//! it. No socket is opened yet.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex01_welcome
//! ```
//!
//! ## Hint 1
//!
//! `format!` puts the name into the line and gives you a `String`. `String` has a
//! method that turns it into its bytes.
//!
//! ## Hint 2
//!
//! The newline is written `\n`, inside the quotes, after `commands`. One is enough,
//! and there is no `\r` before it.
//!
//! ## Hint 3
//!
//! `format!("* hello, {name}\n").into_bytes()` would be a greeting too, only not
//! ours. Ours is in `solutions/src/ex01_welcome.rs`.

/// The first line that a client called `name` reads.
pub fn greeting(name: &str) -> Vec<u8> {
    todo!(
        "the greeting line of {name}.
  What to do: open exercises/src/ex01_welcome.rs and write this function.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex01_welcome"
    )
}
