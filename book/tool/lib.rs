//! Pages from code: whatever a machine can say is not typed into the book.
//!
//! The text of a page says where a piece of code, a recorded conversation or a
//! number stands, by a directive such as `{{#code src/lines.rs:LineBuffer}}`. Here
//! directives become text. One that cannot be resolved is a [`Problem`]; all of
//! them are collected, and then the build fails, because mdBook itself would leave
//! a hole in the page and report success.
//!
//! The same code runs in two places: in process under `cargo book`, and as a
//! command that `mdbook serve book` calls.

mod check;
mod directive;
mod expand;
mod html;
mod listing;
mod markdown;
mod measured;
mod page;
mod problem;
mod repo;
mod source;
#[cfg(test)]
mod tests;
pub mod transcript;

pub use check::orphans;
pub use expand::{Filler, expand};
pub use measured::Measured;
pub use problem::Problem;
pub use repo::Repo;
