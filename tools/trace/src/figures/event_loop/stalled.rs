//! A reader who stops, while everybody else goes on.

use anyhow::{Context, Result, bail, ensure};

use super::scene::{Member, Scene};
use super::turn::Turn;
use crate::format::{At, Place};
use crate::linux::sockets::{at_rest, between};

/// What ann says in one go, in lines of 500 bytes: less than an outbox may hold.
const LINES: usize = 384;

/// Far more than the kernel's buffers take.
const ROUNDS: usize = 500;

/// How much cat reads at a time.
const PORTION: usize = 512 * 1024;

impl Scene {
    /// From now on bytes are counted. All are owed nothing.
    pub fn count_bytes(&mut self) {
        self.counts = true;
        for member in &mut self.members {
            (member.written, member.got) = (0, 0);
        }
    }

    fn member(&self, name: &str) -> Result<&Member> {
        let member = self.members.iter().find(|member| member.name == name);
        member.with_context(|| format!("{name} is here"))
    }

    fn member_mut(&mut self, name: &str) -> Result<&mut Member> {
        let member = self.members.iter_mut().find(|member| member.name == name);
        member.with_context(|| format!("{name} is here"))
    }

    /// Bob hears the same as cat, and is owed nothing: the difference is hers.
    fn owed(&self) -> Result<usize> {
        Ok(self.member("bob")?.written - self.member("cat")?.written)
    }

    /// What was written to cat and not read: it waits in the kernel.
    fn in_kernel(&self) -> Result<usize> {
        let cat = self.member("cat")?;
        Ok(cat.written - cat.got)
    }

    /// Looks at who has what.
    pub fn count(&mut self) -> Result<()> {
        if !self.counts {
            return Ok(());
        }
        let (bob, cat) = (self.member("bob")?, self.member("cat")?);
        let limit = chat::outbox::MAX_OUTBOX;
        self.amounts = vec![
            Place::gauge(At::Client, "bob has read", bob.got, None),
            Place::gauge(At::Client, "cat has read", cat.got, None),
            Place::gauge(
                At::Kernel,
                "waits in cat's sockets",
                self.in_kernel()?,
                None,
            ),
            Place::gauge(At::Server, "cat's outbox", self.owed()?, limit),
        ];
        Ok(())
    }

    /// Ann talks until cat's socket takes no more. Bob reads all of it.
    pub fn flood(&mut self) -> Result<()> {
        let line = format!("{}\n", "x".repeat(499));
        for _ in 0..ROUNDS {
            self.member_mut("ann")?.guest.send(line.repeat(LINES));
            self.calls()?;
            self.hear();
            if self.owed()? > 0 {
                return self.agrees_with_the_kernel();
            }
        }
        bail!("cat's socket takes everything")
    }

    /// The kernel counts what waits on either side.
    fn agrees_with_the_kernel(&self) -> Result<()> {
        let server = self.server.addr().port();
        let cat = self.member("cat")?.guest.stream().local_addr()?.port();
        let sockets = at_rest(server)?;
        let send = between(&sockets, server, cat).context("the server's socket")?;
        let receive = between(&sockets, cat, server).context("cat's socket")?;
        let waits = send.send + receive.receive;
        ensure!(
            waits == self.in_kernel()?,
            "the kernel says that {waits} bytes wait"
        );
        Ok(())
    }

    /// Cat reads what has arrived until the kernel tells the server of the room.
    pub fn cat_reads(&mut self) -> Result<Turn> {
        for _ in 0..ROUNDS {
            self.cat_reads_some()?;
            self.count()?;
            let calls = self.calls()?;
            let mut turns = self.turns(&calls).into_iter();
            let is_it = |turn: &Turn| turn.is_about("cat", "writable");
            if let Some(mut turn) = turns.find(is_it) {
                ensure!(!turn.writes.is_empty(), "what is owed is written");
                // How much at once, and where it begins, the kernel decides.
                turn.writes = vec!["write to cat ← what she is owed".to_owned()];
                return Ok(turn);
            }
        }
        bail!("the kernel tells nothing of cat's room")
    }

    pub fn cat_has_read_all(&mut self) -> Result<()> {
        for _ in 0..ROUNDS {
            if self.owed()? + self.in_kernel()? == 0 {
                return Ok(());
            }
            self.cat_reads_some()?;
            self.calls()?;
        }
        bail!("cat does not get all that she is owed")
    }

    /// A good part of what the kernel holds for her, and not more than that.
    fn cat_reads_some(&mut self) -> Result<()> {
        let count = self.in_kernel()?.min(PORTION);
        let cat = self.member_mut("cat")?;
        cat.guest.read_exactly(count);
        cat.got += count;
        Ok(())
    }
}
