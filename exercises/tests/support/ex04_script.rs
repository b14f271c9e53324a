//! A listener that follows a script, and what it brings.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use exercises::ex04_keep_serving::{Client, Listener, keep_serving};
use testkit::Check;

/// EMFILE and ENFILE on Unix, which std has no names for.
pub const OUT_OF_DESCRIPTORS: [i32; 2] = [24, 23];

/// What one `accept` meets. The number is the client's port.
#[derive(Clone, Copy)]
pub enum Step {
    Good(u16),
    /// Its `serve` fails.
    Broken(u16),
    /// It has reset the connection before anybody looked at it.
    Gone(u16),
    Fails(ErrorKind),
    FailsWith(i32),
}
use Step::{Broken, Fails, FailsWith, Gone, Good};

pub struct ScriptedListener<'a> {
    check: &'a Check,
    steps: VecDeque<Step>,
    served: &'a RefCell<Vec<u16>>,
    /// What the last `accept` met, and how often the loop has paused since.
    last: Option<Step>,
    pauses: usize,
}

pub struct ScriptedClient(Step);

/// Thrown when the script is over.
struct Over;

/// How a client's `serve` may fail.
const MISFORTUNES: [ErrorKind; 5] = [
    ErrorKind::ConnectionReset,
    ErrorKind::BrokenPipe,
    ErrorKind::WouldBlock,
    ErrorKind::Interrupted,
    ErrorKind::Other,
];

/// Runs the loop with a script, and holds that exactly these clients were served,
/// each before the next was waited for, and that it paused where it had to.
#[track_caller]
pub fn serves(check: &Check, steps: &[Step], expected: &[u16]) {
    let steps = steps.iter().copied().collect();
    let served = &RefCell::default();
    let mut listener =
        ScriptedListener { check, steps, served, last: None, pauses: 0 };
    let mut misfortunes = MISFORTUNES.iter().cycle();
    let serve = |client: ScriptedClient, addr: SocketAddr| {
        served.borrow_mut().push(addr.port());
        check.note("serve", format!("gets client {}", addr.port()));
        let Broken(_) = client.0 else { return Ok(()) };
        let kind = *misfortunes.next().expect("they come again and again");
        check.note("serve", format!("fails: {kind:?}"));
        Err(kind.into())
    };
    let ended =
        catch_unwind(AssertUnwindSafe(|| keep_serving(&mut listener, serve)));
    match ended {
        Err(thrown) if thrown.is::<Over>() => {}
        // A panic in keep_serving is told as such.
        Err(thrown) => resume_unwind(thrown),
        Ok(outcome) => {
            let came = format!("{:?}", outcome.map_err(|error| error.kind()));
            check.timeline().fail("keep_serving never returns", &came);
        }
    }
    let served = served.borrow();
    if *served != expected {
        let told = |numbers: &[u16]| format!("clients {numbers:?} are served");
        check.timeline().fail(&told(expected), &told(&served));
    }
}

impl ScriptedListener<'_> {
    /// The loop is about to wait for the next client.
    fn is_done_with_the_last(&self) {
        let told = match self.last {
            None => return,
            Some(Good(number) | Broken(number)) => {
                if self.served.borrow().last() != Some(&number) {
                    let cause = "the next client may come in an hour: hand this one \
                                 on before you ask for it";
                    let came =
                        format!("accept is called, and client {number} waits");
                    self.check.fail("each client is served at once", &came, cause);
                }
                format!("client {number}")
            }
            Some(Gone(number)) => format!("client {number}"),
            Some(Fails(kind)) => format!("{kind:?}"),
            Some(FailsWith(code)) => error_name(code),
        };
        match self.last.and_then(needs_a_pause) {
            Some(Pause::Needed(cause)) if self.pauses == 0 => {
                let expected = format!("a pause after {told}");
                self.check.fail(&expected, "accept is asked again at once", cause);
            }
            Some(Pause::Harmful(cause)) if self.pauses > 0 => {
                self.check.fail(&format!("no pause after {told}"), "a pause", cause);
            }
            _ => {}
        }
    }
}

/// What a pause does for the clients who wait, and why.
enum Pause {
    Needed(&'static str),
    Harmful(&'static str),
}

/// Whether the loop has to pause after this; `None` where it may do as it likes.
fn needs_a_pause(step: Step) -> Option<Pause> {
    use ErrorKind::{
        ConnectionAborted, Interrupted, InvalidInput, Other, OutOfMemory, WouldBlock,
    };
    Some(match step {
        Good(_) | Broken(_) | Gone(_) => Pause::Harmful(
            "`accept` has not failed, only a client has, or none: whoever waits behind \
             it is served at once",
        ),
        Fails(ConnectionAborted | Interrupted) => Pause::Harmful(
            "who resets connections as fast as he can would keep everybody waiting: \
             this error is gone at once, so ask again at once, whatever came before it",
        ),
        Fails(WouldBlock) => Pause::Needed(
            "a listener that does not wait gives `WouldBlock` as often as it is asked: \
             pause after it too",
        ),
        FailsWith(_) | Fails(Other | OutOfMemory | InvalidInput) => Pause::Needed(
            "asking again at once brings the same error a hundred thousand times a \
             second: pause after all but those that are known to be gone at once",
        ),
        Fails(_) => return None,
    })
}

/// In words, where that says more than a number.
fn error_name(code: i32) -> String {
    match OUT_OF_DESCRIPTORS.contains(&code) {
        true => "too many open files".to_owned(),
        false => format!("error {code}"),
    }
}

impl Listener for ScriptedListener<'_> {
    type Client = ScriptedClient;

    fn accept(&mut self) -> io::Result<(ScriptedClient, SocketAddr)> {
        self.is_done_with_the_last();
        self.pauses = 0;
        self.last = self.steps.front().copied();
        let step = self.steps.pop_front();
        let step = step.unwrap_or_else(|| resume_unwind(Box::new(Over)));
        let error: io::Error = match step {
            Good(number) | Broken(number) | Gone(number) => {
                self.check.note("accept", format!("brings client {number}"));
                return Ok((ScriptedClient(step), addr_of(number)));
            }
            Fails(kind) => kind.into(),
            FailsWith(code) => io::Error::from_raw_os_error(code),
        };
        let told = match step {
            FailsWith(code) => error_name(code),
            _ => format!("{:?}", error.kind()),
        };
        self.check.note("accept", format!("fails: {told}"));
        Err(error)
    }

    fn pause(&mut self) {
        self.pauses += 1;
        self.check.note("accept", "is left alone for a moment");
    }
}

impl Client for ScriptedClient {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match self.0 {
            Gone(_) => Err(ErrorKind::NotConnected.into()),
            Good(number) | Broken(number) => Ok(addr_of(number)),
            Fails(_) | FailsWith(_) => unreachable!("it brought no client"),
        }
    }
}

fn addr_of(number: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], number))
}
