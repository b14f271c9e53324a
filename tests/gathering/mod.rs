//! A chat and what each of its clients has read so far.

use std::collections::BTreeMap;
use std::mem;

use chat::{Chat, ClientId, Line, Outcome};

/// A chat without sockets: whatever is owed has been read at once.
#[derive(Default)]
pub struct Gathering {
    pub chat: Chat,
    unread: BTreeMap<ClientId, String>,
}

impl Gathering {
    /// Ends the turn and hands everybody what it is owed.
    pub fn end_turn(&mut self) {
        self.chat.end_turn();
        while let Some((who, piece)) = self.chat.poll_delivery() {
            let text = str::from_utf8(piece.as_bytes());
            let text = text.expect("a piece ends where a line ends");
            assert!(text.ends_with('\n'), "half a line for {who:?}: {text:?}");
            self.unread.entry(who).or_default().push_str(text);
        }
        assert!(self.chat.is_quiet(), "the turn is over");
        assert_eq!(self.chat.said_this_turn(), 0);
    }

    /// What a client has read since it was last asked.
    pub fn read(&mut self, who: ClientId) -> String {
        self.end_turn();
        self.unread.get_mut(&who).map(mem::take).unwrap_or_default()
    }

    /// Says a line, which ends no turn, and tells whether its author stays.
    pub fn line(&mut self, who: ClientId, line: &str) -> Outcome {
        self.chat.handle_line(who, Line::Text(line))
    }
}
