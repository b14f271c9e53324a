//! The lines of the load: every one as long as the next, so that reading is cheap.
//!
//! A load generator that is slower than the server measures itself. A line arrives
//! as `c00042: 00001234 …`: eight bytes that name the sender, eight digits that
//! count its lines, then filler that is known beforehand. Two machine words say all
//! there is to know, and the rest is compared, so a damaged byte is noticed too.

/// How many bytes of a line are spent on counting: the shortest text there is.
pub const COUNTER: usize = 8;
/// `c00042: `, which the server puts before a line.
pub const PREFIX: usize = 8;

const NO_DIGITS: u64 = u64::from_le_bytes(*b"00000000");
const NO_SENDER: u64 = u64::from_le_bytes(*b"c00000: ");

/// Which line of which sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sender's place in the crowd.
    pub sender: u32,
    /// The sender's first line is 0.
    pub number: u32,
}

/// The form of all lines of one load.
#[derive(Debug)]
pub struct Wire {
    tail: Vec<u8>,
    /// The client itself sends the prefix: the server only returns what it reads.
    echo: bool,
}

impl Wire {
    /// Lines of `text` bytes (at least [`COUNTER`]), without name and newline.
    pub fn new(text: usize, echo: bool) -> Self {
        let filler = b" the quick brown fox jumps over the lazy dog,";
        let spare = text.saturating_sub(COUNTER);
        let mut tail: Vec<u8> = filler.iter().copied().cycle().take(spare).collect();
        if let Some(last) = tail.last_mut() {
            // A server may drop spaces at the end of a line.
            *last = b'.';
        }
        tail.push(b'\n');
        Self { tail, echo }
    }

    /// The name under which the client at this place speaks.
    pub fn name(place: usize) -> String {
        format!("c{place:05}")
    }

    /// Bytes of a line as it arrives, newline included.
    pub fn arriving(&self) -> usize {
        PREFIX + COUNTER + self.tail.len()
    }

    /// Adds the line that a client sends to `out`.
    pub fn say(&self, line: Line, out: &mut Vec<u8>) {
        if self.echo {
            out.extend_from_slice(format!("c{:05}: ", line.sender).as_bytes());
        }
        out.extend_from_slice(format!("{:08}", line.number).as_bytes());
        out.extend_from_slice(&self.tail);
    }

    /// Reads a line of exactly [`arriving`](Self::arriving) bytes. `None` when it is
    /// not one of ours.
    #[inline]
    pub fn parse(&self, bytes: &[u8]) -> Option<Line> {
        let (prefix, rest) = bytes.split_first_chunk::<PREFIX>()?;
        let (counter, tail) = rest.split_first_chunk::<COUNTER>()?;
        // What differs from `c00000: ` is the number; shifted up, it is `000nnnnn`.
        let sender = u64::from_le_bytes(*prefix).wrapping_sub(NO_SENDER);
        let number = u64::from_le_bytes(*counter).wrapping_sub(NO_DIGITS);
        let framed = sender & 0xFFFF_0000_0000_00FF == 0;
        if !framed || tail != self.tail {
            return None;
        }
        Some(Line { sender: decimal(sender << 16)?, number: decimal(number)? })
    }
}

/// Eight bytes of 0 to 9, the most significant first, as a number: pairs, then
/// fours, then all eight are joined at once.
fn decimal(digits: u64) -> Option<u32> {
    let above_nine = (digits.wrapping_add(0x7676_7676_7676_7676) | digits)
        & 0x8080_8080_8080_8080;
    if above_nine != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let low =
        (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    u32::try_from(high.wrapping_add(low) >> 32).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(wire: &Wire, line: Line) -> Vec<u8> {
        let mut bytes =
            format!("{}: ", Wire::name(line.sender as usize)).into_bytes();
        wire.say(line, &mut bytes);
        bytes
    }

    #[test]
    fn every_line_that_is_said_can_be_read() {
        for text in [8, 9, 32, 480] {
            let wire = Wire::new(text, false);
            for sender in [0, 7, 42, 9_999, 99_999] {
                for number in [0, 1, 10, 12_345_678, 99_999_999] {
                    let line = Line { sender, number };
                    let bytes = arrived(&wire, line);
                    assert_eq!(bytes.len(), wire.arriving());
                    assert_eq!(wire.parse(&bytes), Some(line));
                }
            }
        }
    }

    #[test]
    fn a_line_with_one_wrong_byte_is_not_ours() {
        let wire = Wire::new(32, false);
        let good = arrived(&wire, Line { sender: 12_345, number: 90 });
        for at in 0..good.len() {
            for wrong in [0, b' ', b'/', b':', b'x', 0xFF] {
                let mut bytes = good.clone();
                if bytes[at] != wrong {
                    bytes[at] = wrong;
                    assert_eq!(wire.parse(&bytes), None, "byte {at} became {wrong}");
                }
            }
        }
    }
}
