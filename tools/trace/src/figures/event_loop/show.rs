//! What is seen of a server of step 4, moment by moment.

use anyhow::{Context, Result, ensure};

use super::scene::{Member, Scene};
use super::turn::Turn;
use crate::format::{At, Place, State, What};
use crate::linux::epoll;

impl Scene {
    /// Shows all that happened up to now, turn by turn.
    pub fn tell(&mut self, captions: &[&str]) -> Result<()> {
        let calls = self.calls()?;
        let mut captions = captions.iter().copied();
        for turn in self.turns(&calls) {
            self.show_turn(&turn, &mut captions)?;
        }
        self.hear();
        self.show(captions.next().context("the loop sleeps at last")?)?;
        ensure!(captions.next().is_none(), "there are fewer moments than captions");
        Ok(())
    }

    /// Shows a turn: what woke the loop, what it read, what it wrote.
    pub fn show_turn<'a>(
        &mut self,
        turn: &Turn,
        captions: &mut impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let mut show = |scene: &mut Scene, calls: &[String]| {
            let caption = captions.next().context("each moment has a caption")?;
            let places = scene.places(State::Running, &turn.ready, calls)?;
            scene.story.frame(caption, places);
            anyhow::Ok(())
        };
        show(self, &[])?;
        if !turn.reads.is_empty() {
            self.look_at_interest()?;
            show(self, &turn.reads)?;
        }
        if !turn.writes.is_empty() {
            self.count()?;
            show(self, &turn.writes)?;
        }
        Ok(())
    }

    /// Shows the loop asleep.
    pub fn show(&mut self, caption: &str) -> Result<()> {
        self.look_at_interest()?;
        self.count()?;
        let places = self.places(State::Asleep, &[], &[])?;
        self.story.frame(caption, places);
        Ok(())
    }

    fn look_at_interest(&mut self) -> Result<()> {
        let mut interest = epoll::interest(self.server.id())?;
        interest.sort_by_key(|(token, _)| token.wrapping_add(2));
        let asked = |(token, flags): &(u64, String)| {
            format!("{}: {flags}", self.names.token(*token))
        };
        self.interest = interest.iter().map(asked).collect();
        Ok(())
    }

    fn places(
        &self,
        state: State,
        ready: &[String],
        calls: &[String],
    ) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        for Member { name, read, .. } in &self.members {
            if !self.counts {
                places.push(Place::lines(
                    At::Client,
                    &format!("{name} has read"),
                    read,
                ));
            }
        }
        let interest = &self.interest;
        places.push(Place::list(At::Kernel, "interest, asked for once", interest));
        places.push(Place::list(
            At::Kernel,
            "ready, as the wait returned it",
            ready,
        ));
        let threads = self.threads()?;
        let main = threads.first().context("the server runs")?;
        let is_asleep = state == State::Asleep;
        let call = is_asleep.then(|| main.call.unwrap_or("a call").to_owned());
        let thread = What::Thread { state, call, about: None, switches: None };
        places.push(Place::new(At::Server, "the loop's thread", thread));
        places.push(Place::list(At::Server, "calls", calls));
        places.extend(self.amounts.clone());
        Ok(places)
    }
}
