//! A workout as its fields tell it: exercises in their order, and the sets of each.
//!
//! Several devices write into one workout. Every exercise and set has a key of its own, so all that
//! was added stays; the order is that of fractional indexes, then of keys. What was taken out has the
//! flag `gone`: an edit elsewhere does not bring half of it back, and a set that was added elsewhere
//! to an exercise that was taken out here brings the exercise back.

use std::collections::BTreeMap;

use base::day::Day;
use base::id::AnyId;
use domain::session::SessionEvent;
use domain::wire;
use store::record::{Fields, Value, text};

use super::hex;

wire! {
    /// What kind of a set it is.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum SetKind {
        /// It only warms up: it counts for nothing.
        Warmup,
        /// A set like most.
        Work,
        /// A lighter one right after another.
        Drop,
        /// Until nothing went any more.
        Failure,
    }
}

impl SetKind {
    const ALL: [(SetKind, &str); 4] = [
        (SetKind::Warmup, "warmup"),
        (SetKind::Work, "work"),
        (SetKind::Drop, "drop"),
        (SetKind::Failure, "failure"),
    ];

    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            SetKind::Warmup => "warmup",
            SetKind::Work => "work",
            SetKind::Drop => "drop",
            SetKind::Failure => "failure",
        }
    }

    /// The kind of a word; a set like most when it is none.
    pub(crate) fn read(word: &str) -> SetKind {
        let found = SetKind::ALL.iter().find(|(_, known)| *known == word);
        found.map_or(SetKind::Work, |(kind, _)| *kind)
    }

    /// Its number in tables; 0 is a warm-up.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    /// The kind of a number in tables.
    pub(crate) fn of_number(number: i64) -> SetKind {
        let found = SetKind::ALL.iter().find(|(kind, _)| kind.number() == number);
        found.map_or(SetKind::Work, |(kind, _)| *kind)
    }
}

/// One set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set {
    /// Eight hexadecimal digits.
    pub(crate) key: String,
    /// A fractional index ([`super::order`]).
    pub(crate) order: String,
    /// What kind of a set.
    pub(crate) kind: SetKind,
    /// Repetitions.
    pub(crate) reps: Option<i64>,
    /// The weight, milligrams.
    pub(crate) mg: Option<i64>,
    /// The distance, millimeters.
    pub(crate) mm: Option<i64>,
    /// How long, milliseconds.
    pub(crate) ms: Option<i64>,
    /// How hard it was, twice the RPE (Borg's CR10 as lifters use it).
    pub(crate) rpe_x2: Option<i64>,
    /// When it was done, Unix milliseconds; `None`: not yet.
    pub(crate) done: Option<i64>,
    /// The unit that was entered.
    pub(crate) unit: String,
    /// What was entered.
    pub(crate) text: String,
}

impl Set {
    /// A set of which nothing is known yet.
    pub(crate) fn new(key: String, order: String) -> Set {
        Set {
            key,
            order,
            kind: SetKind::Work,
            reps: None,
            mg: None,
            mm: None,
            ms: None,
            rpe_x2: None,
            done: None,
            unit: String::new(),
            text: String::new(),
        }
    }

    /// Its fields, as a set of the exercise `entry` (a key).
    pub(crate) fn write(&self, entry: &str, fields: &mut Fields) {
        let mut put = |name: &str, value: Value| {
            fields.insert(format!("set/{}/{name}", self.key), value);
        };
        put("ex", entry.into());
        put("order", self.order.as_str().into());
        put("kind", self.kind.word().into());
        for (name, number) in [
            ("reps", self.reps),
            ("mg", self.mg),
            ("mm", self.mm),
            ("ms", self.ms),
            ("rpe_x2", self.rpe_x2),
            ("done", self.done),
        ] {
            if let Some(number) = number {
                put(name, number.into());
            }
        }
        for (name, text) in [("unit", &self.unit), ("text", &self.text)] {
            if !text.is_empty() {
                put(name, text.as_str().into());
            }
        }
    }

    /// Whether it was done and is no warm-up.
    pub(crate) fn counts(&self) -> bool {
        self.done.is_some() && self.kind != SetKind::Warmup
    }
}

/// An exercise of a workout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Eight hexadecimal digits.
    pub(crate) key: String,
    /// Which exercise.
    pub(crate) exercise: AnyId,
    /// A fractional index.
    pub(crate) order: String,
    /// The letter of its superset, or nothing.
    pub(crate) group: String,
    /// What was noted.
    pub(crate) note: String,
    /// The rest after its sets, milliseconds.
    pub(crate) rest_ms: Option<i64>,
    /// Its sets, in their order.
    pub(crate) sets: Vec<Set>,
}

impl Entry {
    /// An exercise without sets.
    pub(crate) fn new(key: String, order: String, exercise: AnyId) -> Entry {
        Entry {
            key,
            exercise,
            order,
            group: String::new(),
            note: String::new(),
            rest_ms: None,
            sets: Vec::new(),
        }
    }

    /// Its fields and those of its sets.
    pub(crate) fn write(&self, fields: &mut Fields) {
        let mut put = |name: &str, value: Value| {
            fields.insert(format!("ex/{}/{name}", self.key), value);
        };
        put("exercise", hex(self.exercise).into());
        put("order", self.order.as_str().into());
        for (name, text) in [("group", &self.group), ("note", &self.note)] {
            if !text.is_empty() {
                put(name, text.as_str().into());
            }
        }
        if let Some(rest_ms) = self.rest_ms {
            put("rest_ms", rest_ms.into());
        }
        for set in &self.sets {
            set.write(&self.key, fields);
        }
    }
}

/// A workout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Workout {
    /// The slug of what was done: `strength`, `running`.
    pub(crate) sport: String,
    /// The zone where it happened.
    pub(crate) zone: String,
    /// When it began, Unix milliseconds, as a person wrote it.
    pub(crate) start: Option<i64>,
    /// When it ended, Unix milliseconds, as a person wrote it.
    pub(crate) end: Option<i64>,
    /// The day for which it was planned.
    pub(crate) planned: Option<Day>,
    /// What happened to it while it was live.
    pub(crate) events: Vec<SessionEvent>,
    /// When the rest is over, Unix milliseconds.
    pub(crate) rest_until: Option<i64>,
    /// How long that rest is, milliseconds.
    pub(crate) rest_ms: Option<i64>,
    /// Its exercises, in their order.
    pub(crate) entries: Vec<Entry>,
}

/// What the sets of a workout come to. Only sets count that were done and were no warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    /// How many.
    pub(crate) sets: i64,
    /// Their repetitions.
    pub(crate) reps: i64,
    /// Weight times repetitions, milligrams.
    pub(crate) volume_mg: i64,
    /// Their distance, if one of them has any; millimeters.
    pub(crate) distance_mm: Option<i64>,
}

impl Workout {
    /// The workout that fields tell.
    pub(crate) fn of(fields: &Fields) -> Workout {
        let int = |key: &str| int(fields, key);
        Workout {
            sport: text(fields, "sport").to_owned(),
            zone: text(fields, "zone").to_owned(),
            start: int("start"),
            end: int("end"),
            planned: text(fields, "planned").parse().ok(),
            events: SessionEvent::all(fields),
            rest_until: int("rest_until"),
            rest_ms: int("rest_ms"),
            entries: entries(fields),
        }
    }

    /// What its sets come to.
    pub(crate) fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        let sets = self.entries.iter().flat_map(|entry| &entry.sets);
        for set in sets.filter(|set| set.counts()) {
            let reps = set.reps.unwrap_or(0);
            sum.sets += 1;
            sum.reps = sum.reps.saturating_add(reps);
            let volume = set.mg.unwrap_or(0).saturating_mul(reps);
            sum.volume_mg = sum.volume_mg.saturating_add(volume);
            if let Some(mm) = set.mm {
                sum.distance_mm = Some(sum.distance_mm.unwrap_or(0).saturating_add(mm));
            }
        }
        sum
    }
}

/// A whole number in fields.
pub(crate) fn int(fields: &Fields, key: &str) -> Option<i64> {
    match fields.get(key) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

/// The fields `<prefix><key>/<name>` of each key.
pub(crate) fn keyed<'a>(
    fields: &'a Fields,
    prefix: &str,
) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a Value>> {
    let mut found: BTreeMap<&str, BTreeMap<&str, &Value>> = BTreeMap::new();
    for (field, value) in fields.range(prefix.to_owned()..) {
        let Some(rest) = field.strip_prefix(prefix) else { break };
        if let Some((key, name)) = rest.split_once('/') {
            found.entry(key).or_default().insert(name, value);
        }
    }
    found
}

/// The fields of one key, read by name.
pub(crate) struct Named<'a>(pub(crate) &'a BTreeMap<&'a str, &'a Value>);

impl Named<'_> {
    /// A text, empty when absent.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// A whole number.
    pub(crate) fn int(&self, name: &str) -> Option<i64> {
        match self.0.get(name) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// A flag, false when absent.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Value::Bool(true)))
    }
}

fn entries(fields: &Fields) -> Vec<Entry> {
    let mut sets: BTreeMap<String, Vec<Set>> = BTreeMap::new();
    for (key, set) in keyed(fields, "set/") {
        let set = Named(&set);
        if !set.flag("gone") {
            sets.entry(set.text("ex")).or_default().push(read_set(key, &set));
        }
    }
    let mut entries = Vec::new();
    for (key, entry) in keyed(fields, "ex/") {
        let entry = Named(&entry);
        let mut sets = sets.remove(key).unwrap_or_default();
        let Ok(exercise) = entry.text("exercise").parse() else { continue };
        if entry.flag("gone") && sets.is_empty() {
            continue;
        }
        sets.sort_by(|a, b| (&a.order, &a.key).cmp(&(&b.order, &b.key)));
        entries.push(Entry {
            key: key.to_owned(),
            exercise,
            order: entry.text("order"),
            group: entry.text("group"),
            note: entry.text("note"),
            rest_ms: entry.int("rest_ms"),
            sets,
        });
    }
    entries.sort_by(|a, b| (&a.order, &a.key).cmp(&(&b.order, &b.key)));
    entries
}

fn read_set(key: &str, set: &Named<'_>) -> Set {
    Set {
        key: key.to_owned(),
        order: set.text("order"),
        kind: SetKind::read(&set.text("kind")),
        reps: set.int("reps"),
        mg: set.int("mg"),
        mm: set.int("mm"),
        ms: set.int("ms"),
        rpe_x2: set.int("rpe_x2"),
        done: set.int("done"),
        unit: set.text("unit"),
        text: set.text("text"),
    }
}
