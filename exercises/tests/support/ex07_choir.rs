//! Five guests who all speak at the same moment, and compare what they heard.

use testkit::{Guest, Server};

use super::guests::{at_once, enters};

/// How many lines each of them says at once. All of them fit into a mailbox.
pub const LINES: usize = 200;

const NAMES: [&str; 5] = ["ann", "bob", "dan", "eve", "kim"];

pub struct Choir([Guest; NAMES.len()]);

/// What was wrong with what was heard.
pub enum Discord {
    /// Not the lines that were said, each whole and in its author's order.
    Torn,
    /// The same lines, in another order than somebody else heard.
    AnotherOrder,
}

impl Choir {
    #[track_caller]
    pub fn enters(server: &Server) -> Choir {
        Choir(NAMES.map(|name| enters(server, name)))
    }

    /// All say their lines, and each hears those of the others.
    #[track_caller]
    pub fn sings(&mut self, server: &Server) -> Result<(), Discord> {
        at_once(server, || self.0.iter_mut().for_each(says));
        let lines: String = (0..LINES).map(|n| heard_from(NAMES[0], n)).collect();
        let all = lines.len() * (NAMES.len() - 1);
        let heard = self.0.each_mut().map(|guest| {
            let bytes = guest.read_exactly(all);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        for (heard, own) in heard.iter().zip(NAMES) {
            if NAMES.iter().any(|other| *other != own && is_torn(heard, other)) {
                return Err(Discord::Torn);
            }
        }
        for (text, own) in heard.iter().zip(NAMES) {
            // Nobody hears itself, so two compare what both of them can have heard.
            let both = |line: &&str| ![own, NAMES[0]].contains(&&line[..3]);
            if !text.lines().filter(both).eq(heard[0].lines().filter(both)) {
                return Err(Discord::AnotherOrder);
            }
        }
        Ok(())
    }
}

fn says(guest: &mut Guest) {
    let name = guest.name().to_owned();
    guest.send((0..LINES).map(|n| said_by(&name, n)).collect::<String>());
}

/// `0007 annannannann` and its newline: of one length whoever says it.
fn said_by(name: &str, n: usize) -> String {
    format!("{n:04} {}\n", name.repeat(4))
}

fn heard_from(name: &str, n: usize) -> String {
    format!("{name}: {}", said_by(name, n))
}

fn is_torn(heard: &str, name: &str) -> bool {
    let lines = heard.split_inclusive('\n').filter(|line| line.starts_with(name));
    !lines.eq((0..LINES).map(|n| heard_from(name, n)))
}
