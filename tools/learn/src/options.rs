//! The command line.

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::catalogue::{self, Exercise};

/// Reads the command line. Ends the process for `--help` (status 0) and for a mistake
/// (one message, status 2).
pub fn from_command_line() -> ArgMatches {
    command().get_matches()
}

fn command() -> Command {
    let of = |name: &'static str, about: &'static str| {
        Command::new(name).about(about).arg(exercise())
    };
    let yes = Arg::new("yes").long("yes").short('y').action(ArgAction::SetTrue);
    let number = Arg::new("number")
        .value_name("N")
        .value_parser(value_parser!(u8).range(1..=3))
        .default_value("1")
        .help("Which of the three");
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
    let step = Arg::new("step")
        .value_name("N")
        .required(true)
        .value_parser(value_parser!(u8).range(1..=4))
        .help("1 to 4");
    Command::new("learn")
        .bin_name("cargo learn")
        .about("Sits beside your editor and says what the checks say, at every save")
        .after_help("The status is 0 only if what was asked for is solved, or done.")
        .subcommand(Command::new("list").about("List the exercises"))
        .subcommand(of("run", "Run the checks of an exercise"))
        .subcommand(of("hint", "Show a hint").arg(number))
        .subcommand(
            of("solution", "Show our answer beside yours")
                .arg(yes.clone().help("Show it even if it is not solved")),
        )
        .subcommand(
            of("reset", "Put the starter back, and keep a copy of yours")
                .arg(yes.help("Do not ask")),
        )
        .subcommand(Command::new("check").about("Run the checks of all exercises"))
        .subcommand(Command::new("next").about("Show the first unsolved exercise"))
        .subcommand(
            Command::new("status")
                .about("Say how far you are")
                .arg(json.help("As JSON, for another program")),
        )
        .subcommand(Command::new("book").about("Serve the book and open it"))
        .subcommand(
            Command::new("step")
                .about("Run a step and a client, side by side if that is possible")
                .arg(step),
        )
        .subcommand(
            Command::new("doctor")
                .about("Look for what can go wrong on this machine"),
        )
}

fn exercise() -> Arg {
    let parse = |text: &str| -> Result<&'static Exercise, String> {
        catalogue::find(text).ok_or_else(|| {
            "there is no such exercise; `cargo learn list`".to_owned()
        })
    };
    Arg::new("exercise")
        .value_name("EX")
        .value_parser(ValueParser::new(parse))
        .help("ex03_echo, ex03 or 3; without it the first unsolved one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn an_exercise_is_named_or_counted() {
        let matches = command().get_matches_from(["learn", "hint", "3", "2"]);
        let (_, hint) = matches.subcommand().unwrap();
        assert_eq!(hint.get_one::<u8>("number"), Some(&2));
        let chosen = hint.get_one::<&Exercise>("exercise").unwrap();
        assert_eq!(chosen.name, "ex03_echo");
        assert!(command().try_get_matches_from(["learn", "run", "21"]).is_err());
    }
}
