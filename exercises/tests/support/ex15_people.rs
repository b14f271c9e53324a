//! People with scripted sockets, and a loop that turns until it may sleep.

use chat::ClientId;
use exercises::ex15_fairness::{Heard, MAX_LINES, Readers};
use testkit::{Check, ReadStep, Timeline};

use super::wire::{Held, Wire, wire};

/// The event loop, and everything that it heard.
pub struct Loop {
    readers: Readers<Wire>,
    people: Vec<Person>,
    /// Who was heard, in order: the place in `people`, and the words.
    heard: Vec<(usize, Heard)>,
    /// The kernel repeated a report.
    was_reported_again: bool,
    story: Timeline,
}

/// A client, as the check sees it.
struct Person {
    name: &'static str,
    wire: Held,
}

impl Loop {
    pub fn new<const N: usize>(check: &Check, names: [&'static str; N]) -> Loop {
        let (story, readers) = (check.timeline().clone(), Readers::default());
        let (people, heard, was_reported_again) = (Vec::new(), Vec::new(), false);
        let mut this = Loop { readers, people, heard, was_reported_again, story };
        for (at, name) in names.into_iter().enumerate() {
            let (given, wire) = wire(name, &this.story);
            this.readers.add(id(at), given);
            this.people.push(Person { name, wire });
        }
        this
    }

    /// What arrives for this client. The kernel reports it once.
    pub fn arrives(&mut self, who: &str, steps: impl IntoIterator<Item = ReadStep>) {
        let at = self.at(who);
        self.people[at].wire.then(steps);
        self.readers.handle_readable(id(at));
    }

    /// From now on this client sends the same bytes for ever.
    pub fn never_stops(&mut self, who: &str, bytes: &[u8]) {
        let at = self.at(who);
        self.people[at].wire.then_for_ever(bytes);
        self.readers.handle_readable(id(at));
    }

    pub fn turn(&mut self) {
        for person in &self.people {
            person.wire.begin_a_turn();
        }
        self.story.note("loop", "begins a turn");
        let heard = self.readers.read();
        for (at, person) in self.people.iter().enumerate() {
            let of_them = heard.iter().filter(|(who, _)| *who == id(at));
            let (left, lines): (Vec<_>, Vec<_>) =
                of_them.partition(|(_, what)| *what == Heard::Left);
            let lines = lines.len();
            if lines > 0 || !left.is_empty() {
                let left = if left.is_empty() { "" } else { ", Left" };
                let what =
                    format!("hears {}: {}{left}", person.name, so_many(lines));
                self.story.note("loop", what);
            }
            if lines > MAX_LINES {
                let expected =
                    format!("at most {MAX_LINES} lines of one client in one turn");
                let got = format!("{lines} of {}", person.name);
                let cause = "a share ends after `MAX_LINES` lines, and a turn holds \
                             one share for each: the others wait for its end.";
                let again = match self.was_reported_again {
                    true => " Reported twice is still one place in the queue.",
                    false => "",
                };
                let cause = format!("{cause}{again}");
                self.story.fail_because(&expected, &got, &cause);
            }
        }
        self.heard
            .extend(heard.into_iter().map(|(ClientId(who), what)| (who - 7, what)));
    }

    /// Turns until it may sleep.
    pub fn run(&mut self) {
        let mut in_vain = 0;
        loop {
            let before = self.heard.len();
            self.turn();
            if self.readers.may_sleep() {
                break;
            }
            in_vain = if self.heard.len() > before { 0 } else { in_vain + 1 };
            if in_vain > 100 {
                let got = "it goes from turn to turn and hears nothing";
                let cause = "somebody stays on the list though the socket said \
                             `WouldBlock` and no line waits: 100 % CPU, for \
                             nothing.";
                self.story.fail_because("the loop may sleep", got, cause);
            }
        }
        self.story.note("loop", "sleeps");
    }

    /// Everything that this client was heard to say.
    pub fn said(&self, who: &str) -> Vec<&Heard> {
        let of_them =
            self.heard.iter().filter(|(by, _)| self.people[*by].name == who);
        of_them.map(|(_, what)| what).collect()
    }

    /// Turns until this client is heard, three at most, and returns how many lines
    /// of others came first.
    pub fn heard_before(&mut self, who: &str) -> usize {
        let (at, start) = (self.at(who), self.heard.len());
        for _ in 0..3 {
            self.turn();
            let by: Vec<_> = self.heard[start..].iter().map(|(by, _)| *by).collect();
            if let Some(before) = by.iter().position(|by| *by == at) {
                return before;
            }
        }
        let got = "three turns without a word of it";
        let cause = if self.said(who).is_empty() {
            "a turn gives a share to everybody who is ready, each in turn."
        } else {
            "whoever was drained is ready again with its next event: what marks it as \
             ready has to be taken back when the socket says `WouldBlock`."
        };
        self.story.fail_because(&format!("the line of {who} is heard"), got, cause)
    }

    /// Fails unless exactly these lines were heard of this client, in order.
    pub fn has_said(&self, who: &str, lines: &[String], cause: &str) {
        let said = self.said(who);
        let expected: Vec<_> = lines.iter().cloned().map(Heard::Line).collect();
        let expected: Vec<_> = expected.iter().collect();
        if said != expected {
            let same =
                said.iter().zip(&expected).take_while(|(a, b)| a == b).count();
            let next = said.get(same).map(|what| format!(", then {what:?}"));
            let expected = format!("{} of {who}, in order", so_many(lines.len()));
            let got = format!("{same} of them{}", next.unwrap_or_default());
            self.story.fail_because(&expected, &got, cause);
        }
    }

    /// Whether everything that came for this client was read.
    pub fn has_read_all_of(&self, who: &str) -> bool {
        self.people[self.at(who)].wire.is_read_up()
    }

    pub fn reads_of(&self, who: &str) -> usize {
        self.people[self.at(who)].wire.reads()
    }

    /// Whether the learner's code still holds this client's socket.
    pub fn is_open(&self, who: &str) -> bool {
        self.people[self.at(who)].wire.is_open()
    }

    pub fn report(&mut self, who: &str) {
        self.story.note(who, "is reported as readable");
        self.was_reported_again = true;
        let at = self.at(who);
        self.readers.handle_readable(id(at));
    }

    pub fn report_a_stranger(&mut self) {
        self.story.note("kernel", "reports a client that never was");
        self.readers.handle_readable(ClientId(usize::MAX));
    }

    fn at(&self, who: &str) -> usize {
        self.people.iter().position(|person| person.name == who).expect("a name")
    }
}

/// Any numbers will do, as long as they differ.
fn id(at: usize) -> ClientId {
    ClientId(at + 7)
}

/// A count of lines in words.
pub fn so_many(lines: usize) -> String {
    format!("{lines} {}", if lines == 1 { "line" } else { "lines" })
}

/// `line 1`, `line 2`, and so on.
pub fn lines(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("line {n}")).collect()
}

/// The same as one piece of what is sent.
pub fn bytes(lines: &[String]) -> ReadStep {
    let lines = lines.iter().map(|line| format!("{line}\n"));
    ReadStep::bytes(lines.collect::<String>())
}
