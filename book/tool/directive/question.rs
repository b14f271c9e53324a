//! A question to predict an answer to, as a fenced block of TOML.

use super::proof;
use crate::page::Page;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The test that holds the answer.
    proof: Option<String>,
    ask: String,
    option: Vec<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    text: String,
    #[serde(default)]
    right: bool,
    why: String,
}

/// The question as Markdown that can be read without a script: first the options,
/// then, folded, what is right and why. A script makes radio buttons of it.
///
/// # Errors
///
/// What is wrong, and in which line of the block.
pub(crate) fn expand(
    toml: &str,
    page: &mut Page<'_>,
) -> Result<String, (usize, String)> {
    let question: Question = toml::from_str(toml).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(toml.len());
        let line = toml[..at].matches('\n').count() + 1;
        (line, format!("this question cannot be read: {}", error.message()))
    })?;
    check(&question).map_err(|error| (0, error))?;
    let proof = match &question.proof {
        None => String::new(),
        Some(named) => {
            let proof = proof::find(named, page).map_err(|error| (0, error))?;
            let words = proof.test.replace('_', " ");
            format!("\n\nThe test that proves it: [{words}]({}).\n", proof.link)
        }
    };
    let mut fill = |text: &str| page.fill_text(text).map_err(|error| (0, error));
    let ask = fill(&question.ask)?;
    let (mut options, mut whys) = (String::new(), String::new());
    for option in &question.option {
        let (class, verdict) = match option.right {
            true => (" class=\"right\"", "**Right.** "),
            false => ("", "Not so. "),
        };
        options += &item(&fill(&option.text)?, "");
        whys += &item(&format!("{verdict}{}", fill(&option.why)?), class);
    }
    Ok(format!(
        "<book-question>\n\n{ask}\n\n<ol class=\"options\">\n{options}</ol>\n\
         <details>\n<summary>The answer, and why</summary>\n\
         <ol class=\"whys\">\n{whys}</ol>{proof}\n</details>\n\n</book-question>\n"
    ))
}

fn item(markdown: &str, class: &str) -> String {
    format!("<li{class}>\n\n{}\n\n</li>\n", markdown.trim())
}

fn check(question: &Question) -> Result<(), String> {
    let options = &question.option;
    let right = options.iter().filter(|option| option.right).count();
    if question.ask.trim().is_empty() {
        return Err("this question asks nothing: fill in `ask`".into());
    }
    if !(2..=4).contains(&options.len()) {
        let count = options.len();
        return Err(format!(
            "this question has {count} options: give it two to four"
        ));
    }
    if right != 1 {
        return Err(format!(
            "this question has {right} right options: say `right = true` in one"
        ));
    }
    let bare = |option: &&Choice| {
        option.text.trim().is_empty() || option.why.trim().is_empty()
    };
    match options.iter().find(bare) {
        None => Ok(()),
        Some(option) => Err(format!(
            "the option `{}` of this question needs both a `text` and a `why`",
            option.text.trim()
        )),
    }
}
