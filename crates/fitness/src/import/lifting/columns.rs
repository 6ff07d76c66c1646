//! Which column of a table holds what, by its heading, and one row read by them.

use csv::StringRecord;
use jiff::civil::DateTime;

use super::clock::{duration_ms, wall};
use crate::model::units::{KG, KM, LB, M, MI, Unit};
use crate::model::workout::SetKind;

/// Whose table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// Hevy: `title, start_time, …, weight_kg`.
    Hevy,
    /// Strong: `Date, Workout Name, …, Set Order`.
    Strong,
}

impl Program {
    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Program::Hevy => "hevy",
            Program::Strong => "strong",
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Title,
    Start,
    End,
    Duration,
    Note,
    Exercise,
    Superset,
    ExerciseNote,
    SetKind,
    Weight,
    WeightUnit,
    Reps,
    Distance,
    DistanceUnit,
    Seconds,
    Rpe,
}

/// Headings, folded to letters and digits, with the unit that some name.
static HEADINGS: &[(&str, Holds, Option<Unit>)] = &[
    ("title", Holds::Title, None),
    ("workoutname", Holds::Title, None),
    ("starttime", Holds::Start, None),
    ("date", Holds::Start, None),
    ("endtime", Holds::End, None),
    ("duration", Holds::Duration, None),
    ("durationsec", Holds::Duration, None),
    ("workoutduration", Holds::Duration, None),
    ("description", Holds::Note, None),
    ("workoutnotes", Holds::Note, None),
    ("exercisetitle", Holds::Exercise, None),
    ("exercisename", Holds::Exercise, None),
    ("supersetid", Holds::Superset, None),
    ("exercisenotes", Holds::ExerciseNote, None),
    ("notes", Holds::ExerciseNote, None),
    ("settype", Holds::SetKind, None),
    ("setorder", Holds::SetKind, None),
    ("weight", Holds::Weight, None),
    ("weightkg", Holds::Weight, Some(KG)),
    ("weightlbs", Holds::Weight, Some(LB)),
    ("weightlb", Holds::Weight, Some(LB)),
    ("weightunit", Holds::WeightUnit, None),
    ("reps", Holds::Reps, None),
    ("distance", Holds::Distance, None),
    ("distancekm", Holds::Distance, Some(KM)),
    ("distancemiles", Holds::Distance, Some(MI)),
    ("distancemeters", Holds::Distance, Some(M)),
    ("distanceunit", Holds::DistanceUnit, None),
    ("seconds", Holds::Seconds, None),
    ("durationseconds", Holds::Seconds, None),
    ("rpe", Holds::Rpe, None),
];

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) start: DateTime,
    /// The end, or how long it took.
    pub(super) end: Option<DateTime>,
    pub(super) duration_ms: Option<i64>,
    pub(super) note: String,
    pub(super) exercise: String,
    pub(super) superset: String,
    pub(super) exercise_note: String,
    /// What it is a set of; `None`: a note or a rest.
    pub(super) kind: Option<SetKind>,
    /// As it is written, and its unit when that is told.
    pub(super) weight: (String, Option<Unit>),
    pub(super) reps: Option<i64>,
    pub(super) distance: (String, Option<Unit>),
    pub(super) ms: Option<i64>,
    pub(super) rpe_x2: Option<i64>,
}

/// Columns by what they hold.
pub(super) struct Columns {
    held: Vec<(usize, Holds, Option<Unit>)>,
}

impl Columns {
    /// The columns of a program's table; `None` when it is none.
    pub(super) fn of(headings: &StringRecord, program: Program) -> Option<Columns> {
        let mut held = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            let folded: String = heading
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_lowercase();
            let known = HEADINGS.iter().find(|(known, ..)| *known == folded);
            held.extend(known.map(|(_, holds, unit)| (place, *holds, *unit)));
        }
        let has = |wanted| held.iter().any(|(_, holds, _)| *holds == wanted);
        let names = |wanted: &str| headings.iter().any(|heading| heading.trim() == wanted);
        let is_mine = match program {
            Program::Hevy => names("exercise_title") && names("start_time"),
            Program::Strong => names("Exercise Name") && names("Set Order") && names("Date"),
        };
        (is_mine && has(Holds::Reps)).then_some(Columns { held })
    }

    /// Reads a row.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn row(&self, record: &StringRecord) -> Result<Row, &'static str> {
        let find = |wanted| self.held.iter().find(|(_, holds, _)| *holds == wanted);
        let text = |wanted| {
            let found = find(wanted).and_then(|(place, ..)| record.get(*place));
            found.unwrap_or_default().trim().to_owned()
        };
        let amount = |amount, unit| {
            let told = find(amount).and_then(|(.., unit)| *unit);
            (text(amount), told.or_else(|| named_unit(&text(unit))))
        };
        let number = |wanted| whole(&text(wanted));
        let exercise = text(Holds::Exercise);
        if exercise.is_empty() {
            return Err("names no exercise");
        }
        let start = wall(&text(Holds::Start)).ok_or("has no date that can be read")?;
        let seconds = text(Holds::Seconds);
        let ms = duration_ms(&seconds).filter(|ms| *ms > 0);
        if ms.is_none() && !matches!(seconds.as_str(), "" | "0" | "0.0") {
            return Err("has a time that cannot be read");
        }
        Ok(Row {
            title: text(Holds::Title),
            start,
            end: wall(&text(Holds::End)),
            duration_ms: duration_ms(&text(Holds::Duration)),
            note: text(Holds::Note),
            exercise,
            superset: text(Holds::Superset),
            exercise_note: text(Holds::ExerciseNote),
            kind: set_kind(&text(Holds::SetKind)),
            weight: amount(Holds::Weight, Holds::WeightUnit),
            reps: number(Holds::Reps).filter(|reps| *reps > 0),
            distance: amount(Holds::Distance, Holds::DistanceUnit),
            ms,
            rpe_x2: rpe_x2(&text(Holds::Rpe)),
        })
    }
}

/// The unit of a word.
pub(super) fn named_unit(word: &str) -> Option<Unit> {
    Some(match word.trim().to_lowercase().as_str() {
        "kg" | "kgs" => KG,
        "lb" | "lbs" => LB,
        "km" => KM,
        "mi" | "mile" | "miles" => MI,
        "m" | "meter" | "meters" | "metres" => M,
        _ => return None,
    })
}

/// `5`, `5.0`: programs write whole numbers as they come.
fn whole(text: &str) -> Option<i64> {
    let text = text.split_once(['.', ',']).map_or(text, |(whole, part)| {
        if part.bytes().all(|byte| byte == b'0') { whole } else { text }
    });
    text.parse().ok().filter(|number| (0..100_000).contains(number))
}

/// Twice the RPE, rounded.
fn rpe_x2(text: &str) -> Option<i64> {
    let rpe: f64 = text.replace(',', ".").parse().ok()?;
    (0.5..=10.0).contains(&rpe).then(|| (rpe * 2.0).round() as i64)
}

/// What Hevy and Strong call a set; `None` for rows that are none (`Rest Timer`, `Note`).
fn set_kind(word: &str) -> Option<SetKind> {
    match word.to_lowercase().as_str() {
        "w" | "warmup" | "warm up" => Some(SetKind::Warmup),
        "d" | "drop" | "dropset" | "drop set" => Some(SetKind::Drop),
        "f" | "failure" => Some(SetKind::Failure),
        "rest timer" | "note" | "rest" => None,
        _ => Some(SetKind::Work),
    }
}
