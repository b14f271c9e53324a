//! Runs a server that you wrote: `cargo run -p exercises -- ex03`.
//!
//! Then talk to it from another terminal, with `nc 127.0.0.1 7000`. Nothing needs
//! to change in this file.

use std::process::ExitCode;

/// The servers, by the names of their files.
#[rustfmt::skip]
pub fn main() -> ExitCode {
    testkit::run_server(&[
        ("ex03_echo", exercises::ex03_echo::run),
        ("ex04_keep_serving", exercises::ex04_keep_serving::run),
        ("ex07_threaded_chat", exercises::ex07_threaded_chat::serve),
        ("ex11_three_bugs", exercises::ex11_three_bugs::serve),
        ("ex12_polled_echo", exercises::ex12_polled_echo::serve),
        ("ex20_chat", exercises::ex20_chat::serve),
    ])
}
