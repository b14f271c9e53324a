//! Text that is safe to show.
//!
//! A terminal obeys some of the characters that it is shown: an escape
//! sequence clears the screen, a carriage return lets a new sentence overwrite
//! the old one, a bidirectional control turns a name around. Whoever may send
//! those can make another one's screen say anything. So they never cross the
//! server: each is replaced by U+FFFD, the replacement character.

use std::borrow::Cow;

/// What stands in the place of a character that nobody may send.
pub const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Replaces every character that a terminal would obey instead of show.
///
/// Nearly all text is clean already and is returned as it is, uncopied.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(obeyed) {
        text.replace(obeyed, "\u{FFFD}").into()
    } else {
        text.into()
    }
}

fn obeyed(c: char) -> bool {
    match c {
        '\t' => false,
        // Line and paragraph separator: a forged second line.
        '\u{2028}' | '\u{2029}' => true,
        // Embeddings, overrides and isolates of the bidirectional algorithm
        // (Unicode Standard Annex 9).
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        // The Unicode category Cc: U+0000 to U+001F and U+007F to U+009F.
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_not_copied() {
        let text = "a cup of\ttea: 茶, שלום, e\u{301}";
        assert!(matches!(clean(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn an_escape_sequence_loses_its_escape() {
        assert_eq!(clean("\x1b[2Jhi\x07"), "\u{FFFD}[2Jhi\u{FFFD}");
    }

    #[test]
    fn a_forged_second_line_stays_on_the_first() {
        assert_eq!(clean("hi\rbob: no"), "hi\u{FFFD}bob: no");
        assert_eq!(clean("hi\u{2028}bob: no"), "hi\u{FFFD}bob: no");
        assert_eq!(clean("hi\u{85}bob: no"), "hi\u{FFFD}bob: no");
    }

    #[test]
    fn every_control_is_replaced_and_nothing_else() {
        for c in '\0'..=char::MAX {
            let control = matches!(u32::from(c), 0..=8 | 10..=0x1F | 0x7F..=0x9F
                | 0x2028..=0x202E | 0x2066..=0x2069);
            let expected = if control { REPLACEMENT } else { c };
            assert_eq!(clean(&c.to_string()), expected.to_string(), "{c:?}");
        }
    }
}
