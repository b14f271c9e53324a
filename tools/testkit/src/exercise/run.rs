//! `exercises ex12 [--addr HOST:PORT]`: the learner's own server, for `nc`, the
//! client, the lab, and for the checks.

use std::io::{self, Write};
use std::net::TcpListener;
use std::process::ExitCode;

use crate::tiny::listen_tiny;

/// A learner's server: it gets a socket that listens, and serves.
type Serve = fn(TcpListener) -> io::Result<()>;

/// The variable that tells a server that a check has started it.
pub(crate) const BY_A_CHECK: &str = "TESTKIT_CHECK";

/// What the learner's function leaves undone ends the process with this.
const UNDONE: i32 = 101;

/// The `main` of a package with exercises: runs the server that the command line
/// names, out of `servers`, whose names are those of their files.
pub fn run_server(servers: &[(&str, Serve)]) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args, servers) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String], servers: &[(&str, Serve)]) -> io::Result<()> {
    let (serve, addr, tiny) =
        understand(args, servers).ok_or_else(|| usage(servers))?;
    let bound = if tiny { listen_tiny(addr) } else { TcpListener::bind(addr) };
    let listener = bound.map_err(|error| {
        let hint = "is another server still running there? try --addr 127.0.0.1:0";
        io::Error::other(format!("cannot listen on {addr}: {error} ({hint})"))
    })?;
    let mut out = io::stdout();
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;
    end_at_a_todo();
    #[cfg(target_os = "linux")]
    end_with_the_check();
    serve(listener)
}

fn understand<'a>(
    args: &'a [String],
    servers: &[(&str, Serve)],
) -> Option<(Serve, &'a str, bool)> {
    let (mut chosen, mut addr, mut tiny) = (None, "127.0.0.1:7000", false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--addr" => addr = args.next()?,
            "--tiny" => tiny = true,
            // `ex12` will do for `ex12_polled_echo`.
            name if name.len() >= 4 => {
                let known = servers.iter().find(|(known, _)| {
                    *known == name || known.starts_with(&format!("{name}_"))
                })?;
                chosen = Some(known.1);
            }
            _ => return None,
        }
    }
    Some((chosen?, addr, tiny))
}

fn usage(servers: &[(&str, Serve)]) -> io::Error {
    let names: Vec<_> = servers.iter().map(|(name, _)| *name).collect();
    io::Error::other(format!(
        "usage: EXERCISE [--addr HOST:PORT], for example: ex03 --addr 127.0.0.1:7000\n\
         EXERCISE is one of: {}",
        names.join(", ")
    ))
}

/// A check ends its server, unless it is killed itself. Then the kernel does it, and
/// a server that spins is not left behind; see prctl(2), `PR_SET_PDEATHSIG`.
#[cfg(target_os = "linux")]
fn end_with_the_check() {
    if std::env::var_os(BY_A_CHECK).is_some() {
        let signal = Some(rustix::process::Signal::KILL);
        // Without it there is only more to clean up.
        let _ = rustix::process::set_parent_process_death_signal(signal);
    }
}

/// A thread that meets a `todo!` would end alone and leave its clients waiting.
fn end_at_a_todo() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        print(info);
        let message = info.payload_as_str().unwrap_or_default();
        if message.starts_with("not yet implemented") {
            std::process::exit(UNDONE);
        }
    }));
}
