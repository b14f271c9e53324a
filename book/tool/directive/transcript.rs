//! `{{#transcript NAME}}`: a recorded conversation with a server.

use crate::html::escape;
use crate::page::Page;
use crate::transcript::{self, Event, Script};

/// Of a longer line only the start is shown, and how long it is.
const LONG: usize = 160;

/// A table in the order of time; each person has a lane of their own.
pub(super) fn expand(name: &str, page: &mut Page<'_>) -> Result<String, String> {
    let repo = &page.desk.repo;
    let path = |kind| repo.in_book(&format!("transcripts/{name}.{kind}"));
    let again = format!("record it: `cargo book record {name}`");
    let text = repo.read(&path("toml"))?;
    let script = Script::parse(&text)
        .map_err(|error| format!("`{}`: {error}", path("toml")))?;
    let recorded = repo.read(&path("txt"));
    let recorded = recorded.map_err(|error| format!("{error}; {again}"))?;
    let events = transcript::read(&text, &recorded)
        .map_err(|error| format!("`{}`: {error}; {again}", path("txt")))?;
    let mut people: Vec<&str> = Vec::new();
    for event in &events {
        if !people.contains(&&*event.who) {
            people.push(&event.who);
        }
    }
    let row = |event: &Event| {
        let lane = people.iter().position(|who| *who == event.who);
        row(event, lane.unwrap_or(0) + 1)
    };
    let rows: String = events.iter().map(row).collect();
    let command = [&[script.server.clone()][..], &script.args].concat().join(" ");
    Ok(format!(
        "<figure class=\"transcript\">\n<table>\n<caption>{} <small>recorded with <code>{}\
         </code> and a real <code>nc</code> for each person</small></caption>\n\
         <thead><tr><th scope=\"col\">who</th><th scope=\"col\">does</th>\
         <th scope=\"col\">text</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n\
         </figure>\n",
        escape(&script.title),
        escape(&command)
    ))
}

fn row(event: &Event, lane: usize) -> String {
    let (who, does) = (escape(&event.who), escape(&event.does));
    let kind = does.split([' ', ',']).next().unwrap_or_default();
    let text = match event.text.as_deref() {
        None => String::new(),
        Some("") => "<em>an empty line</em>".into(),
        Some(text) if text.len() > LONG => {
            let start: String = text.chars().take(LONG / 4).collect();
            format!("<code>{}…</code> ({} bytes)", escape(&start), text.len())
        }
        Some(text) => format!("<code>{}</code>", escape(text)),
    };
    format!(
        "<tr class=\"lane-{lane} {kind}\"><th scope=\"row\">{who}</th><td>{does}</td>\
         <td>{text}</td></tr>\n"
    )
}
