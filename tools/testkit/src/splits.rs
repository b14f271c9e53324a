//! Every way in which TCP may cut a byte string into reads.
//!
//! TCP keeps no message boundaries, so code that reads lines must give the same
//! result for every cut. For short strings we simply try them all.

use std::iter;

/// The longest string whose every split is tried. (64 bytes have 2,016
/// three-way splits.)
const LONGEST: usize = 64;

/// The whole, and every split of `bytes` into two and into three pieces, none
/// of them empty.
///
/// # Panics
/// When there are more than 64 bytes: use [`random_splits`] for those.
///
/// ```
/// let all: Vec<_> = testkit::splits(b"abc").collect();
/// assert_eq!(all.len(), 1 + 2 + 1);
/// assert_eq!(all[3], [b"a", b"b", b"c"]);
/// ```
#[track_caller]
pub fn splits(bytes: &[u8]) -> impl Iterator<Item = Vec<&[u8]>> {
    let len = bytes.len();
    assert!(len <= LONGEST, "{len} bytes are too many to split in every way");
    let two = (1..len).map(|cut| vec![&bytes[..cut], &bytes[cut..]]);
    let three = (1..len).flat_map(move |first| {
        (first + 1..len).map(move |second| {
            vec![&bytes[..first], &bytes[first..second], &bytes[second..]]
        })
    });
    iter::once(vec![bytes]).chain(two).chain(three)
}

/// `count` random splits into pieces of 0 to `longest` bytes. The seed is
/// printed (a failing test shows it), so a failure can be run again.
#[expect(clippy::print_stdout, reason = "shown by the test harness on failure")]
pub fn random_splits(
    bytes: &[u8],
    longest: usize,
    count: usize,
    seed: u64,
) -> impl Iterator<Item = Vec<&[u8]>> {
    assert!(longest > 0, "pieces of no bytes never come to an end");
    println!("random splits from seed {seed}");
    let mut random = Xorshift::new(seed);
    (0..count).map(move |_| {
        let mut rest = bytes;
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let (piece, later) =
                rest.split_at(random.below(longest + 1).min(rest.len()));
            pieces.push(piece);
            rest = later;
        }
        pieces
    })
}

/// Marsaglia's xorshift: random enough to cut strings, and five lines long.
struct Xorshift(u64);

impl Xorshift {
    fn new(seed: u64) -> Self {
        // Zero would stay zero for ever.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }
}
