//! A routine as its fields tell it.

use base::id::AnyId;
use store::record::{Fields, Value};

use super::hex;
use super::workout::{Named, keyed};

/// How the next weight follows from the last sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// It does not.
    None,
    /// Repetitions up to the top of the range, then the weight.
    Double,
    /// The weight with every success.
    Linear,
}

impl Rule {
    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Rule::None => "none",
            Rule::Double => "double",
            Rule::Linear => "linear",
        }
    }

    /// The rule of a word; none when there is no such rule.
    pub(crate) fn read(word: &str) -> Rule {
        match word {
            "double" => Rule::Double,
            "linear" => Rule::Linear,
            _ => Rule::None,
        }
    }
}

/// An exercise of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Eight hexadecimal digits.
    pub(crate) key: String,
    /// Which exercise.
    pub(crate) exercise: AnyId,
    /// A fractional index.
    pub(crate) order: String,
    /// How many sets.
    pub(crate) sets: i64,
    /// The fewest repetitions.
    pub(crate) low: Option<i64>,
    /// The most repetitions.
    pub(crate) high: Option<i64>,
    /// How long a set is, milliseconds.
    pub(crate) time_ms: Option<i64>,
    /// How far a set is, millimeters.
    pub(crate) distance_mm: Option<i64>,
    /// The rest after a set, milliseconds.
    pub(crate) rest_ms: Option<i64>,
    /// The letter of its superset, or nothing.
    pub(crate) group: String,
    /// How it becomes harder.
    pub(crate) rule: Rule,
    /// By how much, milligrams.
    pub(crate) step_mg: Option<i64>,
    /// What was noted.
    pub(crate) note: String,
}

impl Item {
    /// Its fields.
    pub(crate) fn write(&self, fields: &mut Fields) {
        let mut put = |name: &str, value: Value| {
            fields.insert(format!("item/{}/{name}", self.key), value);
        };
        put("exercise", hex(self.exercise).into());
        put("order", self.order.as_str().into());
        put("sets", self.sets.into());
        put("rule", self.rule.word().into());
        for (name, number) in [
            ("low", self.low),
            ("high", self.high),
            ("time_ms", self.time_ms),
            ("distance_mm", self.distance_mm),
            ("rest_ms", self.rest_ms),
            ("step_mg", self.step_mg),
        ] {
            if let Some(number) = number {
                put(name, number.into());
            }
        }
        for (name, text) in [("group", &self.group), ("note", &self.note)] {
            if !text.is_empty() {
                put(name, text.as_str().into());
            }
        }
    }
}

/// The exercises of a routine, in their order.
pub(crate) fn items(fields: &Fields) -> Vec<Item> {
    let mut items: Vec<Item> = keyed(fields, "item/")
        .iter()
        .filter_map(|(key, item)| {
            let item = Named(item);
            Some(Item {
                key: (*key).to_owned(),
                exercise: item.text("exercise").parse().ok()?,
                order: item.text("order"),
                sets: item.int("sets").unwrap_or(1),
                low: item.int("low"),
                high: item.int("high"),
                time_ms: item.int("time_ms"),
                distance_mm: item.int("distance_mm"),
                rest_ms: item.int("rest_ms"),
                group: item.text("group"),
                rule: Rule::read(&item.text("rule")),
                step_mg: item.int("step_mg"),
                note: item.text("note"),
            })
        })
        .collect();
    items.sort_by(|a, b| (&a.order, &a.key).cmp(&(&b.order, &b.key)));
    items
}
