//! How a figure tells what it sees.

use crate::format::{At, Frame, Place, Record, Variant, What};

/// One variant of a figure while it is being recorded.
#[derive(Debug)]
pub struct Story {
    name: String,
    frames: Vec<Frame>,
}

impl Story {
    /// A story without frames.
    pub fn new(name: &str) -> Story {
        Story { name: name.to_owned(), frames: Vec::new() }
    }

    /// Adds what there is to see now.
    pub fn frame(&mut self, caption: &str, places: impl Into<Vec<Place>>) {
        let caption = caption.to_owned();
        self.frames.push(Frame { caption, places: places.into() });
    }

    pub(crate) fn into_records(self) -> Vec<Record> {
        let head = Record::Variant(Variant { variant: self.name });
        let frames = self.frames.into_iter().map(Record::Frame);
        std::iter::once(head).chain(frames).collect()
    }
}

impl Place {
    /// Anything, somewhere.
    pub fn new(at: At, name: &str, what: What) -> Place {
        Place { name: name.to_owned(), at, what }
    }

    /// Bytes.
    pub fn bytes(at: At, name: &str, bytes: impl AsRef<[u8]>) -> Place {
        let bytes = String::from_utf8_lossy(bytes.as_ref()).into_owned();
        Place::new(at, name, What::Bytes { bytes })
    }

    /// Whole lines.
    pub fn lines<S: ToString>(
        at: At,
        name: &str,
        lines: impl IntoIterator<Item = S>,
    ) -> Place {
        let lines = lines.into_iter().map(|line| line.to_string()).collect();
        Place::new(at, name, What::Lines { lines })
    }

    /// Things in an order.
    pub fn list<S: ToString>(
        at: At,
        name: &str,
        items: impl IntoIterator<Item = S>,
    ) -> Place {
        let items = items.into_iter().map(|item| item.to_string()).collect();
        Place::new(at, name, What::List { items })
    }

    /// A number of bytes.
    pub fn gauge(
        at: At,
        name: &str,
        amount: usize,
        of: impl Into<Option<usize>>,
    ) -> Place {
        let wide = |n: usize| u64::try_from(n).expect("64 bits hold any length");
        let (amount, of) = (wide(amount), of.into().map(wide));
        Place::new(at, name, What::Gauge { amount, of, unit: "bytes".to_owned() })
    }

    /// A few words.
    pub fn word(at: At, name: &str, text: impl ToString) -> Place {
        Place::new(at, name, What::Word { text: text.to_string() })
    }
}
