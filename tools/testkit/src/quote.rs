//! Bytes, made readable: escaped, quoted, and cut when they are many.

/// How many characters of a long text a timeline shows.
pub(crate) const SHORT: usize = 40;

/// Quotes `bytes` so that every one of them can be told apart. Of more than
/// `most` characters only the start is shown, with the number of bytes.
///
/// ```
/// assert_eq!(testkit::quote(b"hi\r\n\xff", 40), r#""hi\r\n\xff""#);
/// assert_eq!(testkit::quote(&[b'a'; 500], 5), r#""aaaaa..." (500 bytes)"#);
/// ```
pub fn quote(bytes: &[u8], most: usize) -> String {
    let mut text = String::from('"');
    let mut room = most;
    for piece in pieces(bytes) {
        let Some(left) = room.checked_sub(piece.chars().count()) else {
            return format!("{text}...\" ({} bytes)", bytes.len());
        };
        room = left;
        text.push_str(&piece);
    }
    text.push('"');
    text
}

/// Each character, or each byte that is part of none, as it is shown.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|c| match c {
            '\'' => c.to_string(),
            _ => c.escape_debug().to_string(),
        });
        let invalid = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        valid.chain(invalid)
    })
}
