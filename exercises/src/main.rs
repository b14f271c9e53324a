//! Runs a server that you wrote: `cargo run -p exercises -- ex03`.
//!
//! Then talk to it from another terminal, with `nc 127.0.0.1 7000`. Nothing needs
//! to change in this file.

use std::process::ExitCode;

/// The servers, by the names of their files.
#[rustfmt::skip]
pub fn main() -> ExitCode {
    testkit::run_server(&[
        #[cfg(feature = "ex03_echo")]
        ("ex03_echo", exercises::ex03_echo::run),
        #[cfg(feature = "ex04_keep_serving")]
        ("ex04_keep_serving", exercises::ex04_keep_serving::run),
        #[cfg(feature = "ex07_threaded_chat")]
        ("ex07_threaded_chat", exercises::ex07_threaded_chat::serve),
        #[cfg(feature = "ex11_three_bugs")]
        ("ex11_three_bugs", exercises::ex11_three_bugs::serve),
        #[cfg(feature = "ex12_polled_echo")]
        ("ex12_polled_echo", exercises::ex12_polled_echo::serve),
        #[cfg(feature = "ex20_chat")]
        ("ex20_chat", exercises::ex20_chat::serve),
    ])
}
