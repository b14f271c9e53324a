//! The command line, the same in every step as far as it can be.

use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use chat::outbox::MAX_OUTBOX;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

/// What the user asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 lets the kernel choose.
    pub addr: SocketAddr,
    /// How many bytes may stay queued for one client.
    pub max_outbox: usize,
    /// How many clients may be here at once.
    pub max_clients: usize,
    /// How long a client may take for a line.
    pub idle_timeout: Option<Duration>,
    /// Whether to log who connects and who leaves.
    pub verbose: bool,
}

impl Options {
    /// Reads the command line of one step. Ends the process with status 0
    /// after `--help` and with status 2 after a mistake.
    pub fn read(step: u8, about: &'static str) -> Options {
        let matches = command(step, about).get_matches();
        let options = Options {
            addr: *matches.get_one("addr").expect("it has a default"),
            max_outbox: number(&matches, "max-outbox").unwrap_or(MAX_OUTBOX),
            max_clients: number(&matches, "max-clients").unwrap_or(usize::MAX),
            idle_timeout: seconds(&matches, "idle-timeout"),
            verbose: matches.get_flag("verbose"),
        };
        crate::log::start(options.verbose);
        options
    }
}

/// Step 0 does not exist, so that step 1 is number 1.
const NAMES: [&str; 5] = ["", "step1", "step2", "step3", "step4"];

fn command(step: u8, about: &'static str) -> Command {
    let addr = Arg::new("addr")
        .long("addr")
        .value_name("HOST:PORT")
        .default_value("127.0.0.1:7000")
        .value_parser(resolve)
        .help("Where to listen; port 0 picks a free one");
    let max_outbox = Arg::new("max-outbox")
        .long("max-outbox")
        .value_name("BYTES")
        .value_parser(value_parser!(usize))
        .help("Disconnect a client with more queued than this [default: 262144]");
    let max_clients = Arg::new("max-clients")
        .long("max-clients")
        .value_name("N")
        .value_parser(value_parser!(usize))
        .help("Refuse further clients [default: as many as files may be open]");
    let idle_timeout = Arg::new("idle-timeout")
        .long("idle-timeout")
        .value_name("SECONDS")
        .value_parser(value_parser!(u32).range(1..))
        .help("Disconnect a client that completes no line for so long");
    let verbose = Arg::new("verbose")
        .short('v')
        .long("verbose")
        .action(ArgAction::SetTrue)
        .help("Log who connects and who leaves to standard error");
    Command::new(NAMES[usize::from(step)])
        .about(about)
        .arg(addr)
        .args((step >= 2).then_some([max_outbox, max_clients]).into_iter().flatten())
        .args((step >= 4).then_some(idle_timeout))
        .arg(verbose)
}

fn resolve(text: &str) -> Result<SocketAddr, String> {
    let help = "give HOST:PORT, such as 127.0.0.1:7000";
    let mut found = text.to_socket_addrs().map_err(|e| format!("{e}; {help}"))?;
    found.next().ok_or_else(|| format!("no such host; {help}"))
}

/// A step that does not know an option was not asked for it.
fn number(matches: &ArgMatches, name: &str) -> Option<usize> {
    matches.try_get_one(name).ok().flatten().copied()
}

fn seconds(matches: &ArgMatches, name: &str) -> Option<Duration> {
    let seconds: Option<&u32> = matches.try_get_one(name).ok().flatten();
    seconds.map(|&seconds| Duration::from_secs(seconds.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_describes_its_options_without_contradiction() {
        (1..=4).for_each(|step| command(step, "").debug_assert());
    }

    #[test]
    fn a_step_takes_only_the_options_that_it_has() {
        let takes = |step, option| {
            let words = ["step", option, "1"];
            command(step, "").try_get_matches_from(words).is_ok()
        };
        assert!(!takes(1, "--max-clients") && takes(2, "--max-clients"));
        assert!(!takes(3, "--idle-timeout") && takes(4, "--idle-timeout"));
    }

    #[test]
    fn a_malformed_address_is_answered_with_a_good_one() {
        for bad in ["", "7000", "127.0.0.1", "127.0.0.1:70000", "127.0.0.1:x"] {
            let error = resolve(bad).unwrap_err();
            assert!(error.contains("such as 127.0.0.1:7000"), "{bad}: {error}");
        }
    }
}
