//! Text inside markup.

/// Text that may stand in HTML, also in an attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The same without line ends, so that no blank line ends a block of HTML in the
/// middle of Markdown.
pub(crate) fn on_one_line(text: &str) -> String {
    escape(text).replace('\n', "&#10;")
}

/// A block of code, fenced with more backticks than it holds in a row.
pub(crate) fn fenced(info: &str, text: &str) -> String {
    let mut fence = String::from("```");
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{info}\n{}\n{fence}\n", text.trim_end())
}

/// JSON that may stand in a `<script>`: there `<` could end it.
pub(crate) fn json_in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}
