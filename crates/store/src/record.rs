//! Records: what people edit and what syncs, as flat fields.

use std::collections::BTreeMap;

use base::id::AnyId;
use serde::{Deserialize, Serialize};

/// One field's value. Fields are flat scalars; prose is a text that merges character by character
/// when its name is in [`RecordKind::prose`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A measured number.
    Real(f64),
    /// A string, or prose.
    Text(String),
}

/// A record's fields by name. Sets are one key per member (`tag/sea`), so that two devices that each
/// add one keep both, and nothing nested is ever created under one key by two devices.
pub type Fields = BTreeMap<String, Value>;

/// What a write changes: a new value for a key, or `None` to take the key away.
pub type Changes = BTreeMap<String, Option<Value>>;

/// How carefully a kind of record must be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// Words and pictures of a life: never in a notification, a log or an assistant without a grant.
    Intimate,
    /// Settings and lists.
    Ordinary,
    /// What a model made of a face, a voice or a text: it never leaves the person's own devices, so no
    /// archive and no share takes it.
    Sealed,
}

/// A kind of record: a promise to every other device, for ever.
#[derive(Debug)]
pub struct RecordKind {
    /// `journal.entry`: the domain, a dot, the noun.
    pub name: &'static str,
    /// Raised when the meaning of a field changes; a newer version than ours is kept, never shown.
    pub version: u32,
    /// The fields that are prose.
    pub prose: &'static [&'static str],
    /// How carefully it must be treated.
    pub sensitivity: Sensitivity,
}

/// A kind of immutable event: a play, a bank line, a sample.
#[derive(Debug)]
pub struct FactKind {
    /// `listening.play`.
    pub name: &'static str,
    /// Raised when the meaning of the body changes.
    pub version: u32,
    /// Whether full-text search knows each of them.
    pub searched: bool,
}

/// A kind of record or of fact: what a change touches and an answer depends on.
pub trait Kind: Sync {
    /// Its name.
    fn name(&self) -> &'static str;
}

impl Kind for RecordKind {
    fn name(&self) -> &'static str {
        self.name
    }
}

impl Kind for FactKind {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// A record as it stands.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number in this file, for joins; another device has another.
    pub n: i64,
    /// Its identity everywhere.
    pub id: AnyId,
    /// The name of its kind.
    pub kind: String,
    /// What it holds.
    pub fields: Fields,
    /// When it was thrown into the trash, Unix milliseconds.
    pub trashed_ms: Option<i64>,
    /// The document's heads, as hex, for optimistic merging.
    pub version: String,
    /// The fields for which devices have said different things at once; [`crate::conflict`] says which of
    /// them a person is asked about.
    pub conflicts: Vec<String>,
}

/// What full-text search knows of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchDoc {
    /// The local day it belongs to, `2026-03-01`.
    pub day: String,
    /// One line.
    pub title: String,
    /// Its words, without markup.
    pub body: String,
    /// Tags, people, places, file names: found, but not quoted.
    pub extra: String,
}

/// Where attachments are referenced: the field `media/<content hash>`.
pub const MEDIA_PREFIX: &str = "media/";

impl Record {
    /// A text field, empty when absent.
    pub fn text(&self, key: &str) -> &str {
        text(&self.fields, key)
    }

    /// A flag, false when absent.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.fields.get(key), Some(Value::Bool(true)))
    }

    /// A whole number.
    pub fn int(&self, key: &str) -> Option<i64> {
        match self.fields.get(key) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// A measured number (or a whole one).
    pub fn real(&self, key: &str) -> Option<f64> {
        match self.fields.get(key) {
            Some(Value::Real(number)) => Some(*number),
            Some(Value::Int(number)) => Some(*number as f64),
            _ => None,
        }
    }

    /// The members of a set kept as `prefix + member` keys, sorted.
    pub fn members<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        members(&self.fields, prefix)
    }
}

/// A text field, empty when absent.
pub fn text<'a>(fields: &'a Fields, key: &str) -> &'a str {
    match fields.get(key) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// The members of a set kept as `prefix + member` keys, sorted.
pub fn members<'a>(fields: &'a Fields, prefix: &'a str) -> impl Iterator<Item = &'a str> + 'a {
    fields.range(prefix.to_owned()..).map_while(move |(key, _)| key.strip_prefix(prefix))
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Real(number)
    }
}
