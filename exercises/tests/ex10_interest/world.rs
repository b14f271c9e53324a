//! The poller, and ann at the other end of her socket.

use exercises::ex10_interest::{Client, Interest, Poller};
use testkit::{Check, Timeline, quote};

use super::socket::Socket;

/// After so many reports in a row, a server never sleeps.
const REPORTS: usize = 40;

pub const NOTHING: Interest = Interest { readable: false, writable: false };
pub const READABLE: Interest = Interest { readable: true, writable: false };
pub const WRITABLE: Interest = Interest { readable: false, writable: true };
pub const BOTH: Interest = Interest { readable: true, writable: true };

/// The poller, which reports once for each question.
struct Question {
    asked: Option<Interest>,
    story: Timeline,
}

impl Poller for Question {
    fn modify(&mut self, interest: Interest) {
        self.story.note("you", format!("ask about {}", words(interest)));
        self.asked = Some(interest);
    }
}

pub struct World<'a> {
    check: &'a Check,
    socket: Socket,
    question: Question,
    client: Client<Socket>,
}

impl<'a> World<'a> {
    /// Ann has just come. The kernel takes so many bytes for her.
    pub fn new(check: &'a Check, room: usize) -> Self {
        let socket = Socket::new(room, check.timeline());
        let client = Client::new(socket.clone());
        let mut question = Question { asked: None, story: check.timeline().clone() };
        question.modify(client.interest());
        World { check, socket, question, client }
    }

    pub fn ann_says(&mut self, text: &str) {
        self.note("ann", format!("says {}", quote(text.as_bytes(), 40)));
        self.socket.kernel().unread.extend(text.as_bytes());
    }

    pub fn ann_ends(&mut self) {
        self.note("ann", "ends her input".to_owned());
        self.socket.kernel().has_ended = true;
    }

    pub fn ann_makes_room(&mut self, bytes: usize) {
        self.note("ann", format!("reads, and makes room for {bytes} bytes"));
        self.socket.kernel().room += bytes;
    }

    pub fn is_owed(&mut self, text: &str) {
        self.note("bob", format!("says {} bytes to ann", text.len()));
        self.client.owe(text.as_bytes(), &mut self.question);
    }

    /// Reports until there is nothing to report, and says why there is always
    /// something, or what was left undone.
    pub fn settles(&mut self) {
        for _ in 0..REPORTS {
            let report = self.ready();
            if report == NOTHING {
                self.note("the server", "sleeps".to_owned());
                return self.nothing_is_left_undone();
            }
            self.reports(report);
        }
        let owes = !self.client.owed.is_empty();
        let cause = if self.ready().readable && self.client.has_ended {
            "after its end a socket is readable for ever, and there is nothing to read: \
             stop asking for it."
        } else if self.ready().writable && !owes {
            "interest in writing stays on though nothing is owed, and there is nearly \
             always room: ask for it only while something is owed."
        } else {
            "reports are not acted upon, so they come again and again."
        };
        self.check.fail("the server sleeps", "it never does", cause);
    }

    /// A report, be it true or not. It uses up the question.
    pub fn reports(&mut self, report: Interest) {
        let told = match report {
            NOTHING => "makes an empty report".to_owned(),
            _ => format!("reports {}", words(report)),
        };
        self.note("the poller", told);
        self.socket.kernel().in_vain = 0;
        self.question.asked = None;
        self.client.handle(report, &mut self.question);
    }

    /// What is so, and was asked about.
    fn ready(&self) -> Interest {
        let kernel = self.socket.kernel();
        let asked = self.question.asked.unwrap_or(NOTHING);
        Interest {
            readable: asked.readable
                && (!kernel.unread.is_empty() || kernel.has_ended),
            writable: asked.writable && kernel.room > 0,
        }
    }

    fn nothing_is_left_undone(&self) {
        let kernel = self.socket.kernel();
        let unheard = kernel.has_ended && !self.client.has_ended;
        let left = if !kernel.unread.is_empty() || unheard {
            let what =
                if kernel.unread.is_empty() { "her end" } else { "her words" };
            (
                format!("{what} unread"),
                "you wait for room to write and no longer hear what she says: ask \
                 for both as long as both matter.",
            )
        } else if !self.client.owed.is_empty() && kernel.room > 0 {
            (
                format!("{} bytes unsent", self.client.owed.len()),
                match self.client.interest().writable {
                    true => {
                        "you hold bytes for this client but never asked for \
                         writability after adding them: `modify` comes last."
                    }
                    false => {
                        "you hold bytes for this client but never asked for \
                         writability."
                    }
                },
            )
        } else {
            return;
        };
        let (undone, cause) = left;
        let cause = match self.question.asked {
            None => {
                "the poller forgets its question with each report, and nobody has \
                     asked it anew: every way through `handle` ends with `modify`."
            }
            Some(_) => cause,
        };
        let came = format!("the server sleeps, with {undone}");
        self.check.fail("nothing is left undone", &came, cause);
    }

    pub fn has_heard(&self, expected: &str, cause: &str) {
        self.check.same_bytes(expected.as_bytes(), &self.client.heard, cause);
    }

    pub fn ann_has_got(&self, expected: &str, cause: &str) {
        let kernel = self.socket.kernel();
        self.check.same_bytes(expected.as_bytes(), &kernel.taken, cause);
    }

    fn note(&self, who: &str, what: String) {
        self.check.timeline().note(who, what);
    }
}

pub fn words(interest: Interest) -> &'static str {
    match (interest.readable, interest.writable) {
        (true, true) => "reading and writing",
        (true, false) => "reading",
        (false, true) => "writing",
        (false, false) => "nothing",
    }
}
