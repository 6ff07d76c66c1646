//! The YAML before a note.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::draft::Draft;
use crate::import::when::{When, Zone, clock, instant, written};

/// The longest front matter, 64 KiB: it is a few names, and YAML may unfold to more than it is.
const YAML_MAX: usize = 64 << 10;

/// The front matter's text and the text after it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let rest = rest.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// The members that nobody has taken yet, by name in lower case.
#[derive(Default)]
pub(super) struct FrontMatter {
    members: BTreeMap<String, Value>,
    unread: Vec<String>,
}

impl FrontMatter {
    /// Reads YAML that is a map, or nothing at all; the error says what is wrong, for people.
    pub(super) fn parse(yaml: &str) -> Result<FrontMatter, serde_saphyr::Error> {
        if YAML_MAX < yaml.len() {
            return Err(serde::de::Error::custom("it is longer than 64 KiB"));
        }
        if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(FrontMatter::default());
        }
        let members: BTreeMap<String, Value> = serde_saphyr::from_str(yaml)?;
        let lower = |(name, value): (String, Value)| (name.trim().to_lowercase(), value);
        let members = members.into_iter().map(lower).collect();
        Ok(FrontMatter { members, unread: Vec::new() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The day that the note is about.
    pub(super) fn day(&mut self) -> Option<When> {
        self.when(&["date", "datetime", "day"])
    }

    /// When the note was made: its day, if nothing better is known.
    pub(super) fn created(&mut self) -> Option<When> {
        self.when(&["created", "created_at", "date created", "creation date", "creation_date"])
    }

    fn when(&mut self, names: &[&str]) -> Option<When> {
        let name = names.iter().find(|name| self.members.contains_key(**name))?;
        let text = self.members.get(*name).and_then(scalar).filter(|text| !text.is_empty())?;
        let found = written(wiki_inner(&text));
        if found.is_none() {
            self.members.remove(*name);
            self.unread.push(format!("{name} {text:?} is not a date that can be read"));
        }
        let mut when = found?.when();
        if let Some(zone) = self.peek("timezone").and_then(|name| Zone::named(&name))
            && let Ok(at) = instant(&text)
        {
            when = When::at(at, &zone);
        }
        if when.time.is_none()
            && let Some(time) = self.peek("time").and_then(|time| clock(&time))
        {
            when = When::local(when.date.to_datetime(time));
        }
        Some(when)
    }

    fn peek(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(scalar)
    }

    /// Everything that an entry has a place for.
    pub(super) fn fill(&mut self, draft: &mut Draft) {
        draft.title = self.text(&["title"]);
        draft.mood = self.text(&["mood"]);
        draft.place = self.text(&["location", "place"]);
        draft.weather = self.text(&["weather"]);
        draft.created =
            self.text(&["created", "created_at", "date created", "creation date", "creation_date"]);
        draft.modified =
            self.text(&["updated", "modified", "updated_at", "date modified", "lastmod"]);
        draft.starred = self.flag(&["starred", "favorite", "favourite"]);
        draft.pinned = self.flag(&["pinned"]);
        draft.tags = self.list(&["tags", "tag", "keywords"]);
        draft.people = self.list(&["people", "persons"]);
        draft.celsius = self.number("temperature");
        draft.position = self.number("latitude").zip(self.number("longitude"));
        for used in ["date", "datetime", "day", "time", "timezone"] {
            self.members.remove(used);
        }
    }

    fn text(&mut self, names: &[&str]) -> String {
        let found = names.iter().filter_map(|name| self.take_scalar(name));
        let mut texts: Vec<String> = found.filter(|text| !text.is_empty()).collect();
        if texts.is_empty() { String::new() } else { texts.remove(0) }
    }

    /// Lists and maps stay, to be told as lost.
    fn take_scalar(&mut self, name: &str) -> Option<String> {
        let text = self.members.get(name).and_then(scalar)?;
        self.members.remove(name);
        Some(text)
    }

    fn flag(&mut self, names: &[&str]) -> bool {
        names.iter().filter_map(|name| self.members.remove(*name)).any(|value| match value {
            Value::Bool(flag) => flag,
            Value::String(text) => matches!(text.to_lowercase().as_str(), "true" | "yes" | "on"),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        })
    }

    fn number(&mut self, name: &str) -> Option<f64> {
        self.take_scalar(name)?.parse().ok()
    }

    /// A list, or words after commas; without commas, after spaces.
    fn list(&mut self, names: &[&str]) -> Vec<String> {
        let mut members = Vec::new();
        for name in names {
            match self.members.remove(*name) {
                Some(Value::Array(items)) => members.extend(items.iter().filter_map(scalar)),
                Some(Value::String(text)) => {
                    let separator = |letter: char| letter == ',' || letter.is_whitespace();
                    let commas = |letter: char| letter == ',';
                    let parts: Vec<&str> = match text.contains(',') {
                        true => text.split(commas).collect(),
                        false => text.split(separator).collect(),
                    };
                    members.extend(parts.into_iter().map(str::to_owned));
                }
                Some(value @ (Value::Number(_) | Value::Bool(_))) => members.extend(scalar(&value)),
                Some(Value::Null | Value::Object(_)) | None => {}
            }
        }
        members.iter().map(|member| wiki_inner(member).to_owned()).collect()
    }

    /// What could not be read, in words.
    pub(super) fn unread(&self) -> Vec<String> {
        self.unread.clone()
    }

    /// The names that have no place here.
    pub(super) fn left(&self) -> Vec<String> {
        let says = |value: &Value| match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        };
        let told = self.members.iter().filter(|(_, value)| says(value));
        told.map(|(name, _)| format!("front matter: {name}")).collect()
    }
}

/// A single value as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `[[2024-03-05]]` as `2024-03-05`: Obsidian's properties may be links.
fn wiki_inner(text: &str) -> &str {
    text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")).unwrap_or(text)
}
