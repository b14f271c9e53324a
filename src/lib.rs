//! The rules of the chat, free of I/O.
//!
//! Four servers share this crate, and each of them waits in another way. So
//! nothing in here waits: no socket, no thread, no clock, no printing. Bytes
//! and times are handed in by `receive` and `handle_*`, and what follows from
//! them is handed out by `next_*` and `poll_*` until the answer is `None`,
//! "not yet". That is why every awkward moment of a network can be played
//! through in a unit test, without opening a socket.
//!
//! Read it in this order:
//!
//! 1. [`lines`]: a stream of bytes becomes lines.
//! 2. [`text`]: nobody's text can move another one's cursor.
//! 3. [`names`], [`command`]: what a line asks for.
//! 4. [`chat`] and the room within it: who is owed what.
//! 5. [`outbox`]: what a client is owed waits here until the kernel takes it.
//! 6. [`slots`] and [`deadlines`]: what an event loop needs besides.

pub mod chat;
pub mod command;
pub mod deadlines;
pub mod lines;
pub mod names;
pub mod outbox;
mod room;
pub mod slots;
pub mod text;

pub use chat::{Chat, Outcome};
pub use deadlines::Deadlines;
pub use lines::{Line, LineBuffer};
pub use outbox::{Outbox, Piece};
pub use slots::{ClientId, Slots};
