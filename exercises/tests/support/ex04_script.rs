//! A listener that follows a script, and what it brings.

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
    pub pauses: usize,
}

pub struct ScriptedClient(Step);

/// Thrown when the script is over.
struct Over;

/// Runs the loop with a script, and holds that exactly these clients were served.
#[track_caller]
pub fn serves<'a>(
    check: &'a Check,
    steps: &[Step],
    expected: &[u16],
) -> ScriptedListener<'a> {
    let steps = steps.iter().copied().collect();
    let mut listener = ScriptedListener { check, steps, pauses: 0 };
    let mut served = Vec::new();
    let serve = |client: ScriptedClient, addr: SocketAddr| {
        served.push(addr.port());
        check.note("serve", format!("gets client {}", addr.port()));
        let Broken(_) = client.0 else { return Ok(()) };
        check.note("serve", "fails: ConnectionReset");
        Err(ErrorKind::ConnectionReset.into())
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
    if served != expected {
        let told = |numbers: &[u16]| format!("clients {numbers:?} are served");
        check.timeline().fail(&told(expected), &told(&served));
    }
    listener
}

impl Listener for ScriptedListener<'_> {
    type Client = ScriptedClient;

    fn accept(&mut self) -> io::Result<(ScriptedClient, SocketAddr)> {
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
            FailsWith(code) if OUT_OF_DESCRIPTORS.contains(&code) => {
                "fails: too many open files".to_owned()
            }
            FailsWith(code) => format!("fails: error {code}"),
            _ => format!("fails: {:?}", error.kind()),
        };
        self.check.note("accept", told);
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
