//! What an answer of `read` means, told to whoever took it for something else.

use std::io::ErrorKind::{self, Interrupted, WouldBlock};

use exercises::ex08_read_ready::{Outcome, Report};

/// Why `came` is wrong after a call in which this was the last answer of `read`;
/// `None` if nothing was read. An error may have been told of before.
pub fn of_the_outcome(
    report: Report,
    is_broken: bool,
    last: Option<Result<usize, ErrorKind>>,
    came: Outcome,
) -> &'static str {
    let is_over = matches!(came, Outcome::End | Outcome::Broken);
    match last {
        None if !is_over => {
            "some systems report an end as closed and not as readable: read, or \
             nobody ever finds out."
        }
        None | Some(Ok(1..)) if report.closed && is_over => {
            "who speaks and closes at once is reported readable and closed in one: \
             read until `Ok(0)` all the same, or the last words are lost."
        }
        Some(Err(WouldBlock)) if report.closed && is_over => {
            "a report is a hint: that a socket is closed you know from `Ok(0)`, and \
             here `read` says that nothing is there yet."
        }
        None => "only `read` knows what became of the client: call it.",
        Some(Ok(1..)) => {
            "every n above zero is progress, be it the whole buffer or a part of it, \
             and what does not fit is there for the next read."
        }
        Some(Ok(0)) if is_broken && came == Outcome::End => {
            "the kernel tells of a broken connection once, and after that of an end: \
             whoever reads on in one call must not forget an error that comes behind \
             bytes."
        }
        Some(Ok(0)) if came == Outcome::Broken => {
            "`Ok(0)` is an orderly goodbye, and no broken connection."
        }
        Some(Ok(0)) => {
            "`Ok(0)` is the end of input. A poller reports it again and again until \
             the client is let go, so the server never sleeps any more."
        }
        Some(Err(WouldBlock)) if came == Outcome::End => {
            "`WouldBlock` is not the end: ann is merely silent, and will say more."
        }
        Some(Err(WouldBlock)) => {
            "`WouldBlock` is no failure, it only means that nothing is there *yet*: \
             answer `NothingYet`."
        }
        Some(Err(Interrupted)) if came == Outcome::NothingYet => {
            "after `NothingYet` the poller waits for something new, but a signal says \
             nothing of what is there already: ask again at once."
        }
        Some(Err(Interrupted)) => {
            "`Interrupted` says that a signal came during the call; nothing happened \
             to the connection: ask again."
        }
        Some(Err(_)) if came == Outcome::End => {
            "an error is not the orderly end: what is unfinished stays unfinished, \
             and only `Ok(0)` makes a line of it."
        }
        Some(Err(_)) => {
            "apart from `WouldBlock` and `Interrupted`, every error means that this \
             connection is broken for good, whatever it is called."
        }
    }
}

/// Why it is wrong to ask again and again after this answer.
pub fn of_reading_in_vain(last: Result<usize, ErrorKind>) -> &'static str {
    match last {
        Err(WouldBlock) => {
            "on `WouldBlock` you ask again at once, so this call never ends and \
             everybody else waits: return, the poller says when to come back."
        }
        Ok(_) => "after `Ok(0)` there is nothing to ask for any more.",
        Err(_) => "a broken connection stays broken: do not ask again.",
    }
}

/// Why `came` is in `input`, and not what was expected.
pub fn of_wrong_bytes(expected: &[u8], came: &[u8]) -> &'static str {
    let replaced = "\u{FFFD}".as_bytes();
    if came.windows(replaced.len()).any(|bytes| bytes == replaced) {
        "bytes were made into text before the line was whole: add them as they are."
    } else if came.len() > expected.len() {
        "only the first n bytes of the buffer were read just now, `&scratch[..n]`; \
         behind them stand old ones, the words of somebody else."
    } else {
        "each read adds `&scratch[..n]` to `input`: nothing may be left out, and what \
         is there already must not be overwritten."
    }
}
