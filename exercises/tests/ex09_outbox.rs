//! The checks of exercise 9: ann is owed lines, and her socket is slow.
//!
//! Each writes as the servers do: all slices in one vectored write, then
//! `consume`, until nothing is owed or the socket takes no more.

#[path = "support/ex09_ann.rs"]
mod ann;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ann::Ann;
use exercises::ex09_outbox::{Outbox, Piece};
use testkit::{WriteStep, check, memory_held, splits};

const PAGE: &str = "readiness/the-outbox.md";

/// Catches a tail that is dropped, a piece that is sent twice, a cut in the wrong
/// place: whatever the socket leaves has to be offered next.
#[test]
fn every_byte_arrives_once_however_little_the_socket_takes() {
    for cut in splits(b"one\ntwo\nthree\n") {
        let mut ann = Ann::new(
            check!(PAGE),
            cut.iter().map(|piece| WriteStep::Takes(piece.len())),
        );
        ["one\n", "two\n", "three\n"].iter().for_each(|line| ann.is_owed(line));
        ann.write();
        // What was left over from before must not be taken off the next one.
        ann.is_owed("four\n");
        ann.write();
    }
}

/// Catches a `consume` that takes the first piece before it looks at the number.
#[test]
fn who_takes_nothing_is_owed_as_much_as_before() {
    let mut ann =
        Ann::new(check!(PAGE), [WriteStep::Takes(2), WriteStep::WouldBlock]);
    ann.takes_nothing();
    ann.is_owed("one\n");
    ann.is_owed("two\n");
    ann.takes_nothing();
    ann.write();
    ann.takes_nothing();
}

/// Catches a new line that goes out before the rest of an old one.
#[test]
fn what_is_said_later_never_overtakes_the_rest_of_a_line() {
    let takes = [3, 0, 5, 0].map(|bytes| match bytes {
        0 => WriteStep::WouldBlock,
        bytes => WriteStep::Takes(bytes),
    });
    let mut ann = Ann::new(check!(PAGE), takes);
    ann.is_owed("bob: one\n");
    ann.write();
    ann.is_owed("eve: two\n");
    ann.write();
    ann.is_owed("bob: three\n");
    ann.write();
}

/// Catches an outbox that hands out its pieces one by one.
#[test]
fn a_hundred_lines_leave_in_one_write() {
    let mut ann = Ann::new(check!(PAGE), []);
    (0..100).for_each(|n| ann.is_owed(&format!("bob: line {n}\n")));
    ann.write();
    let writes = ann.socket.calls().writes;
    if writes != 1 {
        ann.check.fail(
            "one write for everything that is owed",
            &format!("{writes} writes"),
            "`slices` does not offer every piece: a system call for each line costs \
             a server most of its speed.",
        );
    }
}

/// Catches an outbox with a limit of its own: what it refuses is a hole in the text.
/// And one that offers no more pieces than Linux takes at once.
#[test]
fn nothing_is_dropped_however_much_is_said() {
    let check = check!(PAGE);
    let (mut outbox, line) = (Outbox::default(), [b'x'; 1000]);
    (0..3000).for_each(|_| outbox.push(Piece::from(line.to_vec())));
    check.note("room", "pushes 3000 lines of 1000 bytes");
    if outbox.len() != 3_000_000 {
        check.fail(
            "3000000 bytes are owed",
            &outbox.len().to_string(),
            "`push` refuses pieces: who reads too slowly is disconnected, after the \
             turn, and never gets a text with holes.",
        );
    }
    let offered: usize = outbox.slices().map(<[u8]>::len).sum();
    if offered != 3_000_000 {
        check.fail(
            "3000000 bytes to write next",
            &offered.to_string(),
            "`slices` ends before the last piece: offer all that is owed. How many \
             slices fit into one call is for the socket to say.",
        );
    }
}

/// Catches a write of no bytes, whose answer, `Ok(0)`, looks like a broken socket.
#[test]
fn an_empty_piece_is_nothing_to_write() {
    let mut ann = Ann::new(check!(PAGE), []);
    ann.check.note("room", "pushes \"\"");
    ann.outbox.push(Piece::from(Vec::new()));
    let slices = ann.outbox.slices().count();
    if slices > 0 || !ann.outbox.is_empty() {
        ann.check.fail(
            "no slices, and an outbox that is empty",
            &format!("{slices} slices, is_empty: {}", ann.outbox.is_empty()),
            "an empty piece was kept; to write it returns `Ok(0)`, and the server \
             takes that for a broken connection.",
        );
    }
}

/// Catches a copy for each reader: a room of a thousand would cost a thousand.
#[test]
fn a_thousand_readers_share_one_copy_of_the_news() {
    let check = check!(PAGE);
    let news: Arc<[u8]> = b"bob: hi\neve: hello\n".to_vec().into();
    let mut readers: Vec<Outbox> = (0..1000).map(|_| Outbox::default()).collect();
    check.note("room", "pushes the same 19 bytes to 1000 readers");
    for reader in &mut readers {
        reader.push(Piece::new(&news, 0..8));
        reader.push(Piece::new(&news, 8..19));
    }
    let (mut copies, expected) = (0, "slices of the very bytes that were pushed");
    let mut look = |readers: &[Outbox]| {
        let shared = |slice: &&[u8]| news.as_ptr_range().contains(&slice.as_ptr());
        copies =
            readers.iter().flat_map(Outbox::slices).filter(|s| !shared(s)).count();
        if copies > 0 {
            let got = format!("{copies} slices of copies");
            check.fail(
                expected,
                &got,
                "the bytes are copied: keep the `Piece`, and cut it by a new range.",
            );
        }
    };
    look(&readers);
    readers.iter_mut().for_each(|reader| reader.consume(5));
    check.note("sockets", "take 5 bytes of each reader's 19");
    look(&readers);
    readers.iter_mut().for_each(|reader| reader.consume(3));
    check.note("sockets", "take the rest of the first line");
    let kept = Arc::strong_count(&news) - 1;
    if kept > readers.len() {
        check.fail(
            "each of 1000 readers keeps the one line that it is owed",
            &format!("{kept} lines are kept"),
            "a piece stays in the outbox after its last byte was written: who is never \
             quite up to date would keep all that it ever read.",
        );
    }
    readers.iter_mut().for_each(|reader| reader.consume(11));
    check.note("sockets", "take the second line");
    let kept = Arc::strong_count(&news) - 1;
    if kept > 0 {
        check.fail(
            "nobody keeps the news that everybody has read",
            &format!("it is kept {kept} times"),
            "a piece stays in the outbox after its last byte was written.",
        );
    }
}

/// Catches a limit that counts pieces, or what was written long ago, or is off by
/// one. Without it, one silent reader fills the server's memory.
#[test]
fn the_limit_is_about_the_bytes_that_are_still_owed() {
    let mut ann =
        Ann::new(check!(PAGE), [WriteStep::Takes(4), WriteStep::WouldBlock]);
    ann.is_owed("bob: one\n");
    ann.is_owed("bob: two\n");
    ann.exceeds_only_below(
        18,
        "the limit is about bytes: 18 are owed, in two pieces.",
    );
    ann.write();
    ann.exceeds_only_below(14, "the 4 bytes that the socket took are owed no more.");
}

/// Catches an outbox that stays as large as it once was, for each of ten thousand
/// clients.
#[test]
fn an_outbox_that_empties_gives_its_storage_back() {
    let check = check!(PAGE);
    let news: Arc<[u8]> = b"hi\n".to_vec().into();
    let mut outbox = Outbox::default();
    let before = memory_held();
    (0..10_000).for_each(|_| outbox.push(Piece::new(&news, 0..3)));
    outbox.consume(15_000);
    outbox.consume(15_000);
    let held = memory_held() - before;
    check.note("room", "pushes 10000 pieces");
    check.note("socket", "takes 15000 bytes (2 times)");
    if held > 1024 {
        check.fail(
            "an empty outbox that holds at most 1 KiB of memory",
            &format!("it holds {held} bytes"),
            "the collection keeps its room for all that ever waited: `shrink_to`, \
             or start with a new one.",
        );
    }
}

/// Catches a mistake of the server that would otherwise go on unseen.
#[test]
fn nobody_takes_more_than_is_owed() {
    let mut ann = Ann::new(check!(PAGE), []);
    ann.is_owed("bob: one\n");
    ann.check.note("socket", "takes 10 bytes of 9");
    let Ann { mut outbox, check, .. } = ann;
    if catch_unwind(AssertUnwindSafe(|| outbox.consume(10))).is_ok() {
        check.fail(
            "consume(10) panics: only 9 bytes were owed",
            "it returns",
            "a count that cannot be right was accepted; the error that led to it \
             will show far from here.",
        );
    }
}
