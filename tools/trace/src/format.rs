//! The format of a trace, version 1: what a figure of the book shows, frame by
//! frame, one JSON object a line (`book/traces/NAME.jsonl`).
//!
//! The first line is the [`Header`]. Then, for each [`Variant`] of the story, one
//! line with its name, followed by its [`Frame`]s:
//!
//! ```json
//! {"trace":1,"figure":"lines","title":"…","made_by":"cargo trace lines"}
//! {"variant":"in one piece"}
//! {"caption":"Ann has sent a line.","places":[
//!   {"name":"ann's socket","at":"kernel","kind":"bytes","bytes":"hello\n"}]}
//! ```
//!
//! (A frame is one line in the file.) A frame is whole: it names every [`Place`]
//! there is at that moment, and nothing has to be remembered from the one before.
//! A place is the same one in two frames when its name and its side are.
//!
//! Every number that the kernel decides, and that may be another one tomorrow,
//! stands in a field called `amount`, and nowhere else: `--check` compares all but
//! those.

use serde::{Deserialize, Serialize};

/// The version of the format.
pub const VERSION: u32 = 1;

/// Any line of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Record {
    /// The first line.
    Header(Header),
    /// A variant begins.
    Variant(Variant),
    /// What there is to see at one moment.
    Frame(Frame),
}

/// What is shown, and how to make it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`VERSION`].
    pub trace: u32,
    /// The name of the figure, as in `{{#figure NAME}}`.
    pub figure: String,
    /// What it is about, in one line.
    pub title: String,
    /// The command that makes this file.
    pub made_by: String,
}

/// One way in which the story goes. The frames that follow belong to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// What the reader chooses it by.
    pub variant: String,
}

/// One moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// What happened since the frame before, in one or two plain sentences.
    pub caption: String,
    /// Everything there is to see, in the order in which it is shown.
    pub places: Vec<Place>,
}

/// Somewhere to look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// On which side it is.
    pub at: At,
    /// What is there.
    #[serde(flatten)]
    pub what: What,
}

/// The three sides of every figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum At {
    /// A program at the other end.
    Client,
    /// The operating system in between, for both ends.
    Kernel,
    /// Our program.
    Server,
}

/// What there is to see in a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum What {
    /// Bytes, in order, oldest first.
    Bytes {
        /// As text: what is not UTF-8 is shown as U+FFFD.
        bytes: String,
    },
    /// Whole lines, oldest first, without their endings.
    Lines {
        /// The lines.
        lines: Vec<String>,
    },
    /// Things in an order.
    List {
        /// A few words for each.
        items: Vec<String>,
    },
    /// How much there is.
    Gauge {
        /// So much.
        amount: u64,
        /// How much there may be, where there is a bound to compare it with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<u64>,
        /// What is counted.
        unit: String,
    },
    /// A thread.
    Thread {
        /// What it does.
        state: State,
        /// The system call it is in.
        #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
        call: Option<String>,
        /// Whom that call is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<String>,
        /// How often it went to sleep since it was started.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        switches: Option<Amount>,
    },
    /// A few words.
    Word {
        /// The words.
        text: String,
    },
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It waits for something, and costs no time.
    Asleep,
    /// It is on a processor.
    Running,
    /// It could run, and waits for a processor.
    Ready,
}

/// A number that the kernel decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The number.
    pub amount: u64,
}
