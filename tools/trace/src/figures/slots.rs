//! `slots`: an event for somebody who has left, with the [`Slots`] of `src/` and
//! with nothing but places.

use anyhow::{Result, ensure};
use chat::{ClientId, Slots};

use crate::format::{At, Place};
use crate::story::Story;

/// The kernel's reports for one turn. Two of them are about ann, as happens when
/// her bytes and the end of her connection are noticed apart.
const BATCH: [&str; 3] =
    ["ann: connection closed", "door: bob knocks", "ann: error"];

pub(super) fn make() -> Result<Vec<Story>> {
    Ok(vec![with_slots()?, with_places()?])
}

fn with_slots() -> Result<Story> {
    let mut scene = Scene::new("Slots, as we build them");
    let mut slots = Slots::default();
    let ann = slots.insert("ann");
    slots.insert("cat");
    scene.show(&[], &slots, "Ann and cat are here. Nothing has happened yet.");
    scene.show(
        &BATCH,
        &slots,
        "One wait has returned three reports. Those about ann carry her id.",
    );

    scene.removes(ann, slots.remove(ann));
    scene.show(
        &BATCH[1..],
        &slots,
        "Ann's connection is closed, so she is taken out. Her place stays empty for \
         the rest of this batch.",
    );
    let bob = slots.insert("bob");
    scene.last = format!("insert(bob) → {bob}");
    scene.show(&BATCH[2..], &slots, "Bob comes in. He does not get ann's place.");
    ensure!(slots.remove(ann).is_none(), "ann left in this batch");
    scene.removes(ann, None);
    scene.show(
        &[],
        &slots,
        "The last report is about ann, who has left. Her id finds nobody, and \
         nobody is harmed.",
    );
    slots.recycle();
    scene.last = "recycle()".to_owned();
    scene.show(&[], &slots, "The batch is over. Only now is ann's place free.");
    let eve = slots.insert("eve");
    scene.last = format!("insert(eve) → {eve}");
    scene.show(
        &[],
        &slots,
        "Eve gets it, in the next turn. Her id says the place, and that it was \
         given away once before.",
    );
    let found = slots.get_mut(ann).copied();
    ensure!(found.is_none() && slots.get_mut(eve).is_some(), "only eve is found");
    scene.last = format!("get_mut({ann}) → {found:?}");
    scene.show(
        &[],
        &slots,
        "Even a report that is later still finds nobody by ann's id: the place is \
         the same, the count is not.",
    );
    Ok(scene.story)
}

/// What one writes first: the token is the place, and a place that was left is
/// given away at once.
fn with_places() -> Result<Story> {
    let mut scene = Scene::new("places alone");
    let mut places = vec![Some("ann"), Some("cat")];
    scene.show(&[], &places, "The same story, but an id is nothing but a place.");
    scene.show(&BATCH, &places, "One wait has returned the same three reports.");

    scene.last = format!("remove(0) → {:?}", places[0].take());
    scene.show(&BATCH[1..], &places, "Ann is taken out. Her place is free at once.");
    let free = places.iter().position(Option::is_none);
    ensure!(free == Some(0), "ann's place is the one that is free");
    places[0] = Some("bob");
    scene.last = "insert(bob) → 0".to_owned();
    scene.show(&BATCH[2..], &places, "Bob comes in, and sits where ann sat.");
    let thrown_out = places[0].take();
    ensure!(thrown_out == Some("bob"), "bob is the one who is found");
    scene.last = format!("remove(0) → {thrown_out:?}");
    scene.show(
        &[],
        &places,
        "The last report says 0 and means ann. It finds bob, who is thrown out for \
         her, having done nothing.",
    );
    Ok(scene.story)
}

struct Scene {
    story: Story,
    last: String,
}

impl Scene {
    fn new(variant: &str) -> Scene {
        Scene { story: Story::new(variant), last: "none yet".to_owned() }
    }

    fn removes(&mut self, id: ClientId, found: Option<&str>) {
        self.last = format!("remove({id}) → {found:?}");
    }

    fn show(&mut self, batch: &[&str], places: &impl Seats, caption: &str) {
        let places = [
            Place::list(At::Kernel, "reports still to look at", batch),
            Place::word(At::Server, "last call", &self.last),
            Place::list(At::Server, "places", places.seats()),
        ];
        self.story.frame(caption, places);
    }
}

/// Who sits where, for the eye.
trait Seats {
    fn seats(&self) -> Vec<String>;
}

impl Seats for Vec<Option<&str>> {
    fn seats(&self) -> Vec<String> {
        let name = |place: &Option<&str>| place.unwrap_or("free").to_owned();
        let named = self.iter().map(name).enumerate();
        named.map(|(index, who)| format!("{index}: {who}")).collect()
    }
}

/// `Debug` shows what is nobody else's business: who sits where, how often a place
/// was given away, and which ones are free.
impl Seats for Slots<&str> {
    fn seats(&self) -> Vec<String> {
        let text = format!("{self:?}");
        let free =
            text.rsplit_once("free: [").and_then(|(_, list)| list.split(']').next());
        let free: Vec<&str> = free.unwrap_or_default().split(", ").collect();
        let slots = text.split("Slot { generation: ").skip(1).enumerate();
        let seat = |(index, slot): (usize, &str)| {
            let generation: String =
                slot.chars().take_while(char::is_ascii_digit).collect();
            let who = match slot.split('"').nth(1) {
                Some(who) if !slot.contains("value: None") => who,
                _ if free.contains(&index.to_string().as_str()) => "free",
                _ => "left, not free yet",
            };
            format!("{index}: {who} (given away before: {generation})")
        };
        slots.map(seat).collect()
    }
}
