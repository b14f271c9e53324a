//! What the guests of exercise 7 do again and again.

use std::time::Duration;

use testkit::{Check, Guest, Server, TINY};

/// A chat answers soon, so we soon ask whether it still will.
pub const SOON: Duration = Duration::from_millis(800);

/// Connects, is greeted, and takes a name.
#[track_caller]
pub fn enters(server: &Server, name: &str) -> Guest {
    takes_its_name(server.guest(name))
}

/// The same for one that takes little at a time, so that writes to it are short.
#[track_caller]
pub fn slowly_enters(server: &Server, name: &str) -> Guest {
    takes_its_name(server.admit(Guest::builder(name).receive_buffer(TINY)))
}

#[track_caller]
fn takes_its_name(mut guest: Guest) -> Guest {
    guest.line();
    let name = guest.name().to_owned();
    guest.say(&format!("/nick {name}"));
    guest.expect(&format!("* you are now {name}"));
    guest
}

#[track_caller]
pub fn quits(mut guest: Guest) {
    guest.say("/quit");
    guest.expect("* goodbye");
    guest.expect_gone();
}

#[track_caller]
pub fn ends_its_input(mut guest: Guest) {
    guest.half_close();
    guest.expect_gone();
}

/// Asks until nobody else is in the lobby: the server may need a moment to know.
#[track_caller]
pub fn is_alone(check: &Check, guest: &mut Guest) {
    let alone = format!("* in lobby: {}", guest.name());
    let mut came = String::new();
    for _ in 0..300 {
        guest.say("/who");
        came = guest.line();
        if came == alone {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    check.likely("");
    let cause = "every way out, an error of `read` too, leads through `disconnect`";
    check.fail(&format!("{alone:?}"), &format!("{came:?}"), cause)
}

/// Has the server find all of this in one batch, so that all its threads wake up at
/// the same moment.
pub fn at_once<T>(server: &Server, happens: impl FnOnce() -> T) -> T {
    #[cfg(target_os = "linux")]
    server.freeze();
    let came = happens();
    #[cfg(target_os = "linux")]
    server.thaw();
    let _ = server;
    came
}
