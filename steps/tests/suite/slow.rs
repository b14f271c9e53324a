//! Readers that do not read: nobody waits for them, and nothing of what they
//! do read is missing.

use std::time::{Duration, Instant};

use testkit::{Guest, LONGEST};

use crate::meters::most_memory;
use crate::people::{
    heard, in_tea, last_lines, speech, speech_line, stalled_in_tea,
};
use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_reader_that_never_reads_delays_nobody_and_is_dropped,
    whoever_asks_and_never_reads_the_answers_is_dropped,
    how_much_may_wait_for_a_reader_can_be_chosen,
    a_reader_within_its_limit_is_never_dropped,
    a_reader_that_stops_and_goes_on_misses_nothing,
    a_stalled_reader_is_still_heard,
    readers_that_are_dropped_one_by_one_delay_nobody,
} }

/// 10 MB, in 80 portions, each of which bob reads before the next is said.
fn a_reader_that_never_reads_delays_nobody_and_is_dropped(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = (in_tea(&server, "ann"), in_tea(&server, "bob"));
    let mut cat = stalled_in_tea(&server, "cat");
    bob.expect("* cat joined");
    let before = most_memory(&server);
    let mut left = 0;
    for portion in 0..80 {
        let lines = portion * 250..(portion + 1) * 250;
        ann.send(speech(lines.clone()));
        for number in lines {
            let line = but_for(&mut bob, "* cat left", &mut left);
            assert_eq!(line + "\n", format!("ann: {}", speech_line(number)));
        }
    }
    assert_eq!(left, 1, "bob read `* cat left` so many times");
    let grown = most_memory(&server) - before;
    assert!(grown < most_grown(step), "the server needed {grown} bytes more");

    let read = last_lines(&mut cat);
    let number = |line: &String| line.split(' ').nth(1)?.parse::<usize>().ok();
    // The very last one may have come in part only.
    let numbers: Vec<_> = read.iter().map_while(number).collect();
    assert!(numbers.len() + 1 >= read.len(), "cat read {:?}", read.last());
    assert!(numbers.into_iter().eq(0..read.len()), "cat found a hole");
}

/// Step 2 may queue 4 MiB more for a reader while it finds out that it is slow.
fn most_grown(step: Step) -> u64 {
    if step.number == 2 { 6 << 20 } else { 4 << 20 }
}

/// The next line, and how often the line that may come in between did.
fn but_for(guest: &mut Guest, in_between: &str, count: &mut usize) -> String {
    loop {
        match guest.line() {
            line if line == in_between => *count += 1,
            line => return line,
        }
    }
}

fn whoever_asks_and_never_reads_the_answers_is_dropped(step: Step) {
    let server = step.start();
    let mut bob = in_tea(&server, "bob");
    let mut cat = stalled_in_tea(&server, "cat");
    bob.expect("* cat joined");
    let before = most_memory(&server);
    cat.send("/help\n".repeat(25_000));
    bob.set_patience(LONGEST);
    bob.expect("* cat left");
    bob.expect_nothing();
    let grown = most_memory(&server) - before;
    assert!(grown < most_grown(step), "the server needed {grown} bytes more");
    cat.expect_gone();
}

/// Six megabytes, of which the kernel takes two to four.
fn how_much_may_wait_for_a_reader_can_be_chosen(step: Step) {
    for (limit, is_dropped) in [("100000", true), ("8000000", false)] {
        let server = step.with(["--max-outbox", limit]);
        let mut ann = in_tea(&server, "ann");
        let _cat = stalled_in_tea(&server, "cat");
        ann.expect("* cat joined");
        ann.send(speech(0..12_000));
        if is_dropped {
            ann.set_patience(LONGEST);
            ann.expect("* cat left");
        }
        ann.expect_nothing();
    }
}

fn a_reader_within_its_limit_is_never_dropped(step: Step) {
    let server = step.with(["--max-outbox", "4000000"]);
    let (mut ann, mut bob) = (in_tea(&server, "ann"), in_tea(&server, "bob"));
    let mut cat = stalled_in_tea(&server, "cat");
    ann.expect("* bob joined");
    ann.expect("* cat joined");
    bob.expect("* cat joined");
    // Much more than the default limit.
    ann.send(speech(0..7600));
    ann.expect_nothing();
    bob.say("/msg cat this comes last");
    bob.read_exactly(heard("ann", 0..7600).len());
    bob.expect_nothing();

    let all = cat.read_exactly(heard("ann", 0..7600).len());
    assert!(all == heard("ann", 0..7600).as_bytes(), "cat read something else");
    cat.expect("bob (to you): this comes last");
    cat.expect_nothing();
}

/// Its queue is never empty when more is said, and the kernel takes a part only.
fn a_reader_that_stops_and_goes_on_misses_nothing(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let mut cat = stalled_in_tea(&server, "cat");
    ann.expect("* cat joined");
    let mut read = Vec::new();
    for portion in 0..5 {
        ann.send(speech(portion * 3000..(portion + 1) * 3000));
        ann.expect_nothing();
        read.extend(cat.read_exactly(400_000 + portion));
    }
    let all = heard("ann", 0..15_000);
    read.extend(cat.read_exactly(all.len() - read.len()));
    assert!(read == all.as_bytes(), "cat read something else");
    cat.expect_nothing();
}

fn a_stalled_reader_is_still_heard(step: Step) {
    let server = step.with(["--max-outbox", "8000000"]);
    let mut ann = in_tea(&server, "ann");
    let mut cat = stalled_in_tea(&server, "cat");
    ann.expect("* cat joined");
    ann.send(speech(0..10_000));
    ann.expect_nothing();
    cat.say("you talk too much");
    ann.expect("cat: you talk too much");
    cat.say("/nick tom");
    ann.expect("* cat is now tom");
}

/// They stop reading one after another, so each is dropped in another turn. A
/// server that is patient with each of them would make ann wait so many times.
fn readers_that_are_dropped_one_by_one_delay_nobody(step: Step) {
    const LONG: Duration = Duration::from_millis(150);
    let server = step.with(["--max-outbox", "20000"]);
    let mut ann = in_tea(&server, "ann");
    let mut stuck = Vec::new();
    let (mut left, mut late) = (0, 0);
    while left < 16 {
        if stuck.len() < 16 {
            let name = format!("cat{}", stuck.len());
            stuck.push(stalled_in_tea(&server, &name));
        }
        let start = Instant::now();
        ann.send(speech(0..32));
        let lines = ann.sync();
        left += lines.iter().filter(|line| line.ends_with(" left")).count();
        late += usize::from(start.elapsed() > LONG);
    }
    assert!(late < 8, "16 were dropped, and ann waited {late} times");
}
