//! Chats that write down what the loop does with them, and what wakes the loop.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use exercises::ex17_waker::{Chat, Hotline, WAKER, Wake};
use mio::Token;
use testkit::Check;

use super::night::say;

/// The chat of a story.
pub struct Room<'a> {
    pub check: &'a Check,
    pub done: Rc<RefCell<Vec<String>>>,
    pub echo: Option<(&'static str, Hotline)>,
}

impl Room<'_> {
    fn does(&mut self, what: String) {
        self.check.note("loop", &what);
        self.done.borrow_mut().push(what);
    }
}

impl Chat for Room<'_> {
    fn announce(&mut self, text: &str) {
        self.does(format!("announces {text}"));
        if let Some((text, hotline)) = self.echo.take() {
            self.check.note("loop", format!("gives {:?}", say(text)));
            let _ = hotline.give(say(text));
        }
    }

    fn serve(&mut self, client: Token) {
        not_the_waker(self.check, client);
        self.does(format!("serves {}", tokens(&[client])));
    }
}

fn not_the_waker(check: &Check, client: Token) {
    if client == WAKER {
        let cause = "the waker is no client: keep its own token back.";
        check.fail("only clients are served", "serve(WAKER)", cause);
    }
}

pub fn tokens(tokens: &[Token]) -> String {
    let one = |token: &Token| match *token {
        WAKER => "WAKER".to_owned(),
        Token(client) => format!("client {client}"),
    };
    tokens.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What was announced. There are no clients.
pub struct Heard<'a> {
    pub heard: Vec<String>,
    pub check: &'a Check,
}

impl Chat for Heard<'_> {
    fn announce(&mut self, text: &str) {
        self.heard.push(text.to_owned());
    }

    fn serve(&mut self, _: Token) {
        self.check.fail(
            "the waker's events have the token `WAKER`",
            "an event with another token came",
            "the token that the waker was made with is the one that `poll` reports.",
        );
    }
}

pub fn spoken<S: AsRef<str>>(done: &[S]) -> String {
    let done: Vec<&str> = done.iter().map(AsRef::as_ref).collect();
    if done.is_empty() { "does nothing".to_owned() } else { done.join(", ") }
}

/// What wakes the loop of the story.
pub struct Flag(pub Arc<AtomicBool>);

/// As with mio, whose waker is a descriptor: closing it takes its event along.
impl Drop for Flag {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Wake for Flag {
    fn wake(&self) -> io::Result<()> {
        self.0.store(true, Ordering::Relaxed);
        Ok(())
    }
}
