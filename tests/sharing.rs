//! What a room hears in one turn is written down once and shared.
//!
//! A room of a thousand hears one line a thousand times. A copy for each would
//! cost a thousand allocations and a thousand lines of memory; so the pieces
//! that are delivered are ranges of the same bytes. The one exception protects
//! the memory, and is held here too.

mod counting;

use std::collections::BTreeMap;

use chat::{Chat, ClientId, Line, Outcome, Piece};
use counting::cost_of;

const ANN: ClientId = ClientId(0);
const BOB: ClientId = ClientId(1);
/// Everybody from here on only listens.
const EVE: ClientId = ClientId(2);

/// A room of so many people, who have read all that was said.
fn room_of(people: usize) -> Chat {
    let mut chat = Chat::default();
    for who in (0..people).map(ClientId) {
        chat.connect(who);
        say(&mut chat, who, "/join tea");
    }
    deliver(&mut chat);
    chat
}

fn say(chat: &mut Chat, who: ClientId, line: &str) {
    assert_eq!(chat.handle_line(who, Line::Text(line)), Outcome::Stays);
}

/// Ends the turn and hands out what everybody is owed.
fn deliver(chat: &mut Chat) -> BTreeMap<ClientId, Vec<Piece>> {
    let mut pieces = BTreeMap::<ClientId, Vec<Piece>>::new();
    chat.end_turn();
    while let Some((who, piece)) = chat.poll_delivery() {
        pieces.entry(who).or_default().push(piece);
    }
    pieces
}

fn text(pieces: &[Piece]) -> String {
    let text =
        |piece: &Piece| String::from_utf8_lossy(piece.as_bytes()).into_owned();
    pieces.iter().map(text).collect()
}

/// Whether these bytes lie within the others, in the same place in memory.
fn lies_within(piece: &Piece, all: &Piece) -> bool {
    let (piece, all) =
        (piece.as_bytes().as_ptr_range(), all.as_bytes().as_ptr_range());
    all.start <= piece.start && piece.end <= all.end
}

#[test]
fn whoever_only_listened_reads_the_very_same_bytes_as_the_others() {
    let mut chat = room_of(1000);
    say(&mut chat, ANN, "hello");
    say(&mut chat, BOB, "hi ann");
    let pieces = deliver(&mut chat);

    let [news] = &pieces[&EVE][..] else { panic!("a turn is one piece") };
    assert_eq!(text(&pieces[&EVE]), "guest1: hello\nguest2: hi ann\n");
    assert_eq!(pieces.len(), 1000);
    for (_, others) in pieces.range(EVE..) {
        let [piece] = &others[..] else { panic!("a turn is one piece") };
        assert_eq!(piece.as_bytes().as_ptr_range(), news.as_bytes().as_ptr_range());
    }
}

#[test]
fn whoever_spoke_reads_the_ranges_around_its_own_lines() {
    let mut chat = room_of(3);
    for (who, line) in [(ANN, "one"), (BOB, "two"), (BOB, "3"), (ANN, "four")] {
        say(&mut chat, who, line);
    }
    say(&mut chat, EVE, "and this makes the lines of ann and bob less than half");
    let pieces = deliver(&mut chat);

    let last = "guest3: and this makes the lines of ann and bob less than half\n";
    let of_ann = format!("guest2: two\nguest2: 3\n{last}");
    let of_bob = format!("guest1: one\nguest1: four\n{last}");
    assert_eq!(text(&pieces[&ANN]), of_ann);
    assert_eq!(text(&pieces[&BOB]), of_bob);
    assert_eq!(pieces[&ANN].len(), 2, "her two lines cut the news in three");
    // The two hold overlapping ranges of one allocation.
    assert!(lies_within(&pieces[&ANN][1], &pieces[&BOB][1]));
}

#[test]
fn a_private_line_does_not_cost_the_room_its_sharing() {
    let mut chat = room_of(10);
    say(&mut chat, ANN, "one");
    say(&mut chat, EVE, "/ping x");
    say(&mut chat, ANN, "two");
    say(&mut chat, BOB, "long enough that ann has not said most of it");
    let pieces = deliver(&mut chat);

    let [before, pong, after] = &pieces[&EVE][..] else { panic!("three pieces") };
    assert_eq!(pong.as_bytes(), b"* pong x\n");
    let news = &pieces[&ClientId(9)][0];
    assert!(lies_within(before, news) && lies_within(after, news));
    assert!(!lies_within(pong, news));
}

/// Else a client that talks and never reads would keep the memory of all it
/// said itself, while its outbox counts the little that others said.
#[test]
fn whoever_said_most_of_a_turn_gets_a_copy_of_the_rest() {
    let mut chat = room_of(3);
    for _ in 0..100 {
        say(&mut chat, ANN, "I talk and talk and never listen to anybody else");
    }
    say(&mut chat, BOB, "may I?");
    let mut pieces = deliver(&mut chat);

    let (of_ann, of_eve) = (&pieces[&ANN], &pieces[&EVE]);
    assert_eq!(text(of_ann), "guest2: may I?\n");
    assert!(!lies_within(&of_ann[0], &of_eve[0]));
    assert!(lies_within(&pieces[&BOB][0], &of_eve[0]), "bob said little");

    // Ann's outbox is the last to be read: everybody else's is empty already.
    let of_ann = pieces.remove(&ANN);
    let given_back = -cost_of(|| drop(pieces)).kept;
    assert!(given_back > 5000, "only {given_back} bytes: ann keeps what she said");
    drop(of_ann);
}

#[test]
fn a_line_for_a_thousand_costs_no_allocation_for_each() {
    let mut chat = room_of(1000);
    let mut heard = 0;
    let turn = cost_of(|| {
        say(&mut chat, ANN, "hello everyone");
        chat.end_turn();
        while chat.poll_delivery().is_some() {
            heard += 1;
        }
    });
    assert_eq!(heard, 999);
    // The news, and a queue that doubles as it grows.
    assert!(turn.allocations < 40, "{} allocations", turn.allocations);
}
