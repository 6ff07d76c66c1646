//! One line of the year: what a bank told or a hand wrote, and what the person said about it.

use std::collections::BTreeMap;

use base::day::Day;
use store::record::{Fields, Value};

use super::home::{Held, Home};
use crate::model::hex;

/// What a person has done with the lines: until when they are categorized, until when the statement was
/// found to be right, until when they are ticked off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    pub(super) last: Day,
    pub(super) said: Day,
    pub(super) reconciled: Day,
    pub(super) cleared: Day,
}

/// One line of an account.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) held: Held,
    pub(super) day: Day,
    /// Smallest units, negative when money goes out.
    pub(super) minor: i64,
    /// As a bank prints it; of one by hand, as a person writes it.
    pub(super) payee: String,
    pub(super) memo: String,
    /// What was paid abroad, smallest units and code.
    pub(super) original: Option<(i64, &'static str)>,
    /// Written down by hand.
    pub(super) own: bool,
    pub(super) pending: bool,
    /// What the person said that it is for, by the category's key.
    pub(super) category: &'static str,
    /// Parts: category, smallest units, note.
    pub(super) splits: Vec<(&'static str, i64, &'static str)>,
    pub(super) note: &'static str,
    pub(super) tags: Vec<&'static str>,
}

impl Line {
    pub(super) fn new(held: Held, day: Day, minor: i64, payee: impl Into<String>) -> Line {
        Line {
            held,
            day,
            minor,
            payee: payee.into(),
            memo: String::new(),
            original: None,
            own: false,
            pending: false,
            category: "",
            splits: Vec::new(),
            note: "",
            tags: Vec::new(),
        }
    }

    pub(super) fn own(held: Held, day: Day, minor: i64, payee: impl Into<String>) -> Line {
        Line { own: true, ..Line::new(held, day, minor, payee) }
    }

    pub(super) fn memo(self, memo: impl Into<String>) -> Line {
        Line { memo: memo.into(), ..self }
    }

    pub(super) fn category(self, category: &'static str) -> Line {
        Line { category, ..self }
    }

    pub(super) fn note(self, note: &'static str) -> Line {
        Line { note, ..self }
    }

    pub(super) fn tag(mut self, tag: &'static str) -> Line {
        self.tags.push(tag);
        self
    }
}

impl Line {
    /// What a person said about it.
    pub(super) fn notes(&self, home: &Home, until: Until) -> BTreeMap<String, Value> {
        let mut notes = BTreeMap::new();
        let mut say = |key: &str, value: Value| notes.insert(key.to_owned(), value);
        if !self.note.is_empty() {
            say("note", self.note.into());
        }
        for tag in &self.tags {
            say(&format!("tag/{tag}"), true.into());
        }
        if self.day <= until.said && !self.splits.is_empty() {
            let part = |(category, minor, note): &(&str, i64, &str)| {
                serde_json::json!({
                    "category": hex(home.category(category)), "minor": minor, "note": note,
                })
            };
            let parts: Vec<serde_json::Value> = self.splits.iter().map(part).collect();
            say("splits", serde_json::Value::from(parts).to_string().into());
        } else if self.day <= until.said && !self.category.is_empty() {
            say("category", hex(home.category(self.category)).into());
        }
        let statement = self.held == Held::Checking;
        if statement && self.day <= until.cleared {
            say("cleared", true.into());
        }
        if statement && self.day <= until.reconciled {
            say("reconciled", true.into());
        }
        notes
    }

    /// The fields of one that was written down by hand.
    pub(super) fn fields(&self, home: &Home, until: Until) -> Fields {
        let mut fields: Fields = self.notes(home, Until { said: until.last, ..until });
        fields.extend([
            ("date".to_owned(), Value::from(self.day.to_string())),
            ("account".to_owned(), hex(home.held(self.held)).into()),
            ("minor".to_owned(), self.minor.into()),
            ("currency".to_owned(), self.held.currency().into()),
            ("payee".to_owned(), self.payee.as_str().into()),
        ]);
        fields
    }
}
