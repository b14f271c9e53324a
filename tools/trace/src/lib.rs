//! What the figures of the book show, recorded from the code that runs.
//!
//! A figure in a page replays a trace, so it cannot say anything that the code
//! does not do. [`format`] is what a trace looks like, [`figures`] is how each one
//! is made, and [`check`] holds the two together.

pub mod check;
pub mod figures;
pub mod format;
#[cfg(target_os = "linux")]
mod linux;
pub mod story;

pub use story::Story;
