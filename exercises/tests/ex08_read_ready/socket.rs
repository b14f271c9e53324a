//! A socket that answers from a script, and has enough of being asked in vain.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};

use testkit::{Timeline, quote};

use super::ann::REPORTS;
use super::causes;

/// What one `read` of a scripted socket answers.
pub enum Answer {
    Bytes(&'static [u8]),
    End,
    Fails(ErrorKind),
}

/// Ann's socket, which answers from a script.
pub struct Socket {
    pub answers: VecDeque<Answer>,
    story: Timeline,
    /// Reads of this call that returned nothing.
    pub in_vain: usize,
    /// The last answer of this call.
    pub last: Option<Result<usize, ErrorKind>>,
    pub has_ended: bool,
    /// It has told of that once.
    pub is_broken: bool,
}

impl Read for Socket {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        assert!(!buf.is_empty(), "expected: a buffer of at least one byte");
        match self.answers.pop_front() {
            Some(Answer::Bytes(bytes)) => {
                let n = bytes.len().min(buf.len());
                buf[..n].copy_from_slice(&bytes[..n]);
                if n < bytes.len() {
                    self.answers.push_front(Answer::Bytes(&bytes[n..]));
                }
                self.note(format!("Ok({n}): {}", quote(&buf[..n], 40)));
                self.last = Some(Ok(n));
                Ok(n)
            }
            Some(Answer::Fails(kind)) => self.fail(kind),
            Some(Answer::End) => self.end(),
            // The kernel tells of a broken connection once, then of an end.
            None if self.has_ended => self.end(),
            None => self.fail(ErrorKind::WouldBlock),
        }
    }
}

impl Socket {
    pub fn new<const N: usize>(answers: [Answer; N], story: &Timeline) -> Self {
        Socket {
            answers: answers.into(),
            story: story.clone(),
            in_vain: 0,
            last: None,
            has_ended: false,
            is_broken: false,
        }
    }

    fn fail(&mut self, kind: ErrorKind) -> io::Result<usize> {
        let may_go_on = [ErrorKind::WouldBlock, ErrorKind::Interrupted];
        self.is_broken |= !may_go_on.contains(&kind);
        self.has_ended |= self.is_broken;
        self.note(format!("{kind:?}"));
        self.count(Err(kind));
        Err(kind.into())
    }

    fn end(&mut self) -> io::Result<usize> {
        self.has_ended = true;
        self.note("Ok(0)".to_owned());
        self.count(Ok(0));
        Ok(0)
    }

    fn count(&mut self, answer: Result<usize, ErrorKind>) {
        self.last = Some(answer);
        self.in_vain += 1;
        if self.in_vain > REPORTS {
            let came = "it reads on and on in one and the same call";
            let cause = causes::of_reading_in_vain(answer);
            self.story.fail_because("one answer", came, cause);
        }
    }

    fn note(&self, what: String) {
        self.story.note("the socket", what);
    }
}
