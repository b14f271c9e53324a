//! What a line asks for.
//!
//! Text is said to the room; a line that starts with `/` is a command. Reading
//! it changes nothing, so the whole grammar stands here, in one place.

/// The commands, as `/help` lists them.
pub const HELP: [&str; 8] = [
    "/nick NAME: take another name",
    "/join ROOM: go to another room, or make it",
    "/msg NAME TEXT: say something to one person alone",
    "/who: list the people in this room",
    "/rooms: list the rooms",
    "/ping WORD: get the word back, after all that was owed before it",
    "/help: list the commands",
    "/quit: leave",
];

/// One line, understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// An empty line.
    Nothing,
    /// Text for everybody else in the room.
    Say(&'a str),
    /// `/nick NAME`
    Nick(&'a str),
    /// `/join ROOM`
    Join(&'a str),
    /// `/msg NAME TEXT`
    Msg(&'a str, &'a str),
    /// `/who`
    Who,
    /// `/rooms`
    Rooms,
    /// `/ping WORD`
    Ping(&'a str),
    /// `/help`
    Help,
    /// `/quit`
    Quit,
    /// A command without the words it needs: how it is used.
    Incomplete(&'static str),
    /// A command that does not exist.
    Unknown(&'a str),
}

/// Reads one line, which has no ending any more.
pub fn parse(line: &str) -> Command<'_> {
    if line.is_empty() {
        return Command::Nothing;
    }
    if !line.starts_with('/') {
        return Command::Say(line);
    }
    let (word, rest) = split_word(line.trim_end_matches(' '));
    match (word, rest) {
        ("/nick", "") => Command::Incomplete("/nick NAME"),
        ("/nick", name) => Command::Nick(name),
        ("/join", "") => Command::Incomplete("/join ROOM"),
        ("/join", room) => Command::Join(room),
        ("/msg", rest) => match split_word(rest) {
            (_, "") => Command::Incomplete("/msg NAME TEXT"),
            (name, text) => Command::Msg(name, text),
        },
        ("/ping", "") => Command::Incomplete("/ping WORD"),
        ("/ping", word) => Command::Ping(word),
        ("/who", _) => Command::Who,
        ("/rooms", _) => Command::Rooms,
        ("/help", _) => Command::Help,
        ("/quit", _) => Command::Quit,
        (word, _) => Command::Unknown(word),
    }
}

/// Splits off the first word. One or more spaces separate it from the rest.
fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    (word, rest.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_even_when_it_is_only_spaces() {
        assert_eq!(parse("hello /quit"), Command::Say("hello /quit"));
        assert_eq!(parse("  "), Command::Say("  "));
        assert_eq!(parse(" /quit"), Command::Say(" /quit"));
        assert_eq!(parse(""), Command::Nothing);
    }

    #[test]
    fn spaces_separate_words_and_vanish_at_the_end() {
        let msg = parse("/msg   bob   good  morning  ");
        assert_eq!(msg, Command::Msg("bob", "good  morning"));
        assert_eq!(parse("/ping  a  b "), Command::Ping("a  b"));
        assert_eq!(parse("/nick alice bob"), Command::Nick("alice bob"));
    }

    #[test]
    fn a_missing_word_says_how_the_command_is_used() {
        for line in ["/msg", "/msg bob", "/msg bob  "] {
            assert_eq!(parse(line), Command::Incomplete("/msg NAME TEXT"));
        }
        assert_eq!(parse("/nick "), Command::Incomplete("/nick NAME"));
    }

    #[test]
    fn words_too_many_are_ignored_where_none_is_needed() {
        assert_eq!(parse("/who is there"), Command::Who);
        assert_eq!(parse("/quit now"), Command::Quit);
    }

    #[test]
    fn commands_are_lower_case_and_end_at_a_space() {
        assert_eq!(parse("/Who"), Command::Unknown("/Who"));
        assert_eq!(parse("/who\t"), Command::Unknown("/who\t"));
        assert_eq!(parse("/ who"), Command::Unknown("/"));
    }
}
