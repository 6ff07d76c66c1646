//! Routines: exercises in their order, and what their rules say is next.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields};
use store::sql::Sql;
use store::write::WriteCx;

use super::rows::{ExerciseName, exercise_name, times};
use super::{check, new_key};
use crate::library::Library;
use crate::model::order;
use crate::model::progression::{Aim, Next, NextWhy, Past, next};
use crate::model::routine::{Item, Rule};
use crate::model::units::Measured;
use crate::model::workout::SetKind;
use crate::record::ROUTINE;

wire! {
    /// How an exercise becomes harder.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ProgressionRule {
        /// It does not.
        None,
        /// Repetitions up to the top of the range, then the weight.
        Double,
        /// The weight with every success.
        Linear,
    }

    /// An exercise of a routine, as it is written.
    #[ts(optional_fields)]
    pub(crate) struct RoutineItemInput {
        /// Its key in the routine; null: it is new.
        #[serde(default)]
        pub(crate) key: Option<String>,
        /// Which exercise.
        pub(crate) exercise: AnyId,
        /// How many sets.
        pub(crate) sets: i64,
        /// The fewest repetitions.
        #[serde(default)]
        pub(crate) low: Option<i64>,
        /// The most repetitions.
        #[serde(default)]
        pub(crate) high: Option<i64>,
        /// How long a set is, milliseconds.
        #[serde(default)]
        pub(crate) time_ms: Option<i64>,
        /// How far a set is, millimeters.
        #[serde(default)]
        pub(crate) distance_mm: Option<i64>,
        /// The rest after a set, milliseconds.
        #[serde(default)]
        pub(crate) rest_ms: Option<i64>,
        /// The letter of its superset.
        #[serde(default)]
        pub(crate) group: Option<String>,
        /// How it becomes harder; null: not.
        #[serde(default)]
        pub(crate) rule: Option<ProgressionRule>,
        /// By how much, milligrams; null: the exercise's own step.
        #[serde(default)]
        pub(crate) step_mg: Option<i64>,
        /// What is noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// An exercise of a routine.
    pub(crate) struct RoutineItem {
        /// Its key in the routine.
        pub(crate) key: String,
        /// Which exercise.
        pub(crate) exercise: ExerciseName,
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
        pub(crate) rule: ProgressionRule,
        /// By how much, milligrams; null: the exercise's own step.
        pub(crate) step_mg: Option<i64>,
        /// What is noted.
        pub(crate) note: String,
        /// The weight that is next, milligrams.
        pub(crate) next_mg: Option<i64>,
        /// The repetitions to aim at; null: it is not counted in them.
        pub(crate) next_reps: Option<i64>,
        /// Why.
        pub(crate) why: NextWhy,
    }

    /// A routine in the list.
    pub(crate) struct RoutineRow {
        /// The routine.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// The folder that it lies in, or nothing.
        pub(crate) folder: String,
        /// Whether it is put away.
        pub(crate) closed: bool,
        /// The names of its exercises, in their order.
        pub(crate) exercises: Vec<String>,
        /// Sets altogether.
        pub(crate) sets: i64,
        /// How long it takes by and large, minutes.
        pub(crate) minutes: i64,
        /// When it was last done, Unix milliseconds.
        pub(crate) last_ms: Option<i64>,
        /// How often it was done.
        pub(crate) times: u32,
    }

    /// A routine.
    pub(crate) struct RoutineDetail {
        /// As it stands in the list.
        #[serde(flatten)]
        pub(crate) row: RoutineRow,
        /// The person's words.
        pub(crate) note: String,
        /// Its exercises, in their order.
        pub(crate) items: Vec<RoutineItem>,
    }

    /// Names a routine.
    #[derive(Copy)]
    pub(crate) struct RoutineRef {
        /// The routine.
        pub(crate) id: AnyId,
    }

    /// A new routine.
    #[ts(optional_fields)]
    pub(crate) struct NewRoutine {
        /// Its name.
        pub(crate) name: String,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The folder that it lies in.
        #[serde(default)]
        pub(crate) folder: Option<String>,
        /// Its exercises, in their order.
        #[serde(default)]
        pub(crate) items: Vec<RoutineItemInput>,
    }

    /// What a routine becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditRoutine {
        /// The routine.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The folder that it lies in.
        #[serde(default)]
        pub(crate) folder: Option<String>,
        /// Whether it is put away.
        #[serde(default)]
        pub(crate) closed: Option<bool>,
        /// Before which other routine it stands.
        #[serde(default)]
        pub(crate) before: Option<AnyId>,
        /// All its exercises, in their order: what is not named is taken out.
        #[serde(default)]
        pub(crate) items: Option<Vec<RoutineItemInput>>,
    }
}

impl From<ProgressionRule> for Rule {
    fn from(rule: ProgressionRule) -> Rule {
        match rule {
            ProgressionRule::None => Rule::None,
            ProgressionRule::Double => Rule::Double,
            ProgressionRule::Linear => Rule::Linear,
        }
    }
}

impl From<Rule> for ProgressionRule {
    fn from(rule: Rule) -> ProgressionRule {
        match rule {
            Rule::None => ProgressionRule::None,
            Rule::Double => ProgressionRule::Double,
            Rule::Linear => ProgressionRule::Linear,
        }
    }
}

/// Exercises of one routine.
const ITEMS_MAX: usize = 60;
/// Routines that are listed: more than anybody keeps.
const ROUTINES_MAX: i64 = 1000;
/// Time of a set of which nobody said how long it is, milliseconds: ten repetitions of four seconds.
const SET_MS: i64 = 40_000;
/// The rest when nobody said it, milliseconds.
const REST_MS: i64 = 120_000;
/// Earlier times that rules look at.
const TIMES: usize = 4;

/// A routine, without its exercises.
pub(crate) struct Routine {
    /// The number of its record.
    pub(crate) n: i64,
    /// Its id.
    pub(crate) id: AnyId,
    /// Its name.
    pub(crate) name: String,
    /// The person's words.
    pub(crate) note: String,
    /// The folder that it lies in.
    pub(crate) folder: String,
    /// Whether it is put away.
    pub(crate) closed: bool,
    /// A fractional index.
    pub(crate) order: String,
}

/// Every routine, in their order.
pub(crate) fn all_routines(sql: Sql<'_>) -> Result<Vec<Routine>> {
    sql.rows(
        "SELECT n, id, name, note, folder, closed, position FROM fitness_routine
         ORDER BY position, id LIMIT ?1",
        params![ROUTINES_MAX],
        |row| {
            Ok(Routine {
                n: row.int(0)?,
                id: row.id(1)?,
                name: row.text(2)?,
                note: row.text(3)?,
                folder: row.text(4)?,
                closed: row.flag(5)?,
                order: row.text(6)?,
            })
        },
    )
}

/// The exercises of a routine by its number, in their order.
pub(crate) fn items_of(sql: Sql<'_>, routine: i64) -> Result<Vec<Item>> {
    sql.rows(
        "SELECT key, exercise, position, sets, low, high, time_ms, distance_mm, rest_ms, superset,
             rule, step_mg, note
         FROM fitness_item WHERE routine = ?1 ORDER BY position, key",
        params![routine],
        |row| {
            Ok(Item {
                key: row.text(0)?,
                exercise: row.id(1)?,
                order: row.text(2)?,
                sets: row.int(3)?,
                low: row.opt_int(4)?,
                high: row.opt_int(5)?,
                time_ms: row.opt_int(6)?,
                distance_mm: row.opt_int(7)?,
                rest_ms: row.opt_int(8)?,
                group: row.text(9)?,
                rule: Rule::read(row.text_here(10)?),
                step_mg: row.opt_int(11)?,
                note: row.text(12)?,
            })
        },
    )
}

/// A routine with its exercises.
///
/// # Errors
/// `NotFound` at `routine`.
pub(crate) fn routine_items(sql: Sql<'_>, id: AnyId) -> Result<(Routine, Vec<Item>)> {
    let found = all_routines(sql)?.into_iter().find(|routine| routine.id == id);
    let routine = found.ok_or_else(|| Error::not_found("routine", id).at("routine"))?;
    let items = items_of(sql, routine.n)?;
    Ok((routine, items))
}

/// What the sets of an exercise have.
pub(crate) struct Figures {
    /// Repetitions.
    pub(crate) counts_reps: bool,
    /// A weight.
    pub(crate) has_weight: bool,
}

/// What the sets of an exercise of a routine have.
pub(crate) fn item_figures(library: &Library, item: &Item) -> Figures {
    let kind = library.get(library.target(item.exercise)).map(|exercise| exercise.kind);
    let kind = kind.unwrap_or(Measured::WeightReps);
    Figures {
        counts_reps: matches!(kind, Measured::WeightReps | Measured::Reps),
        has_weight: matches!(
            kind,
            Measured::WeightReps | Measured::WeightTime | Measured::WeightDistance
        ),
    }
}

/// How long an exercise of a routine takes, milliseconds.
pub(crate) fn item_ms(item: &Item) -> i64 {
    let set = item.time_ms.unwrap_or(SET_MS) + item.rest_ms.unwrap_or(REST_MS);
    item.sets.max(0).saturating_mul(set)
}

/// What the rule of an exercise says is next, from the times before now.
pub(crate) fn next_of(sql: Sql<'_>, library: &Library, item: &Item) -> Result<Next> {
    let low = item.low.or(item.high).unwrap_or(0);
    let step = library.get(library.target(item.exercise)).map(|exercise| exercise.step_mg);
    let aim = Aim {
        rule: item.rule,
        sets: item.sets,
        low,
        high: item.high.unwrap_or(low).max(low),
        step_mg: item.step_mg.or(step).unwrap_or(0),
    };
    let past: Vec<Vec<Past>> = times(sql, library, item.exercise, i64::MAX, TIMES)?
        .into_iter()
        .map(|time| {
            let work = time.sets.iter().filter(|set| match set.kind {
                SetKind::Work | SetKind::Failure => true,
                SetKind::Warmup | SetKind::Drop => false,
            });
            work.map(|set| Past { mg: set.mg.unwrap_or(0), reps: set.reps.unwrap_or(0) }).collect()
        })
        .collect();
    Ok(next(&aim, &past))
}

fn row(sql: Sql<'_>, library: &Library, routine: &Routine, items: &[Item]) -> Result<RoutineRow> {
    let done = sql.first(
        "SELECT count(*), max(start_ms) FROM fitness_session WHERE routine = ?1 AND state = 2",
        params![routine.id],
        |row| Ok((row.int(0)?, row.opt_int(1)?)),
    )?;
    let (times, last_ms) = done.unwrap_or_default();
    let minutes = items.iter().map(item_ms).sum::<i64>() / 60_000;
    Ok(RoutineRow {
        id: routine.id,
        name: routine.name.clone(),
        folder: routine.folder.clone(),
        closed: routine.closed,
        exercises: items.iter().map(|item| library.name(item.exercise)).collect(),
        sets: items.iter().map(|item| item.sets).sum(),
        minutes,
        last_ms,
        times: u32::try_from(times).unwrap_or(u32::MAX),
    })
}

pub(crate) fn routines(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<RoutineRow>> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let shown = |routine: Routine| row(sql, &library, &routine, &items_of(sql, routine.n)?);
    all_routines(sql)?.into_iter().map(shown).collect()
}

pub(crate) fn routine(cx: &ReadCx<'_>, request: RoutineRef) -> Result<RoutineDetail> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let (routine, found) = routine_items(sql, request.id).map_err(|error| error.at("id"))?;
    let row = row(sql, &library, &routine, &found)?;
    let shown = |item: Item| {
        let next = next_of(sql, &library, &item)?;
        let figures = item_figures(&library, &item);
        Ok(RoutineItem {
            exercise: exercise_name(&library, item.exercise),
            key: item.key,
            sets: item.sets,
            low: item.low,
            high: item.high,
            time_ms: item.time_ms,
            distance_mm: item.distance_mm,
            rest_ms: item.rest_ms,
            group: item.group,
            rule: item.rule.into(),
            step_mg: item.step_mg,
            note: item.note,
            next_mg: next.mg.filter(|_| figures.has_weight),
            next_reps: Some(next.reps).filter(|reps| figures.counts_reps && *reps > 0),
            why: next.why,
        })
    };
    let items = found.into_iter().map(shown).collect::<Result<_>>()?;
    Ok(RoutineDetail { row, note: routine.note, items })
}

/// The exercise of a request as one of a routine.
fn item(cx: &WriteCx<'_>, library: &Library, given: &RoutineItemInput) -> Result<Item> {
    library.known(given.exercise, "items")?;
    let number = |number: Option<i64>, most: i64| {
        number.map(|number| check::within(number, 0, most, "items")).transpose()
    };
    let (low, high) = (number(given.low, 1000)?, number(given.high, 1000)?);
    if let Some((low, high)) = low.zip(high)
        && high < low
    {
        return Err(Error::invalid("items", "the most repetitions are fewer than the fewest"));
    }
    let words = |text: &Option<String>| check::words(text.as_deref().unwrap_or(""), "items");
    Ok(Item {
        key: given.key.clone().unwrap_or_else(|| new_key(cx)),
        exercise: given.exercise,
        order: String::new(),
        sets: check::within(given.sets, 1, 50, "items")?,
        low,
        high,
        time_ms: number(given.time_ms, 172_800_000)?,
        distance_mm: number(given.distance_mm, 1_000_000_000)?,
        rest_ms: number(given.rest_ms, 3_600_000)?,
        group: words(&given.group)?,
        rule: given.rule.unwrap_or(ProgressionRule::None).into(),
        step_mg: number(given.step_mg, 100_000_000)?,
        note: words(&given.note)?,
    })
}

/// The exercises of a request, in their order. One that was there keeps its place where it can.
fn items(cx: &WriteCx<'_>, before: &[Item], given: &[RoutineItemInput]) -> Result<Vec<Item>> {
    if given.len() > ITEMS_MAX {
        let message = format!("a routine has at most {ITEMS_MAX} exercises");
        return Err(Error::invalid("items", message));
    }
    let library = Library::load(&cx.read())?;
    let mut items: Vec<Item> = Vec::with_capacity(given.len());
    for one in given {
        if let Some(key) = &one.key
            && !before.iter().any(|known| known.key == *key)
        {
            return Err(Error::not_found("exercise of this routine", key).at("items"));
        }
        let mut item = item(cx, &library, one)?;
        let last = items.last().map(|last| last.order.as_str());
        let known = before.iter().find(|known| known.key == item.key);
        let place = known.map(|known| known.order.as_str());
        item.order = match place.filter(|place| last.is_none_or(|last| last < *place)) {
            Some(place) => place.to_owned(),
            None => order::between(last, None),
        };
        items.push(item);
    }
    Ok(items)
}

pub(crate) fn create_routine(cx: &mut WriteCx<'_>, request: NewRoutine) -> Result<RoutineRef> {
    let last = all_routines(cx.read().sql())?.pop();
    let order = order::between(last.as_ref().map(|last| last.order.as_str()), None);
    let mut fields = Fields::from([
        ("name".to_owned(), check::name(&request.name, "name")?.into()),
        ("order".to_owned(), order.into()),
    ]);
    if let Some(note) = &request.note {
        fields.insert("note".to_owned(), check::note(note)?.into());
    }
    if let Some(folder) = &request.folder {
        fields.insert("folder".to_owned(), check::words(folder, "folder")?.into());
    }
    if request.items.iter().any(|item| item.key.is_some()) {
        return Err(Error::invalid("items", "the exercises of a new routine have no keys yet"));
    }
    for item in items(cx, &[], &request.items)? {
        item.write(&mut fields);
    }
    let id = cx.new_id();
    cx.create(&ROUTINE, id, fields)?;
    Ok(RoutineRef { id })
}

pub(crate) fn edit_routine(cx: &mut WriteCx<'_>, request: EditRoutine) -> Result<()> {
    let found = routine_items(cx.read().sql(), request.id).map_err(|error| error.at("id"));
    let (_, before) = found?;
    let mut changes = Changes::new();
    if let Some(name) = &request.name {
        changes.insert("name".to_owned(), Some(check::name(name, "name")?.into()));
    }
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    if let Some(folder) = &request.folder {
        changes.insert("folder".to_owned(), Some(check::words(folder, "folder")?.into()));
    }
    if let Some(closed) = request.closed {
        changes.insert("closed".to_owned(), Some(closed.into()));
    }
    if let Some(other) = request.before {
        let others = all_routines(cx.read().sql())?;
        let others: Vec<Routine> =
            others.into_iter().filter(|routine| routine.id != request.id).collect();
        let at = others.iter().position(|routine| routine.id == other);
        let at = at.ok_or_else(|| Error::not_found("routine", other).at("before"))?;
        let order_at = |at: usize| others.get(at).map(|routine| routine.order.as_str());
        let order = order::between(at.checked_sub(1).and_then(order_at), order_at(at));
        changes.insert("order".to_owned(), Some(order.into()));
    }
    if let Some(given) = &request.items {
        let mut after = Fields::new();
        for item in items(cx, &before, given)? {
            item.write(&mut after);
        }
        let mut now = Fields::new();
        for item in &before {
            item.write(&mut now);
        }
        let gone = now.into_keys().filter(|key| !after.contains_key(key));
        changes.extend(gone.map(|key| (key, None)).collect::<Changes>());
        changes.extend(after.into_iter().map(|(key, value)| (key, Some(value))));
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_routine(cx: &mut WriteCx<'_>, request: RoutineRef) -> Result<()> {
    routine_items(cx.read().sql(), request.id).map_err(|error| error.at("id"))?;
    cx.trash(request.id)
}

#[cfg(test)]
mod tests;
