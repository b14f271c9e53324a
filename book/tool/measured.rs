//! Numbers that were measured, by their keys.
//!
//! `book/measured/results.json` is the `results.json` of a recorded `cargo lab`, and
//! `book/measured/facts.json` holds what was measured one at a time.

mod lab;
mod number;

use crate::repo::Repo;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A number as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// With its unit.
    pub shown: String,
    /// The machine, the date, and for a single fact how it was measured.
    pub origin: String,
}

/// Everything that was recorded.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    values: BTreeMap<String, Value>,
    lab: Json,
    /// The machine and the date of the lab's run.
    pub(crate) lab_origin: String,
}

impl Measured {
    /// Reads what is there; a file that is missing only means fewer keys.
    ///
    /// # Errors
    ///
    /// When a file is not the JSON that it should be.
    pub fn load(repo: &Repo) -> Result<Self, String> {
        let mut all = Self::default();
        if let Some(results) = read(repo, "measured/results.json")? {
            all.lab_origin = lab::origin(&results);
            for (key, shown) in lab::flatten(&results) {
                let origin = all.lab_origin.clone();
                all.values.insert(key, Value { shown, origin });
            }
            all.lab = results;
        }
        if let Some(facts) = read(repo, "measured/facts.json")? {
            all.add_facts(&facts).ok_or(
                "book/measured/facts.json: every fact needs `value`, `unit` and `how`, \
                 and the file a `machine` and a `date`",
            )?;
        }
        Ok(all)
    }

    fn add_facts(&mut self, file: &Json) -> Option<()> {
        let (machine, date) = (file["machine"].as_str()?, file["date"].as_str()?);
        for (name, fact) in file["facts"].as_object()? {
            let how = fact["how"].as_str()?;
            let origin = format!("{machine}, {date}: {how}");
            let shown = fact_in_words(fact.as_object()?)?;
            self.values.insert(format!("facts/{name}"), Value { shown, origin });
        }
        Some(())
    }

    /// The value of a key.
    ///
    /// # Errors
    ///
    /// Names keys that are like the one that is missing.
    pub fn get(&self, key: &str) -> Result<&Value, String> {
        self.values.get(key).ok_or_else(|| {
            let folder = key.rsplit_once('/').map_or(key, |(folder, _)| folder);
            let like = self.values.keys().filter(|known| known.starts_with(folder));
            let like: Vec<&str> = like.take(12).map(String::as_str).collect();
            format!(
                "nothing was measured as `{key}`: `cargo book keys` lists what was \
                 (near it: {})",
                if like.is_empty() { "nothing".into() } else { like.join(", ") }
            )
        })
    }

    /// Every key and its value.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(key, value)| (&**key, value))
    }

    /// The numbers of a chart of the lab, as a table in Markdown.
    pub(crate) fn table(&self, chart: &str) -> Result<String, String> {
        let shown = |key: &str| {
            self.values
                .get(key)
                .map_or("–".to_owned(), |value| value.shown.clone())
        };
        lab::table(&self.lab, chart, shown).ok_or_else(|| {
            format!("book/measured/results.json has no numbers of `{chart}`")
        })
    }
}

fn fact_in_words(fact: &Map<String, Json>) -> Option<String> {
    let unit = fact.get("unit")?.as_str()?;
    let value = match fact.get("value")? {
        Json::String(words) => words.clone(),
        Json::Number(number) => number::exact(number),
        _ => return None,
    };
    let counted = ["", "count"].contains(&unit);
    Some(if counted { value } else { format!("{value} {unit}") })
}

fn read(repo: &Repo, file: &str) -> Result<Option<Json>, String> {
    let path = repo.in_book(file);
    if !repo.locate(&path).is_file() {
        return Ok(None);
    }
    let json = serde_json::from_str(&repo.read(&path)?);
    json.map(Some).map_err(|error| format!("`{path}` is not JSON: {error}"))
}
