//! Progress: an exercise over time, sets by muscle and week, load by week, bests of everything.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;

use super::exercises::usage;
use super::records::{ExerciseBest, bests, done_sets};
use super::rows::{ExerciseName, days, exercise_name};
use crate::library::Library;
use crate::model::e1rm::{OneRepMax, one_rep_max};
use crate::model::muscle::{Muscle, half_sets};
use crate::model::trend::slope;
use crate::model::{day, monday};

wire! {
    /// Days between two, both included; null: as far as there is anything.
    #[derive(Copy, Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct FitnessRange {
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
    }

    /// An exercise over time.
    #[derive(Copy)]
    #[ts(optional_fields)]
    pub(crate) struct ProgressOf {
        /// The exercise.
        pub(crate) exercise: AnyId,
        /// The first day.
        #[serde(default)]
        pub(crate) from: Option<Day>,
        /// The last day.
        #[serde(default)]
        pub(crate) to: Option<Day>,
    }

    /// An exercise on one day: sets that were done and were no warm-up.
    #[derive(Copy)]
    pub(crate) struct ProgressPoint {
        /// The day.
        pub(crate) day: Day,
        /// The best guess of what could be lifted once; null: none can be made.
        pub(crate) e1rm: Option<OneRepMax>,
        /// The heaviest weight, milligrams.
        pub(crate) top_mg: Option<i64>,
        /// The most repetitions of a set.
        pub(crate) top_reps: Option<i64>,
        /// The longest set, milliseconds.
        pub(crate) top_ms: Option<i64>,
        /// The farthest set, millimeters.
        pub(crate) top_mm: Option<i64>,
        /// Sets.
        pub(crate) sets: i64,
        /// Repetitions.
        pub(crate) reps: i64,
        /// Weight times repetitions, milligrams.
        pub(crate) volume_mg: i64,
    }

    /// Where an exercise goes.
    pub(crate) struct ExerciseProgress {
        /// The exercise.
        pub(crate) exercise: ExerciseName,
        /// Days on which it was done, in their order.
        pub(crate) points: Vec<ProgressPoint>,
        /// By how much the guess after Epley grows in a week by a straight line (least squares),
        /// milligrams; null: fewer than three days, or less than two weeks.
        pub(crate) e1rm_per_week_mg: Option<i64>,
        /// How many days that line is drawn through.
        pub(crate) n: u32,
        /// Bests over all time.
        pub(crate) bests: Vec<ExerciseBest>,
    }

    /// A muscle in a week.
    #[derive(Copy, Eq)]
    pub(crate) struct MuscleWeek {
        /// The Monday.
        pub(crate) week: Day,
        /// The muscle.
        pub(crate) muscle: Muscle,
        /// Twice the sets: a set of an exercise in which it only helps is half a set.
        pub(crate) sets_x2: i64,
        /// Weight times repetitions of the exercises for which it is primary, milligrams.
        pub(crate) volume_mg: i64,
    }

    /// A sport in a week.
    #[derive(Eq)]
    pub(crate) struct SportWeek {
        /// A slug.
        pub(crate) sport: String,
        /// Workouts and activities.
        pub(crate) sessions: u32,
        /// How long, milliseconds; only of those that know it.
        pub(crate) elapsed_ms: i64,
        /// Millimeters.
        pub(crate) distance_mm: i64,
    }

    /// A week of training.
    pub(crate) struct TrainingWeek {
        /// The Monday.
        pub(crate) week: Day,
        /// Workouts and activities.
        pub(crate) sessions: u32,
        /// How long, milliseconds; only of those that know it.
        pub(crate) elapsed_ms: i64,
        /// Minutes times RPE of those that know both (session RPE: Foster and others, J. Strength
        /// Cond. Res. 15(1), 2001); null: none does.
        pub(crate) load: Option<i64>,
        /// Of how many the load is known.
        pub(crate) load_n: u32,
        /// Sets that were done and were no warm-up.
        pub(crate) sets: i64,
        /// Weight times repetitions, milligrams.
        pub(crate) volume_mg: i64,
        /// Millimeters.
        pub(crate) distance_mm: i64,
        /// By sport, the longest first.
        pub(crate) sports: Vec<SportWeek>,
    }

    /// Weeks of training, in their order; weeks without any are left out.
    pub(crate) struct TrainingWeeks {
        /// The weeks.
        pub(crate) weeks: Vec<TrainingWeek>,
        /// Weeks in a row with training up to now; this one counts when there was any.
        pub(crate) streak_weeks: u32,
        /// The longest such row, ever.
        pub(crate) longest_weeks: u32,
    }

    /// The bests of an exercise.
    pub(crate) struct ExerciseBests {
        /// The exercise.
        pub(crate) exercise: ExerciseName,
        /// In how many workouts it was done.
        pub(crate) times: u32,
        /// Its bests.
        pub(crate) bests: Vec<ExerciseBest>,
    }
}

pub(crate) fn progress(cx: &ReadCx<'_>, request: ProgressOf) -> Result<ExerciseProgress> {
    let library = Library::load(cx)?;
    let known = library.known(library.target(request.exercise), "exercise")?;
    let sets = done_sets(cx.sql(), &library, known.id, i64::MAX)?;
    let (from, to) = days(request.from, request.to);
    let mut by_day: BTreeMap<i64, ProgressPoint> = BTreeMap::new();
    for set in sets.iter().filter(|set| (from..=to).contains(&set.day)) {
        let of = set.measure;
        let day = day(set.day)?;
        let point = by_day.entry(set.day).or_insert_with(|| ProgressPoint::empty(day));
        let guess = of.mg.zip(of.reps).and_then(|(mg, reps)| one_rep_max(mg, reps));
        if guess.map(|max| max.epley_mg) > point.e1rm.map(|max| max.epley_mg) {
            point.e1rm = guess;
        }
        point.top_mg = point.top_mg.max(of.mg);
        point.top_reps = point.top_reps.max(of.reps);
        point.top_ms = point.top_ms.max(of.ms);
        point.top_mm = point.top_mm.max(of.mm);
        point.sets += 1;
        point.reps += of.reps.unwrap_or(0);
        let volume = of.mg.unwrap_or(0).saturating_mul(of.reps.unwrap_or(0));
        point.volume_mg = point.volume_mg.saturating_add(volume);
    }
    let points: Vec<ProgressPoint> = by_day.into_values().collect();
    let (e1rm_per_week_mg, n) = line(&points);
    Ok(ExerciseProgress {
        exercise: exercise_name(&library, known.id),
        points,
        e1rm_per_week_mg,
        n,
        bests: bests(cx.sql(), known.kind, &sets)?,
    })
}

impl ProgressPoint {
    fn empty(day: Day) -> ProgressPoint {
        ProgressPoint {
            day,
            e1rm: None,
            top_mg: None,
            top_reps: None,
            top_ms: None,
            top_mm: None,
            sets: 0,
            reps: 0,
            volume_mg: 0,
        }
    }
}

/// By how much the guess grows in a week, and through how many points the line goes.
fn line(points: &[ProgressPoint]) -> (Option<i64>, u32) {
    const POINTS_MIN: usize = 3;
    const DAYS_MIN: f64 = 14.0;
    let first = points.first().map_or(0, |point| point.day.ordinal());
    let of = |point: &ProgressPoint| {
        Some(((point.day.ordinal() - first) as f64, point.e1rm?.epley_mg as f64))
    };
    let line: Vec<(f64, f64)> = points.iter().filter_map(of).collect();
    let n = u32::try_from(line.len()).unwrap_or(u32::MAX);
    let span = line.last().zip(line.first()).map_or(0.0, |(last, first)| last.0 - first.0);
    let enough = line.len() >= POINTS_MIN && span >= DAYS_MIN;
    let slope = if enough { slope(&line) } else { None };
    (slope.map(|slope| (slope * 7.0).round() as i64), n)
}

pub(crate) fn muscle_weeks(cx: &ReadCx<'_>, request: FitnessRange) -> Result<Vec<MuscleWeek>> {
    let library = Library::load(cx)?;
    let (from, to) = days(request.from, request.to);
    let mut weeks: BTreeMap<(Day, Muscle), (i64, i64)> = BTreeMap::new();
    cx.sql().each(
        "SELECT day, exercise, count(*), sum(coalesce(reps, 0) * coalesce(mg, 0)) FROM fitness_set
         WHERE day BETWEEN ?1 AND ?2 AND done IS NOT NULL AND kind <> 0 GROUP BY day, exercise",
        params![from, to],
        |row| {
            let week = monday(day(row.int(0)?)?);
            let (sets, volume) = (row.int(2)?, row.int(3)?);
            let Some(exercise) = library.get(library.target(row.id(1)?)) else { return Ok(()) };
            for muscle in exercise.primary.iter().chain(&exercise.secondary) {
                let share = exercise.share(*muscle);
                let known = weeks.entry((week, *muscle)).or_default();
                known.0 += sets * half_sets(share);
                if share == 2 {
                    known.1 += volume;
                }
            }
            Ok(())
        },
    )?;
    let week =
        |((week, muscle), (sets_x2, volume_mg))| MuscleWeek { week, muscle, sets_x2, volume_mg };
    Ok(weeks.into_iter().map(week).collect())
}

pub(crate) fn training_weeks(cx: &ReadCx<'_>, request: FitnessRange) -> Result<TrainingWeeks> {
    let (from, to) = days(request.from, request.to);
    let mut weeks: BTreeMap<Day, TrainingWeek> = BTreeMap::new();
    cx.sql().each(
        "SELECT day, sport, elapsed_ms, rpe_x2, sets, volume_mg, distance_mm FROM fitness_session
         WHERE same IS NULL AND state = 2 AND day BETWEEN ?1 AND ?2",
        params![from, to],
        |row| {
            let week = monday(day(row.int(0)?)?);
            let known = weeks.entry(week).or_insert_with(|| TrainingWeek::empty(week));
            let (elapsed, rpe_x2) = (row.opt_int(2)?, row.opt_int(3)?);
            let distance = row.opt_int(6)?.unwrap_or(0);
            known.sessions += 1;
            known.elapsed_ms += elapsed.unwrap_or(0);
            if let Some((elapsed, rpe_x2)) = elapsed.zip(rpe_x2) {
                let load = (elapsed * rpe_x2 + 60_000) / 120_000;
                known.load = Some(known.load.unwrap_or(0) + load);
                known.load_n += 1;
            }
            known.sets += row.int(4)?;
            known.volume_mg += row.int(5)?;
            known.distance_mm += distance;
            known.count_sport(row.text(1)?, elapsed.unwrap_or(0), distance);
            Ok(())
        },
    )?;
    for week in weeks.values_mut() {
        week.sports.sort_by(|a, b| (b.elapsed_ms, &a.sport).cmp(&(a.elapsed_ms, &b.sport)));
    }
    let (streak_weeks, longest_weeks) = streaks(cx)?;
    Ok(TrainingWeeks { weeks: weeks.into_values().collect(), streak_weeks, longest_weeks })
}

impl TrainingWeek {
    fn empty(week: Day) -> TrainingWeek {
        TrainingWeek {
            week,
            sessions: 0,
            elapsed_ms: 0,
            load: None,
            load_n: 0,
            sets: 0,
            volume_mg: 0,
            distance_mm: 0,
            sports: Vec::new(),
        }
    }

    fn count_sport(&mut self, sport: String, elapsed_ms: i64, distance_mm: i64) {
        let at = self.sports.iter().position(|known| known.sport == sport);
        let at = at.unwrap_or_else(|| {
            self.sports.push(SportWeek { sport, sessions: 0, elapsed_ms: 0, distance_mm: 0 });
            self.sports.len() - 1
        });
        let known = &mut self.sports[at];
        known.sessions += 1;
        known.elapsed_ms += elapsed_ms;
        known.distance_mm += distance_mm;
    }
}

/// Weeks in a row with training up to now, and the longest row.
fn streaks(cx: &ReadCx<'_>) -> Result<(u32, u32)> {
    let trained = cx.sql().rows(
        "SELECT DISTINCT day FROM fitness_session WHERE same IS NULL AND state = 2 ORDER BY day",
        &[],
        |row| day(row.int(0)?),
    )?;
    let mut weeks: Vec<i64> = trained.into_iter().map(|day| monday(day).ordinal() / 7).collect();
    weeks.dedup();
    let (mut row, mut longest, mut last) = (0, 0, i64::MIN);
    for week in weeks {
        row = if last.checked_add(1) == Some(week) { row + 1 } else { 1 };
        longest = longest.max(row);
        last = week;
    }
    let this = monday(cx.today()).ordinal() / 7;
    let goes_on = last == this || last == this - 1;
    Ok((if goes_on { row } else { 0 }, longest))
}

pub(crate) fn records(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<ExerciseBests>> {
    let library = Library::load(cx)?;
    let mut all = Vec::new();
    for (id, (times, _)) in usage(cx.sql(), &library)? {
        let Some(known) = library.get(id) else { continue };
        let sets = done_sets(cx.sql(), &library, id, i64::MAX)?;
        let bests = bests(cx.sql(), known.kind, &sets)?;
        if !bests.is_empty() {
            all.push(ExerciseBests { exercise: exercise_name(&library, id), times, bests });
        }
    }
    all.sort_by(|a, b| (b.times, &a.exercise.name).cmp(&(a.times, &b.exercise.name)));
    Ok(all)
}

#[cfg(test)]
mod tests;
