//! Ann and bob at their keyboards, and what they see in the end.
//!
//! Each types on only when the screen shows what the other one said, so the
//! screens at the end are the same in every run.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use pty_process::blocking::{Command as CommandAtTerminal, Pty, open};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use vt100::{Parser, Screen};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub const ROWS: u16 = 12;
pub const COLUMNS: u16 = 46;

/// Only a guard against hanging.
const GUARD: Timespec = Timespec { tv_sec: 60, tv_nsec: 0 };

/// Somebody stands at an empty prompt.
const NOTHING: &str = "";

/// Lets ann and bob chat. Returns ann's screen, then bob's.
pub fn two_screens() -> Result<[Screen; 2]> {
    let (_server, addr) = start_server()?;
    let mut ann = Person::sits_down("ann", &addr)?;
    let mut bob = Person::sits_down("bob", &addr)?;
    ann.enters("/join tea", "* you are now in tea (1 here)")?;
    bob.enters("/join tea", "* you are now in tea (2 here)")?;
    ann.reads("* bob joined", NOTHING)?;

    ann.says("hi bob! is it just us?", &mut bob, NOTHING)?;
    bob.enters("/who", "* in tea: ann, bob")?;
    bob.says("just us, so 9,998 seats are free", &mut ann, NOTHING)?;
    ann.says("and one thread serves them all?", &mut bob, NOTHING)?;
    bob.says("one thread, and it is mostly asleep", &mut ann, NOTHING)?;
    let half = "great, I'll go and ask my";
    bob.types(half)?;
    bob.reads("> one thread, and it is mostly asleep", half)?;
    ann.says("let's fill them up!", &mut bob, half)?;
    ann.reads("> let's fill them up!", NOTHING)?;
    Ok([ann.screen(), bob.screen()])
}

/// A process that ends with its owner, however the chat went.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It fails when the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_server() -> Result<(Ended, String)> {
    // Built before, so that no client's screen has to wait for a compiler.
    let build = ["build", "--quiet", "--bin", "step4", "--bin", "client"];
    if !Command::new("cargo").args(build).current_dir(ROOT).status()?.success() {
        return Err("cannot build step 4 and the client".into());
    }
    let mut server = Command::new("cargo")
        .args(["run", "--quiet", "--bin", "step4", "--", "--addr", "127.0.0.1:0"])
        .current_dir(ROOT)
        .stdout(Stdio::piped())
        .spawn()?;
    let said = server.stdout.take().ok_or("step 4 has no standard output")?;
    let server = Ended(server);
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line)?;
    let addr = line.trim_end().strip_prefix("listening on ");
    Ok((server, addr.ok_or("step 4 does not listen")?.to_owned()))
}

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Somebody at a keyboard and a screen.
struct Person {
    name: &'static str,
    pty: Pty,
    seen: Parser,
    _client: Ended,
}

impl Person {
    fn sits_down(name: &'static str, addr: &str) -> Result<Person> {
        let (pty, pts) = open()?;
        pty.resize(pty_process::Size::new(ROWS, COLUMNS))?;
        let client = CommandAtTerminal::new("cargo")
            .args(["run", "--quiet", "--bin", "client", "--"])
            .args(["--addr", addr, "--name", name])
            .current_dir(ROOT)
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR")
            .spawn(pts)?;
        let seen = Parser::new(ROWS, COLUMNS, 0);
        let mut person = Person { name, pty, seen, _client: Ended(client) };
        person.reads(&format!("* you are now {name}"), NOTHING)?;
        Ok(person)
    }

    fn types(&mut self, keys: &str) -> Result<()> {
        Ok(self.pty.write_all(keys.as_bytes())?)
    }

    fn enters(&mut self, command: &str, answer: &str) -> Result<()> {
        self.types(&format!("{command}\r"))?;
        self.reads(answer, NOTHING)
    }

    /// Says it to somebody who is `typing` something meanwhile.
    fn says(&mut self, text: &str, to: &mut Person, typing: &str) -> Result<()> {
        self.types(&format!("{text}\r"))?;
        to.reads(&format!("{}: {text}", self.name), typing)
    }

    /// Waits until this line stands above the prompt, and that behind it.
    fn reads(&mut self, line: &str, typing: &str) -> Result<()> {
        let mut bytes = [0; 4096];
        while !self.shows(line, &format!("> {typing}")) {
            let mut arrival = [PollFd::new(&self.pty, PollFlags::IN)];
            if poll(&mut arrival, Some(&GUARD))? == 0 {
                let seen = self.screen().contents();
                return Err(
                    format!("no {line:?} came to this screen:\n{seen}").into()
                );
            }
            let n = self.pty.read(&mut bytes)?;
            self.seen.process(&bytes[..n]);
        }
        Ok(())
    }

    fn shows(&self, line: &str, prompt: &str) -> bool {
        let screen = self.seen.screen();
        let rows: Vec<String> = screen.rows(0, COLUMNS).collect();
        let (row, column) = screen.cursor_position();
        let (above, below) = rows.split_at(usize::from(row));
        above.iter().any(|row| row == line)
            && below[0].trim_end() == prompt.trim_end()
            && usize::from(column) == prompt.len()
    }

    fn screen(&self) -> Screen {
        self.seen.screen().clone()
    }
}
