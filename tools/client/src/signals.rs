//! A client that is killed leaves the terminal as it found it.
//!
//! While a line is edited, the terminal shows no key by itself. The editor
//! undoes that when it returns, but a signal that kills lets nothing return,
//! and the shell that comes next would look dead. (SIGINT has a handler
//! already: for the editor it is Ctrl-C.)

use nix::sys::signal::SigSet;
use rustix::io::write;
use rustix::process::getpgrp;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGTERM};
use signal_hook::low_level::{emulate_default_handler, register};

/// Pasting is plain again, held drawings are shown, and the line is left.
const CLEAN_UP: &[u8] = b"\x1b[?2004l\x1b[?2026l\r\n";

/// From now on a signal that kills restores the modes of this moment first.
pub fn restore_the_terminal() {
    let Ok(modes) = tcgetattr(stdin()) else { return };
    for signal in [SIGHUP, SIGTERM] {
        let modes = modes.clone();
        let last_act = move || {
            restore(&modes);
            let _ = emulate_default_handler(signal);
        };
        #[expect(unsafe_code, reason = "it is to run within a signal handler")]
        // SAFETY: it neither allocates, locks nor panics, and all that it calls
        // is async-signal-safe, see signal-safety(7).
        let registered = unsafe { register(signal, last_act) };
        // Without the handler the signal kills all the same.
        let _ = registered;
    }
}

/// Leaves every signal to the main thread. After Ctrl-Z and `kill` both threads
/// wake up: the editor takes the terminal again, which stops the whole process
/// in the background, and a handler in a second thread would not come to its end.
pub fn leave_to_the_main_thread() {
    // Fails only if the kernel does not know the set.
    let _ = SigSet::all().thread_block();
}

/// Only in the foreground. After Ctrl-Z the terminal is another program's, and
/// setting its modes would stop us before the signal ends us.
fn restore(modes: &Termios) {
    if tcgetpgrp(stdin()).ok() == Some(getpgrp()) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, modes);
        let _ = write(stdout(), CLEAN_UP);
    }
}
