//! `backpressure`: an [`Outbox`] and [`steps::write_owed`], with a socket that
//! takes what its script says.

use std::io::{ErrorKind, Result as Written};

use WriteStep::{Takes, WouldBlock};
use anyhow::{Result, ensure};
use chat::{Outbox, Piece};
use testkit::{Scripted, WriteStep};

use crate::format::{At, Place};
use crate::story::Story;

/// A limit that fits into a figure. The servers have 256 KiB.
const LIMIT: usize = 32;

pub(super) fn make() -> Result<Vec<Story>> {
    Ok(vec![catches_up()?, does_not_read()?])
}

fn catches_up() -> Result<Story> {
    let mut scene = Scene::new("cat reads slowly");
    scene.show("Ann is about to speak to bob and cat. Both are owed nothing.");
    scene.hear("ann: one\n");
    scene.show("Ann has said a line. In the same turn it is owed to both.");
    scene.write([]);
    scene.show("The loop writes what it owes. Both sockets take all of it.");

    scene.hear("ann: two\n");
    scene.write([Takes(4), WouldBlock]);
    scene.show(
        "Cat has stopped reading, and her socket has room for 4 bytes. The rest \
         stays in her outbox, in order. Bob has the whole line.",
    );
    scene.hear("ann: three\n");
    scene.show(
        "The next line goes behind what cat is owed already. The kernel has not \
         reported room, so for her nothing is tried.",
    );
    scene.write_to_bob();
    scene.show("Bob is written to as ever. That cat is slow delays nobody.");
    scene.write([Takes(9), WouldBlock]);
    scene.show(
        "Cat reads again, so her socket takes some: one write with the end of the \
         second line and the start of the third.",
    );
    scene.write([]);
    scene.show("She has caught up. Every byte came once, and in order.");
    ensure!(scene.cat.written() == scene.bob.written(), "cat has read all of it");
    Ok(scene.story)
}

fn does_not_read() -> Result<Story> {
    let mut scene = Scene::new("cat does not read");
    scene.show("Cat's program hangs and reads nothing. Nobody knows that yet.");
    scene.hear("ann: one\n");
    scene.write([Takes(5), WouldBlock]);
    scene.show("Her socket takes 5 bytes, and is full. She is owed the rest.");
    for line in ["ann: two\n", "ann: three\n"] {
        scene.hear(line);
        scene.write_to_bob();
    }
    scene.show("Ann talks on, and bob reads it. For cat the lines pile up.");
    scene.hear("ann: four\n");
    scene.write_to_bob();
    let over = scene.owed.exceeds(LIMIT);
    scene.show("Now cat is owed more than the limit allows.");
    let tried = scene.write([WouldBlock]);
    scene.show("Before she is judged, the kernel is asked once more: no room.");
    ensure!(over && tried && scene.owed.exceeds(LIMIT), "cat is over the limit");

    scene.owed = Outbox::default();
    scene.cat_is = "disconnected";
    scene.show(
        "So cat is disconnected, and what she was owed is freed. Without the limit \
         her silence would have cost memory for as long as ann talks.",
    );
    scene.hear_bob("ann: five\n");
    scene.write_to_bob();
    scene.show("For ann and bob the chat goes on.");
    Ok(scene.story)
}

struct Scene {
    story: Story,
    bob: Scripted,
    cat: Scripted,
    /// What bob and cat are owed.
    owed_bob: Outbox,
    owed: Outbox,
    cat_is: &'static str,
    last_write: String,
}

impl Scene {
    fn new(variant: &str) -> Scene {
        Scene {
            story: Story::new(variant),
            bob: Scripted::new([], []),
            cat: Scripted::new([], []),
            owed_bob: Outbox::default(),
            owed: Outbox::default(),
            cat_is: "connected",
            last_write: "none yet".to_owned(),
        }
    }

    fn show(&mut self, caption: &str) {
        let places = [
            Place::bytes(At::Client, "bob has got", self.bob.written()),
            Place::bytes(At::Client, "cat has got", self.cat.written()),
            Place::word(At::Kernel, "last write to cat", &self.last_write),
            Place::word(At::Server, "cat is", self.cat_is),
            Place::bytes(At::Server, "bob's outbox", owed(&self.owed_bob)),
            Place::bytes(At::Server, "cat's outbox", owed(&self.owed)),
            Place::gauge(At::Server, "cat is owed", self.owed.len(), LIMIT),
        ];
        self.story.frame(caption, places);
    }

    /// A line becomes due to both.
    fn hear(&mut self, line: &str) {
        self.hear_bob(line);
        self.owed.push(Piece::from(line.as_bytes().to_vec()));
    }

    fn hear_bob(&mut self, line: &str) {
        self.owed_bob.push(Piece::from(line.as_bytes().to_vec()));
    }

    /// Writes to both. Tells whether cat's socket is full.
    fn write(&mut self, cat: impl IntoIterator<Item = WriteStep>) -> bool {
        self.write_to_bob();
        cat.into_iter().for_each(|step| self.cat.then_write(step));
        let (before, offered) = (self.cat.written().len(), self.owed.len());
        let written = steps::write_owed(&mut self.owed, &mut self.cat);
        let taken = self.cat.written().len() - before;
        self.last_write =
            format!("took {taken} of {offered} bytes{}", end(&written));
        written.is_err()
    }

    fn write_to_bob(&mut self) {
        steps::write_owed(&mut self.owed_bob, &mut self.bob)
            .expect("bob's socket takes everything");
    }
}

fn end(written: &Written<()>) -> &'static str {
    match written {
        Ok(()) => "",
        Err(error) if error.kind() == ErrorKind::WouldBlock => ", then WouldBlock",
        Err(_) => ", then an error",
    }
}

fn owed(outbox: &Outbox) -> Vec<u8> {
    outbox.slices().flatten().copied().collect()
}
