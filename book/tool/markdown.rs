//! What stands in a page of Markdown: its links, and what one can link to.

use mdbook_markdown::pulldown_cmark::{Event, Parser, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::collections::BTreeSet;

/// The links of a page and its ids.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// What can follow a `#`.
    pub ids: BTreeSet<String>,
    /// Where links and images lead.
    pub links: Vec<String>,
}

/// Parses a page as mdBook does.
pub(crate) fn parse(text: &str) -> Parser<'_> {
    new_cmark_parser(text, &MarkdownOptions::default())
}

impl Outline {
    /// Reads a page whose directives are filled in.
    pub fn of(text: &str) -> Self {
        let mut outline = Self::default();
        // The text of the heading that we are in.
        let mut heading: Option<String> = None;
        for event in parse(text) {
            match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => {
                    outline.ids.insert(id.into_string());
                }
                Event::Start(Tag::Heading { .. } | Tag::DefinitionListTitle) => {
                    heading = Some(String::new())
                }
                Event::End(TagEnd::Heading(_) | TagEnd::DefinitionListTitle) => {
                    if let Some(title) = heading.take() {
                        outline.add_heading(&title);
                    }
                }
                Event::Start(
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. },
                ) => outline.links.push(dest_url.into_string()),
                Event::Html(html) | Event::InlineHtml(html) => {
                    outline.ids.extend(values(&html, " id=\""));
                    outline.links.extend(values(&html, " href=\""));
                    outline.links.extend(values(&html, " src=\""));
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(title) = &mut heading {
                        title.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        outline
    }

    /// Adds the id that mdBook gives a heading; a second one like it gets a number.
    fn add_heading(&mut self, title: &str) {
        let id = id(title);
        let numbered = (1..).map(|number| format!("{id}-{number}"));
        let mut all = std::iter::once(id.clone()).chain(numbered);
        let free = all.find(|id| !self.ids.contains(id));
        self.ids.extend(free);
    }
}

/// The id of a heading, as mdBook makes it.
fn id(title: &str) -> String {
    let kept = title.trim().to_lowercase();
    let kept = kept.chars().filter_map(|character| match character {
        '_' | '-' => Some(character),
        _ if character.is_alphanumeric() => Some(character),
        _ if character.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

fn values(html: &str, attribute: &str) -> Vec<String> {
    let parts = html.split(attribute).skip(1);
    parts.filter_map(|part| Some(part.split_once('"')?.0.to_owned())).collect()
}
