//! What a line costs, in memory and in work: ten thousand clients multiply both.

use std::time::Duration;

use exercises::ex02_lines::LineBuffer;
use testkit::{Check, check, computing, memory_held};

use super::PAGE;
use super::feed::xs;

/// Catches a buffer as large as its client is patient (F7).
#[test]
fn a_client_that_never_ends_its_line_costs_little_memory() {
    let check = check!(PAGE);
    let cause = "of a line that is too long nothing has to be kept: drop it as it \
                 comes.";
    keeps_little(&check, &xs(1_000_000), "a megabyte without a newline", cause);
}

/// Catches lines that stay in memory after they were taken out.
#[test]
fn lines_that_were_taken_out_cost_no_memory() {
    let check = check!(PAGE);
    let cause = "lines that were taken out are still kept: remove them, also when a \
                 read ends in the middle of a line, as nearly every read does.";
    let stream = (xs(100) + "\n").repeat(10_000);
    keeps_little(&check, &stream, "a megabyte of lines", cause);
}

/// Catches the rest of the buffer being moved for each line (F9).
#[test]
fn a_line_costs_the_same_work_however_many_were_read_with_it() {
    let check = check!(PAGE).may_take(Duration::from_secs(5));
    let lines = "\n".repeat(1 << 17);
    let cause = "each line that is taken moves all that is behind it (`drain`, \
                 `remove(0)` and `split_off` do): remember where the next line \
                 starts, and remove many lines at once.";
    check.likely(cause);
    let expected = "131072 empty lines in one read take no longer than in 128 reads";
    similar(&check, [(&lines, 1 << 10), (&lines, 1 << 17)], expected, cause);
}

/// Catches a search that starts from the beginning with each read (F9).
#[test]
fn a_byte_costs_the_same_work_however_long_its_line_is() {
    let check = check!(PAGE);
    let (short, long) = ((xs(15) + "\n").repeat(2560), (xs(511) + "\n").repeat(80));
    let cause = "each read searches its whole line again: remember how far you have \
                 searched already.";
    check.likely(cause);
    let expected =
        "40960 bytes, read one by one, take no longer in long lines than in short";
    similar(&check, [(&short, 1), (&long, 1)], expected, cause);
}

/// Feeds all of `stream` in reads of `size` bytes, and takes all lines after each
/// read. Returns the most bytes that were kept in between.
fn feed(stream: &str, size: usize) -> isize {
    let before = memory_held();
    let mut most = 0;
    let mut buffer = LineBuffer::default();
    for read in stream.as_bytes().chunks(size) {
        buffer.receive(read);
        while buffer.next_line().is_some() {}
        most = most.max(memory_held() - before);
    }
    most
}

/// Fails if more is kept in memory than a few reads.
fn keeps_little(check: &Check, stream: &str, what: &str, cause: &str) {
    check.timeline().note("server", format!("reads {what}, 4 KiB at a time"));
    if feed(stream, 4096) > 64 * 1024 {
        check.fail("at most 64 KiB are kept", "more is kept", cause);
    }
}

/// Fails if `much` takes many times as long to compute as `little`, each time.
fn similar(
    check: &Check,
    [little, much]: [(&str, usize); 2],
    expected: &str,
    cause: &str,
) {
    // Right answers come out near 1, wrong ones at 5 and far above.
    const MANY: u32 = 3;
    let takes = |(stream, size)| computing(|| feed(stream, size)).1;
    // Other work can make a duration longer, never shorter.
    let least = (0..5).map(|_| takes(little)).min().unwrap_or_default();
    if (0..2).any(|_| takes(much) < least * MANY) {
        return;
    }
    check.fail(expected, "it takes many times as long", cause);
}
