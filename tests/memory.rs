//! What the rules keep in memory is bounded, and is given back.
//!
//! Ten thousand clients multiply every byte that one of them can make the
//! server hold. That no byte is searched twice cannot be seen from outside:
//! this file measures memory, not work.

mod counting;

use chat::lines::MAX_LINE;
use chat::{Chat, ClientId, Line, LineBuffer, Outbox, Piece};
use counting::cost_of;

/// A buffer after it was fed all of `stream` in reads of `size` bytes, and all
/// its lines were taken after each. Also the most that it held between reads.
fn fed(stream: &[u8], size: usize) -> (LineBuffer, isize) {
    let (mut buffer, mut held, mut most) = (LineBuffer::default(), 0, 0);
    for read in stream.chunks(size) {
        let read = cost_of(|| {
            buffer.receive(read);
            while buffer.next_line().is_some() {}
        });
        held += read.kept;
        most = most.max(held);
    }
    (buffer, most)
}

#[test]
fn a_client_that_never_ends_its_line_costs_512_bytes_at_most() {
    for size in [1, 7, 511, 512, 513, 1000, 16_384] {
        let (_buffer, most) = fed(&[b'x'; 65_536], size);
        assert!(most <= 512, "{most} bytes, in reads of {size}");
    }
}

#[test]
fn half_a_line_costs_512_bytes_at_most_whatever_came_before_it() {
    let stream = "hello everyone\r\n".repeat(1000) + &"x".repeat(MAX_LINE - 1);
    for size in [1, 100, 16_384, 65_536] {
        let (_buffer, most) = fed(stream.as_bytes(), size);
        assert!(most <= 512, "{most} bytes, in reads of {size}");
    }
}

#[test]
fn a_client_that_is_silent_costs_nothing() {
    let kept = |stream: &[u8]| cost_of(|| fed(stream, 100).0).kept;
    assert_eq!(kept(&b"hello\n".repeat(1000)), 0, "all its lines were taken");
    assert_eq!(kept(&[b'x'; 10_000]), 0, "it is inside a line that is too long");
    assert!(kept(b"hello\nhal") > 0, "half a line has to stay somewhere");
}

#[test]
fn an_outbox_keeps_next_to_nothing_of_what_was_written() {
    let mut outbox = Outbox::default();
    let kept = cost_of(|| {
        for _ in 0..10_000 {
            outbox.push(Piece::from(b"ann: hello\n".to_vec()));
        }
        outbox.consume(outbox.len());
    });
    assert!(kept.kept <= 128, "{} bytes", kept.kept);
}

/// A chat of so many people, all in one room, and nothing owed to anybody.
fn gathering(people: usize) -> Chat {
    let mut chat = Chat::default();
    for who in 0..people {
        chat.connect(ClientId(who));
        let _stays = chat.handle_line(ClientId(who), Line::Text("/join tea"));
    }
    deliver(&mut chat);
    chat
}

fn deliver(chat: &mut Chat) {
    chat.end_turn();
    while chat.poll_delivery().is_some() {}
}

#[test]
fn nothing_stays_of_a_turn_that_everybody_has_read() {
    let mut chat = gathering(100);
    let turn = cost_of(|| {
        for line in ["hello", "/msg guest7 hi", "/who", "/nope", "/ping x"] {
            for who in 0..100 {
                let _stays = chat.handle_line(ClientId(who), Line::Text(line));
            }
        }
        deliver(&mut chat);
    });
    assert!(turn.allocations > 0, "something was said");
    assert_eq!(turn.kept, 0);
}

#[test]
fn a_room_that_vanishes_leaves_nothing_behind() {
    let mut chat = gathering(2);
    let tour = cost_of(|| {
        for round in 0..1000 {
            let line = format!("/join room{round}");
            let _stays = chat.handle_line(ClientId(0), Line::Text(&line));
        }
        let _stays = chat.handle_line(ClientId(0), Line::Text("/join tea"));
        deliver(&mut chat);
    });
    assert!(tour.kept <= 1024, "{} bytes after 1000 rooms", tour.kept);
}
