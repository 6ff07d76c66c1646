//! What is trained for, and how far it is.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields};
use store::sql::{Row, Sql};
use store::write::WriteCx;

use super::body::{BodyMeasure, last_measure};
use super::check;
use super::records::{BestKind, done_sets};
use super::rows::{ExerciseName, exercise_name};
use crate::library::Library;
use crate::model::{day, day_number, hex, monday};
use crate::record::GOAL;

wire! {
    /// What can be aimed at.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum FitnessAim {
        /// The weight that could be lifted once, after Epley; milligrams.
        E1rm,
        /// A weight of an exercise, milligrams.
        Weight,
        /// Workouts in a week.
        WorkoutsWeek,
        /// A way in a week, millimeters.
        DistanceWeek,
        /// A way altogether, millimeters.
        DistanceTotal,
        /// A measure of the body.
        Body,
    }

    /// A goal, and how far it is.
    pub(crate) struct FitnessGoal {
        /// The goal.
        pub(crate) id: AnyId,
        /// What is aimed at.
        pub(crate) what: FitnessAim,
        /// The exercise.
        pub(crate) exercise: Option<ExerciseName>,
        /// The sport, or nothing: all.
        pub(crate) sport: String,
        /// The measure of the body.
        pub(crate) measure: Option<BodyMeasure>,
        /// What is aimed at, in the unit of its kind.
        pub(crate) target: i64,
        /// The unit that was entered, or nothing.
        pub(crate) unit: String,
        /// The first day.
        pub(crate) from: Day,
        /// The day by which it shall be reached.
        pub(crate) by: Option<Day>,
        /// The person's words.
        pub(crate) note: String,
        /// How it stood when it was set.
        pub(crate) start_value: Option<i64>,
        /// How it stands; null: nothing is known.
        pub(crate) current: Option<i64>,
        /// How much of the way is done, thousandths.
        pub(crate) share: i64,
        /// Whether it is reached: of a week in this one.
        pub(crate) reached: bool,
        /// Weeks in a row in which it was reached, this one if it is; of a week only.
        pub(crate) weeks: u32,
    }

    /// A new goal.
    #[ts(optional_fields)]
    pub(crate) struct NewFitnessGoal {
        /// What is aimed at.
        pub(crate) what: FitnessAim,
        /// The exercise, of a weight.
        #[serde(default)]
        pub(crate) exercise: Option<AnyId>,
        /// The sport, of workouts and ways; null: all.
        #[serde(default)]
        pub(crate) sport: Option<String>,
        /// The measure of the body.
        #[serde(default)]
        pub(crate) measure: Option<BodyMeasure>,
        /// What is aimed at, in the unit of its kind.
        pub(crate) target: i64,
        /// The unit that was entered.
        #[serde(default)]
        pub(crate) unit: Option<String>,
        /// The first day; null: today.
        #[serde(default)]
        pub(crate) from: Option<Day>,
        /// The day by which it shall be reached.
        #[serde(default)]
        pub(crate) by: Option<Day>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// What a goal becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditFitnessGoal {
        /// The goal.
        pub(crate) id: AnyId,
        /// What is aimed at.
        #[serde(default)]
        pub(crate) target: Option<i64>,
        /// The unit that was entered.
        #[serde(default)]
        pub(crate) unit: Option<String>,
        /// A day, or nothing: whenever.
        #[serde(default)]
        pub(crate) by: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// Names a goal.
    #[derive(Copy)]
    pub(crate) struct FitnessGoalRef {
        /// The goal.
        pub(crate) id: AnyId,
    }
}

impl FitnessAim {
    const ALL: [FitnessAim; 6] = [
        FitnessAim::E1rm,
        FitnessAim::Weight,
        FitnessAim::WorkoutsWeek,
        FitnessAim::DistanceWeek,
        FitnessAim::DistanceTotal,
        FitnessAim::Body,
    ];

    fn word(self) -> &'static str {
        match self {
            FitnessAim::E1rm => "e1rm",
            FitnessAim::Weight => "weight",
            FitnessAim::WorkoutsWeek => "workouts_week",
            FitnessAim::DistanceWeek => "distance_week",
            FitnessAim::DistanceTotal => "distance_total",
            FitnessAim::Body => "body",
        }
    }

    /// The highest value that is believed.
    fn most(self) -> i64 {
        match self {
            FitnessAim::E1rm | FitnessAim::Weight => 2_000_000_000,
            FitnessAim::WorkoutsWeek => 100,
            FitnessAim::DistanceWeek => 10_000_000_000,
            FitnessAim::DistanceTotal => 100_000_000_000,
            FitnessAim::Body => 700_000_000,
        }
    }
}

/// A row of `fitness_goal`.
struct Goal {
    id: AnyId,
    what: FitnessAim,
    exercise: Option<AnyId>,
    sport: String,
    measure: Option<BodyMeasure>,
    target: i64,
    start_value: Option<i64>,
    unit: String,
    from: Day,
    by: Option<Day>,
    note: String,
}

const COLUMNS: &str =
    "id, what, exercise, sport, measure, target, start_value, unit, since, until, note";

fn read(row: &Row<'_>) -> Result<Option<Goal>> {
    let word = row.text(1)?;
    let Some(what) = FitnessAim::ALL.into_iter().find(|what| what.word() == word) else {
        return Ok(None);
    };
    Ok(Some(Goal {
        id: row.id(0)?,
        what,
        exercise: row.opt_id(2)?,
        sport: row.text(3)?,
        measure: BodyMeasure::read(row.text_here(4)?),
        target: row.int(5)?,
        start_value: row.opt_int(6)?,
        unit: row.text(7)?,
        from: day(row.int(8)?)?,
        by: row.opt_int(9)?.map(day).transpose()?,
        note: row.text(10)?,
    }))
}

pub(crate) fn goals(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<FitnessGoal>> {
    let library = Library::load(cx)?;
    let query = format!("SELECT {COLUMNS} FROM fitness_goal ORDER BY since, id");
    let goals = cx.sql().rows(&query, &[], read)?;
    goals.into_iter().flatten().map(|goal| shown(cx, &library, goal)).collect()
}

fn shown(cx: &ReadCx<'_>, library: &Library, goal: Goal) -> Result<FitnessGoal> {
    let today = cx.today();
    let weekly = matches!(goal.what, FitnessAim::WorkoutsWeek | FitnessAim::DistanceWeek);
    let current = current(cx, library, &goal, today)?;
    let (share, reached) = match (goal.what, current) {
        (_, None) => (0, false),
        (FitnessAim::Body, Some(current)) => way(goal.start_value, current, goal.target),
        (_, Some(current)) => (thousandths(current, goal.target), current >= goal.target),
    };
    let weeks = if weekly { weeks_kept(cx, &goal, today, reached)? } else { 0 };
    Ok(FitnessGoal {
        id: goal.id,
        what: goal.what,
        exercise: goal.exercise.map(|id| exercise_name(library, id)),
        sport: goal.sport,
        measure: goal.measure,
        target: goal.target,
        unit: goal.unit,
        from: goal.from,
        by: goal.by,
        note: goal.note,
        start_value: goal.start_value,
        current,
        share,
        reached,
        weeks,
    })
}

/// How it stands.
fn current(cx: &ReadCx<'_>, library: &Library, goal: &Goal, today: Day) -> Result<Option<i64>> {
    let best = |kind: BestKind| {
        let Some(exercise) = goal.exercise else { return Ok(None) };
        let sets = done_sets(cx.sql(), library, exercise, i64::MAX)?;
        Ok(sets.iter().filter_map(|set| kind.value(set.measure)).max())
    };
    match goal.what {
        FitnessAim::E1rm => best(BestKind::E1rm),
        FitnessAim::Weight => best(BestKind::Weight),
        FitnessAim::WorkoutsWeek | FitnessAim::DistanceWeek => {
            sum(cx.sql(), goal, monday(today), today).map(Some)
        }
        FitnessAim::DistanceTotal => {
            let last = goal.by.map_or(today, |by| by.min(today));
            sum(cx.sql(), goal, goal.from, last).map(Some)
        }
        FitnessAim::Body => match goal.measure {
            Some(measure) => Ok(last_measure(cx, measure, today)?.map(|(_, value)| value)),
            None => Ok(None),
        },
    }
}

/// Workouts, or the way of them, between two days.
fn sum(sql: Sql<'_>, goal: &Goal, from: Day, to: Day) -> Result<i64> {
    let what = match goal.what {
        FitnessAim::WorkoutsWeek => "count(*)",
        FitnessAim::E1rm
        | FitnessAim::Weight
        | FitnessAim::DistanceWeek
        | FitnessAim::DistanceTotal
        | FitnessAim::Body => "sum(distance_mm)",
    };
    let query = format!(
        "SELECT {what} FROM fitness_session WHERE same IS NULL AND state = 2
         AND day BETWEEN ?1 AND ?2 AND (?3 = '' OR sport = ?3)"
    );
    sql.number(&query, params![day_number(from), day_number(to), goal.sport.as_str()])
}

/// Weeks in a row before this one in which a goal was reached, and this one.
fn weeks_kept(cx: &ReadCx<'_>, goal: &Goal, today: Day, this: bool) -> Result<u32> {
    const WEEKS_MAX: u32 = 520; // Ten years.
    let mut weeks = u32::from(this);
    let mut first = monday(today).plus(-7);
    while weeks < WEEKS_MAX && first >= monday(goal.from) {
        if sum(cx.sql(), goal, first, first.plus(6))? < goal.target {
            break;
        }
        weeks += 1;
        first = first.plus(-7);
    }
    Ok(weeks)
}

fn thousandths(part: i64, whole: i64) -> i64 {
    let share = i128::from(part) * 1000 / i128::from(whole.max(1));
    i64::try_from(share.clamp(0, 1000)).unwrap_or(1000)
}

/// How much of the way from a start to a target is done, whichever way it goes.
fn way(start: Option<i64>, current: i64, target: i64) -> (i64, bool) {
    let Some(start) = start.filter(|start| *start != target) else {
        return (if current == target { 1000 } else { 0 }, current == target);
    };
    let share = match start < target {
        true => thousandths(current - start, target - start),
        false => thousandths(start - current, start - target),
    };
    (share, share == 1000)
}

pub(crate) fn create_goal(cx: &mut WriteCx<'_>, request: NewFitnessGoal) -> Result<FitnessGoalRef> {
    let read = cx.read();
    let target = check::within(request.target, 1, request.what.most(), "target")?;
    let from = request.from.unwrap_or(read.today());
    let mut fields = Fields::from([
        ("what".to_owned(), request.what.word().into()),
        ("target".to_owned(), target.into()),
        ("from".to_owned(), from.to_string().into()),
    ]);
    match request.what {
        FitnessAim::E1rm | FitnessAim::Weight => {
            let exercise = request.exercise;
            let exercise = exercise.ok_or_else(|| Error::invalid("exercise", "say which one"))?;
            let exercise = Library::load(&read)?.known(exercise, "exercise")?.id;
            fields.insert("exercise".to_owned(), hex(exercise).into());
        }
        FitnessAim::WorkoutsWeek | FitnessAim::DistanceWeek | FitnessAim::DistanceTotal => {
            if let Some(sport) = request.sport.as_deref().filter(|sport| !sport.is_empty()) {
                fields.insert("sport".to_owned(), check::slug(sport, "sport")?.into());
            }
        }
        FitnessAim::Body => {
            let measure = request.measure;
            let measure = measure.ok_or_else(|| Error::invalid("measure", "say which one"))?;
            fields.insert("measure".to_owned(), measure.word().into());
            if let Some((_, value)) = last_measure(&read, measure, from)? {
                fields.insert("start_value".to_owned(), value.into());
            }
        }
    }
    if let Some(by) = request.by {
        fields.insert("by".to_owned(), checked_by(from, by)?.to_string().into());
    }
    if let Some(unit) = &request.unit {
        fields.insert("unit".to_owned(), check::words(unit, "unit")?.into());
    }
    if let Some(note) = &request.note {
        fields.insert("note".to_owned(), check::note(note)?.into());
    }
    let id = cx.new_id();
    cx.create(&GOAL, id, fields)?;
    Ok(FitnessGoalRef { id })
}

fn checked_by(from: Day, by: Day) -> Result<Day> {
    match by < from {
        true => Err(Error::invalid("by", format!("{by} is before {from}"))),
        false => Ok(by),
    }
}

fn goal(cx: &ReadCx<'_>, id: AnyId) -> Result<Goal> {
    let query = format!("SELECT {COLUMNS} FROM fitness_goal WHERE id = ?1");
    let found = cx.sql().first(&query, params![id], read)?.flatten();
    found.ok_or_else(|| Error::not_found("goal", id))
}

pub(crate) fn edit_goal(cx: &mut WriteCx<'_>, request: EditFitnessGoal) -> Result<()> {
    let before = goal(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    if let Some(target) = request.target {
        let target = check::within(target, 1, before.what.most(), "target")?;
        changes.insert("target".to_owned(), Some(target.into()));
    }
    if let Some(unit) = &request.unit {
        changes.insert("unit".to_owned(), Some(check::words(unit, "unit")?.into()));
    }
    if let Some(by) = &request.by {
        let by = match by.as_str() {
            "" => None,
            by => {
                let by: Day = by.parse().map_err(|error: Error| error.at("by"))?;
                Some(checked_by(before.from, by)?.to_string().into())
            }
        };
        changes.insert("by".to_owned(), by);
    }
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_goal(cx: &mut WriteCx<'_>, request: FitnessGoalRef) -> Result<()> {
    goal(&cx.read(), request.id)?;
    cx.trash(request.id)
}

#[cfg(test)]
mod tests;
