//! Runs a server of ours: `cargo run -p solutions -- ex03`.

use std::process::ExitCode;

use solutions::{
    ex03_echo, ex04_keep_serving, ex07_threaded_chat, ex11_three_bugs,
    ex12_polled_echo, ex20_chat,
};

/// The same servers by the same names as in `exercises`, where each can be left out.
fn main() -> ExitCode {
    testkit::run_server(&[
        ("ex03_echo", ex03_echo::run),
        ("ex04_keep_serving", ex04_keep_serving::run),
        ("ex07_threaded_chat", ex07_threaded_chat::serve),
        ("ex11_three_bugs", ex11_three_bugs::serve),
        ("ex12_polled_echo", ex12_polled_echo::serve),
        ("ex20_chat", ex20_chat::serve),
    ])
}
