//! The command line.

use clap::{Arg, Command};

/// What the command line asks for.
pub struct Options {
    /// The server, as `HOST:PORT`.
    pub addr: String,
    /// The name to take before anything else.
    pub name: Option<String>,
}

/// Reads the command line. Ends the process for `--help` (status 0) and for a
/// mistake (one message, status 2).
pub fn from_command_line() -> Options {
    let mut matches = command().get_matches();
    Options {
        addr: matches.remove_one("addr").expect("--addr has a default"),
        name: matches.remove_one("name"),
    }
}

fn command() -> Command {
    Command::new("client")
        .about("Talks to a chat server from the terminal, or from a pipe")
        .after_help("Ctrl-D or /quit leaves; /help lists what the server knows.")
        .arg(
            Arg::new("addr")
                .long("addr")
                .value_name("HOST:PORT")
                .default_value("127.0.0.1:7000")
                .value_parser(host_and_port)
                .help("The server to talk to"),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("NAME")
                .help("Takes this name first, as /nick NAME would"),
        )
}

fn host_and_port(addr: &str) -> Result<String, String> {
    match addr.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
            Ok(addr.to_owned())
        }
        _ => Err("an address looks like 127.0.0.1:7000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn an_address_is_a_host_and_a_port() {
        for good in ["127.0.0.1:7000", "localhost:0", "[::1]:65535"] {
            assert_eq!(host_and_port(good).as_deref(), Ok(good));
        }
        for bad in ["", "7000", ":7000", "localhost", "localhost:", "host:65536"] {
            assert!(host_and_port(bad).is_err(), "{bad:?}");
        }
    }
}
