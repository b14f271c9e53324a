//! `event-loop`: the process of step 4, listened in on by strace.

mod scene;
mod show;
mod stalled;
mod turn;

use anyhow::{Result, ensure};

use crate::story::Story;
use scene::Scene;

pub(super) fn make() -> Result<Vec<Story>> {
    Ok(vec![one_speaks()?, two_at_once()?, one_stops_reading()?])
}

fn one_speaks() -> Result<Story> {
    let mut scene = Scene::start("ann comes, speaks, and leaves")?;
    scene.comes_quietly("bob")?;
    scene.show("Bob is here and silent. The one thread sleeps in its one wait.")?;
    scene.comes("ann", &[
        "Ann connects. The wait returns one report: somebody is at the door.",
        "The loop accepts until nobody is left at the door. It has the kernel watch \
         ann, once and for all, in both directions.",
        "The rules owe her a greeting. It is written at the end of the turn.",
        "The next wait returns at once: her socket takes bytes, which is news to the \
         kernel. Nothing is owed, so nothing is done.",
        "The loop sleeps again.",
    ])?;
    scene.says("ann", "hello", &[
        "Ann says hello. The report names all that holds for her socket now: one may \
         read from it, and write to it.",
        "The loop reads until the kernel says `WouldBlock`. After an edge it has to.",
        "At the end of the turn, what was said is written to whom it is owed.",
        "Nothing is left to do, and the loop sleeps.",
    ])?;
    scene.leaves(
        "ann",
        &[
            "Ann leaves. That, too, is a report that her socket can be read.",
            "The read returns the end of her input. She is taken out.",
            "The loop sleeps, and bob was not disturbed.",
        ],
    )?;
    Ok(scene.story)
}

fn two_at_once() -> Result<Story> {
    let mut scene = Scene::start("two speak at once")?;
    for name in ["ann", "bob", "cat"] {
        scene.comes_quietly(name)?;
    }
    scene.show("Ann, bob and cat are here. The loop sleeps.")?;
    let both = |scene: &mut Scene| {
        scene.say("ann", "hello");
        scene.say("bob", "hi ann");
    };
    scene.at_once(both, &[
        "Ann and bob speak in the same moment (we held the server still until both \
         had). One wait returns two reports.",
        "Both are read before anybody is written to.",
        "Then each is written to once. Cat gets two lines in one write.",
        "Two lines, three readers, one turn. The loop sleeps.",
    ])?;
    Ok(scene.story)
}

fn one_stops_reading() -> Result<Story> {
    let mut scene = Scene::start("a reader who stops")?;
    scene.comes_quietly("ann")?;
    scene.comes_quietly("bob")?;
    scene.comes_with_a_small_buffer("cat")?;
    scene.count_bytes();
    scene.show("Cat's program has stopped reading. Nobody knows that yet.")?;
    scene.flood()?;
    scene.show(
        "Ann talks and talks, and bob reads it all. For cat the kernel's buffers have \
         filled up: a write to her was `WouldBlock`, and the rest waits in her outbox.",
    )?;
    scene.says("ann", "still there?", &[
        "Ann says one more line. Cat is not reported: nothing has changed for her.",
        "The loop reads what ann said.",
        "Bob is written to. Cat's line goes behind what she is owed, and no write is \
         tried: the kernel will say when there is room.",
        "The loop sleeps, with bytes in an outbox. That is all right, because it will \
         be told.",
    ])?;
    let turn = scene.cat_reads()?;
    ensure!(turn.is_about("cat", "writable"), "cat's room is reported");
    let captions = [
        "Cat reads again. Her buffers drain, and the kernel reports the change: one \
         may write to her.",
        "The loop writes what it owes her.",
    ];
    scene.show_turn(&turn, &mut captions.into_iter())?;
    scene.cat_has_read_all()?;
    scene.show(
        "Cat has got everything, in order. Nothing is owed, and the loop sleeps.",
    )?;
    Ok(scene.story)
}
