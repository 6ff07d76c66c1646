//! The sets of a workout: added, changed, finished, taken out.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::super::records::{SetRecord, records_of};
use super::super::rows::entries as table_entries;
use super::super::workouts::{SETS_MAX, workout_row};
use super::super::{check, new_key};
use super::entries::{changes, entry, opened};
use crate::library::Library;
use crate::model::order;
use crate::model::workout::{Entry, Set, SetKind, Workout};
use crate::projection::Stage;

wire! {
    /// What a set is; null: not said.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct SetInput {
        /// What kind of a set; null: one like most.
        pub(crate) kind: Option<SetKind>,
        /// Repetitions.
        pub(crate) reps: Option<i64>,
        /// The weight, milligrams.
        pub(crate) mg: Option<i64>,
        /// The distance, millimeters.
        pub(crate) mm: Option<i64>,
        /// How long, milliseconds.
        pub(crate) ms: Option<i64>,
        /// Twice the RPE.
        pub(crate) rpe_x2: Option<i64>,
        /// The unit that was entered: `kg`, `lb`, `km`, `mi`.
        pub(crate) unit: Option<String>,
        /// What was entered.
        pub(crate) text: Option<String>,
        /// Whether it was done; null: in a workout that is written down afterward yes, else no.
        pub(crate) done: Option<bool>,
    }

    /// A set that comes to an exercise of a workout.
    #[ts(optional_fields)]
    pub(crate) struct AddSet {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The exercise's key in it.
        pub(crate) key: String,
        /// What it is; null: like the one before it.
        #[serde(default)]
        pub(crate) set: Option<SetInput>,
    }

    /// Names a set of a workout.
    pub(crate) struct SetRef {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The set's key in it.
        pub(crate) set: String,
    }

    /// A figure of a set that can be taken back.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum SetField {
        /// Repetitions.
        Reps,
        /// The weight.
        Mg,
        /// The distance.
        Mm,
        /// The time.
        Ms,
        /// The RPE.
        Rpe,
    }

    /// What a set becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditSet {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The set's key in it.
        pub(crate) set: String,
        /// What is said of it.
        #[serde(default)]
        pub(crate) to: Option<SetInput>,
        /// What is forgotten.
        #[serde(default)]
        pub(crate) forget: Option<Vec<SetField>>,
    }

    /// A set that is done.
    #[ts(optional_fields)]
    pub(crate) struct FinishSet {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The set's key in it.
        pub(crate) set: String,
        /// What was done, where it differs.
        #[serde(default)]
        pub(crate) to: Option<SetInput>,
        /// It was not done after all.
        #[serde(default)]
        pub(crate) undo: bool,
    }

    /// What a finished set means.
    pub(crate) struct FinishedSet {
        /// When the rest is over, Unix milliseconds; null: there is none.
        pub(crate) rest_until_ms: Option<i64>,
        /// Bests that it reached.
        pub(crate) records: Vec<SetRecord>,
    }
}

/// The rest after a set when nobody said it, milliseconds: two minutes, between what is advised for
/// small and for heavy exercises (ACSM Position Stand, Med. Sci. Sports Exerc. 41(3), 2009).
const REST_MS: i64 = 120_000;

/// The figures of a set and the highest values that are believed: a thousand kilograms and
/// repetitions, a thousand kilometers, two days, RPE 10.
const FIGURES: [(&str, i64); 5] = [
    ("reps", 10_000),
    ("mg", 2_000_000_000),
    ("mm", 1_000_000_000),
    ("ms", 172_800_000),
    ("rpe_x2", 20),
];

impl SetInput {
    fn figures(&self) -> [(&'static str, Option<i64>); 5] {
        let [reps, mg, mm, ms, rpe_x2] = FIGURES.map(|(name, _)| name);
        [(reps, self.reps), (mg, self.mg), (mm, self.mm), (ms, self.ms), (rpe_x2, self.rpe_x2)]
    }

    /// What it says, by the names of a set's fields.
    fn said(&self) -> Result<Vec<(&'static str, Value)>> {
        let mut said = Vec::new();
        for ((name, number), (_, most)) in self.figures().into_iter().zip(FIGURES) {
            let Some(number) = number else { continue };
            // Help of a machine is a weight too; less than nothing is none.
            said.push((name, check::within(number, 0, most, name)?.into()));
        }
        if let Some(kind) = self.kind {
            said.push(("kind", kind.word().into()));
        }
        for (name, text) in [("unit", &self.unit), ("text", &self.text)] {
            if let Some(text) = text {
                said.push((name, check::words(text, name)?.into()));
            }
        }
        Ok(said)
    }
}

/// The set that a request says.
///
/// # Errors
/// `Invalid` at the figure that cannot be.
pub(super) fn input_set(input: &SetInput, key: String, order: String) -> Result<Set> {
    input.said()?;
    Ok(Set {
        kind: input.kind.unwrap_or(SetKind::Work),
        reps: input.reps,
        mg: input.mg,
        mm: input.mm,
        ms: input.ms,
        rpe_x2: input.rpe_x2,
        unit: input.unit.clone().unwrap_or_default(),
        text: input.text.clone().unwrap_or_default(),
        ..Set::new(key, order)
    })
}

/// The exercise and the set with a key.
fn set<'a>(workout: &'a Workout, key: &str) -> Result<(&'a Entry, &'a Set)> {
    let found = workout.entries.iter().find_map(|entry| {
        let set = entry.sets.iter().find(|set| set.key == key)?;
        Some((entry, set))
    });
    found.ok_or_else(|| Error::not_found("set of this workout", key).at("set"))
}

/// When a set of a workout is done that is done now: now while it goes on, else when it began.
fn done_at(cx: &WriteCx<'_>, id: AnyId) -> Result<i64> {
    let now = cx.read().now().as_millisecond();
    let found = cx.read().sql().first(
        "SELECT state, start_ms FROM fitness_session WHERE id = ?1",
        store::params![id],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(found.filter(|(state, _)| *state == Stage::Done as i64).map_or(now, |(_, start)| start))
}

pub(crate) fn add_set(cx: &mut WriteCx<'_>, request: AddSet) -> Result<SetRef> {
    let workout = opened(cx, request.workout)?;
    let entry = entry(&workout, &request.key)?;
    if entry.sets.len() >= SETS_MAX {
        let message = format!("an exercise has at most {SETS_MAX} sets");
        return Err(Error::invalid("key", message));
    }
    let last = entry.sets.last();
    let place = order::between(last.map(|set| set.order.as_str()), None);
    let mut made = match (&request.set, last) {
        (Some(input), _) => input_set(input, new_key(cx), place)?,
        (None, Some(last)) => Set {
            key: new_key(cx),
            order: place,
            done: None,
            rpe_x2: None,
            text: String::new(),
            ..last.clone()
        },
        (None, None) => Set::new(new_key(cx), place),
    };
    if request.set.is_some_and(|set| set.done == Some(true)) {
        made.done = Some(done_at(cx, request.workout)?);
    }
    let mut fields = Fields::new();
    made.write(&entry.key, &mut fields);
    cx.edit(request.workout, &changes(fields))?;
    Ok(SetRef { workout: request.workout, set: made.key })
}

pub(crate) fn edit_set(cx: &mut WriteCx<'_>, request: EditSet) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    let (_, found) = set(&workout, &request.set)?;
    let to = request.to.unwrap_or_default();
    let mut changes = Changes::new();
    for field in request.forget.iter().flatten() {
        changes.insert(format!("set/{}/{}", found.key, field.name()), None);
    }
    for (name, value) in to.said()? {
        changes.insert(format!("set/{}/{name}", found.key), Some(value));
    }
    match to.done {
        Some(true) if found.done.is_none() => {
            let at = done_at(cx, request.workout)?;
            changes.insert(format!("set/{}/done", found.key), Some(at.into()));
        }
        Some(false) => {
            changes.insert(format!("set/{}/done", found.key), None);
        }
        Some(true) | None => {}
    }
    cx.edit(request.workout, &changes).map(drop)
}

impl SetField {
    fn name(self) -> &'static str {
        match self {
            SetField::Reps => "reps",
            SetField::Mg => "mg",
            SetField::Mm => "mm",
            SetField::Ms => "ms",
            SetField::Rpe => "rpe_x2",
        }
    }
}

pub(crate) fn remove_set(cx: &mut WriteCx<'_>, request: SetRef) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    let (_, found) = set(&workout, &request.set)?;
    let gone = Some(Value::Bool(true));
    let changes = Changes::from([(format!("set/{}/gone", found.key), gone)]);
    cx.edit(request.workout, &changes).map(drop)
}

pub(crate) fn finish_set(cx: &mut WriteCx<'_>, request: FinishSet) -> Result<FinishedSet> {
    let workout = opened(cx, request.workout)?;
    let (entry, found) = set(&workout, &request.set)?;
    let mut changes = Changes::new();
    for (name, value) in request.to.unwrap_or_default().said()? {
        changes.insert(format!("set/{}/{name}", found.key), Some(value));
    }
    if request.undo {
        changes.insert(format!("set/{}/done", found.key), None);
        cx.edit(request.workout, &changes)?;
        return Ok(FinishedSet { rest_until_ms: None, records: Vec::new() });
    }
    let at = done_at(cx, request.workout)?;
    changes.insert(format!("set/{}/done", found.key), Some(at.into()));
    let going = "SELECT count(*) FROM fitness_live WHERE id = ?1";
    let is_going = cx.read().sql().number(going, store::params![request.workout])? > 0;
    let rest = entry.rest_ms.unwrap_or(REST_MS);
    let rests = is_going && rest > 0 && is_last_of_round(&workout, entry);
    let rest_until_ms = rests.then_some(at + rest);
    if let Some(until) = rest_until_ms {
        changes.insert("rest_until".to_owned(), Some(until.into()));
        changes.insert("rest_ms".to_owned(), Some(rest.into()));
    }
    cx.edit(request.workout, &changes)?;
    let read = cx.read();
    let (n, row) = workout_row(read.sql(), request.workout)?;
    let entries = table_entries(read.sql(), n)?;
    let mut records = records_of(read.sql(), &Library::load(&read)?, &row, &entries)?;
    records.retain(|record| record.set == request.set);
    Ok(FinishedSet { rest_until_ms, records })
}

/// Whether a rest follows a set of this exercise: in a superset only when no other exercise of it has
/// fewer sets done, because then that is next.
fn is_last_of_round(workout: &Workout, entry: &Entry) -> bool {
    if entry.group.is_empty() {
        return true;
    }
    let done = |entry: &Entry| entry.sets.iter().filter(|set| set.done.is_some()).count();
    let ours = done(entry) + 1;
    let mut others =
        workout.entries.iter().filter(|other| other.group == entry.group && other.key != entry.key);
    !others.any(|other| done(other) < ours && done(other) < other.sets.len())
}
