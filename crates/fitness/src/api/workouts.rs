//! Workouts in lists, one with all that is known of it, and what is written down afterward.

mod write;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use serde::Deserialize;
use store::params;
use store::read::ReadCx;
use store::record::MEDIA_PREFIX;
use store::sql::{Param, Sql};

pub(crate) use self::write::*;
use super::records::{SetRecord, records_of};
use super::rows::{COLUMNS, WorkoutExercise, WorkoutRow, complete, entries, session_row, shown};
use crate::library::Library;
use crate::model::day_number;
use crate::model::muscle::Muscle;
use crate::projection::Stage;

wire! {
    /// Which workouts and activities, the latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListWorkouts {
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
        /// Of this sport.
        pub(crate) sport: Option<String>,
        /// With this exercise.
        pub(crate) exercise: Option<AnyId>,
        /// After this routine.
        pub(crate) routine: Option<AnyId>,
        /// With this tag.
        pub(crate) tag: Option<String>,
        /// With this text in the name.
        pub(crate) text: Option<String>,
        /// Those that are planned, instead of those that were done.
        pub(crate) planned: Option<bool>,
        /// Where the last page ended.
        pub(crate) cursor: Option<String>,
        /// How many, at most 500; 50 without.
        pub(crate) limit: Option<u32>,
        /// The earliest first.
        pub(crate) oldest_first: Option<bool>,
    }

    /// One page of workouts.
    pub(crate) struct WorkoutPage {
        /// The workouts and activities.
        pub(crate) items: Vec<WorkoutRow>,
        /// Where the next page begins; null after the last.
        pub(crate) next: Option<String>,
        /// How many there are on all pages; null on later ones.
        pub(crate) count: Option<u32>,
    }

    /// Names a workout.
    #[derive(Copy)]
    pub(crate) struct WorkoutRef {
        /// The workout.
        pub(crate) id: AnyId,
    }

    /// Names workouts.
    pub(crate) struct WorkoutRefs {
        /// The workouts.
        pub(crate) ids: Vec<AnyId>,
    }

    /// A photo or file of a workout: what `media.add` answered.
    #[derive(Eq)]
    pub(crate) struct WorkoutMedia {
        /// BLAKE3 of its content, hex.
        pub(crate) hash: String,
        /// Its file name.
        pub(crate) name: String,
        /// Its media type.
        pub(crate) mime: String,
        /// Bytes.
        pub(crate) size: u64,
        /// Pixels.
        #[serde(default)]
        pub(crate) width: Option<u32>,
        /// Pixels.
        #[serde(default)]
        pub(crate) height: Option<u32>,
    }

    /// What a muscle got.
    #[derive(Copy, Eq)]
    pub(crate) struct MuscleShare {
        /// The muscle.
        pub(crate) muscle: Muscle,
        /// Twice the sets: a set of an exercise in which it only helps is half a set.
        pub(crate) sets_x2: i64,
    }

    /// A workout with all that is known of it.
    pub(crate) struct WorkoutDetail {
        /// As it stands in lists.
        #[serde(flatten)]
        pub(crate) row: WorkoutRow,
        /// The person's words.
        pub(crate) note: String,
        /// When it ended, Unix milliseconds.
        pub(crate) end_ms: Option<i64>,
        /// The day for which it was planned.
        pub(crate) planned: Option<Day>,
        /// The name of the routine that it followed.
        pub(crate) routine_name: Option<String>,
        /// Its tags.
        pub(crate) tags: Vec<String>,
        /// Its photos and files.
        pub(crate) media: Vec<WorkoutMedia>,
        /// Its exercises, in their order.
        pub(crate) exercises: Vec<WorkoutExercise>,
        /// What each muscle got.
        pub(crate) muscles: Vec<MuscleShare>,
        /// Bests that were reached in it.
        pub(crate) records: Vec<SetRecord>,
        /// Others that are the same and stand behind it.
        pub(crate) same: Vec<AnyId>,
    }
}

/// How many workouts a page holds at most.
const PAGE_MAX: u32 = 500;

/// The condition of a list and its parameters.
struct Filter {
    clause: String,
    params: Vec<Param>,
}

impl Filter {
    fn and(&mut self, clause: &str, param: impl Into<Param>) {
        self.params.push(param.into());
        self.clause.push_str(" AND ");
        self.clause.push_str(&clause.replace('?', &format!("?{}", self.params.len())));
    }

    fn of(library: &Library, request: &ListWorkouts) -> Filter {
        let stage = if request.planned == Some(true) { Stage::Planned } else { Stage::Done };
        let mut filter = Filter {
            clause: "same IS NULL AND state = ?1".to_owned(),
            params: vec![Param::Int(stage as i64)],
        };
        if let Some(from) = request.from {
            filter.and("day >= ?", day_number(from));
        }
        if let Some(to) = request.to {
            filter.and("day <= ?", day_number(to));
        }
        if let Some(sport) = &request.sport {
            filter.and("sport = ?", sport);
        }
        if let Some(routine) = request.routine {
            filter.and("routine = ?", routine);
        }
        if let Some(tag) = &request.tag {
            filter.and("id IN (SELECT session FROM fitness_tag WHERE tag = ?)", tag);
        }
        if let Some(text) = request.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            // instr needs no escapes, and names are short.
            filter.and("instr(lower(name), ?) > 0", text.to_lowercase());
        }
        if let Some(exercise) = request.exercise {
            let sources = library.sources(library.target(exercise));
            let first = filter.params.len() + 1;
            let places: Vec<String> =
                (first..first + sources.len()).map(|place| format!("?{place}")).collect();
            filter.clause.push_str(&format!(
                " AND origin = 0 AND n IN (SELECT workout FROM fitness_set
                     WHERE done IS NOT NULL AND exercise IN ({}))",
                places.join(", ")
            ));
            filter.params.extend(sources.into_iter().map(Param::from));
        }
        filter
    }
}

pub(crate) fn workouts(cx: &ReadCx<'_>, request: ListWorkouts) -> Result<WorkoutPage> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let filter = Filter::of(&library, &request);
    let limit = request.limit.unwrap_or(50).clamp(1, PAGE_MAX);
    let (query, params) = page_query(&filter, &request, i64::from(limit) + 1)?;
    let mut rows = sql.rows(&query, &params, session_row)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let last =
        rows.last().map(|(_, row)| format!("{}.{}.{}", day_number(row.day), row.start_ms, row.id));
    let count = match request.cursor {
        Some(_) => None,
        None => {
            let query = format!("SELECT count(*) FROM fitness_session WHERE {}", filter.clause);
            Some(u32::try_from(sql.number(&query, &filter.params)?).unwrap_or(u32::MAX))
        }
    };
    let items = complete(sql, &library, rows)?;
    Ok(WorkoutPage { items, next: last.filter(|_| more), count })
}

/// The query of one page, which an index answers in its order.
fn page_query(filter: &Filter, request: &ListWorkouts, limit: i64) -> Result<(String, Vec<Param>)> {
    let mut params = filter.params.clone();
    let (way, than) = match request.oldest_first {
        Some(true) => ("ASC", ">"),
        _ => ("DESC", "<"),
    };
    let mut after = String::new();
    if let Some(cursor) = &request.cursor {
        params.extend(read_cursor(cursor)?);
        let first = params.len() - 2;
        let places = format!("(?{first}, ?{}, ?{})", first + 1, first + 2);
        after = format!("AND (day, start_ms, id) {than} {places}");
    }
    params.push(limit.into());
    let query = format!(
        "SELECT {COLUMNS} FROM fitness_session WHERE {} {after}
         ORDER BY day {way}, start_ms {way}, id {way} LIMIT ?{}",
        filter.clause,
        params.len()
    );
    Ok((query, params))
}

fn read_cursor(cursor: &str) -> Result<[Param; 3]> {
    let mut parts = cursor.splitn(3, '.');
    let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok());
    let (day, start) = (number(), number());
    let id = parts.next().and_then(|part| part.parse::<AnyId>().ok());
    match (day, start, id) {
        (Some(day), Some(start), Some(id)) => Ok([day.into(), start.into(), id.into()]),
        _ => Err(Error::invalid("cursor", "this is no place where a page ended")),
    }
}

/// The number of a workout that a person wrote, and its row.
///
/// # Errors
/// `NotFound` when there is none, or when a source told it.
pub(super) fn workout_row(sql: Sql<'_>, id: AnyId) -> Result<(i64, WorkoutRow)> {
    let query = format!("SELECT {COLUMNS} FROM fitness_session WHERE id = ?1 AND origin = 0");
    let found = sql.first(&query, params![id], session_row)?;
    found.ok_or_else(|| Error::not_found("workout", id))
}

pub(crate) fn workout(cx: &ReadCx<'_>, request: WorkoutRef) -> Result<WorkoutDetail> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let (n, row) = workout_row(sql, request.id)?;
    let record = cx.record(request.id)?;
    let entries = entries(sql, n)?;
    let muscles = muscle_shares(&library, &entries);
    let records = records_of(sql, &library, &row, &entries)?;
    let exercises = shown(sql, &library, entries, row.start_ms)?;
    let end_ms = sql.first(
        "SELECT end_ms FROM fitness_session WHERE id = ?1",
        params![request.id],
        |row| row.opt_int(0),
    )?;
    let routine_name = match row.routine {
        Some(routine) => {
            sql.first("SELECT name FROM fitness_routine WHERE id = ?1", params![routine], |row| {
                row.text(0)
            })?
        }
        None => None,
    };
    let same = sql.rows(
        "SELECT id FROM fitness_session WHERE same = ?1 ORDER BY id",
        params![request.id],
        |row| row.id(0),
    )?;
    let row = complete(sql, &library, vec![(n, row)])?.pop();
    Ok(WorkoutDetail {
        row: row.ok_or_else(|| Error::not_found("workout", request.id))?,
        note: record.text("note").to_owned(),
        end_ms: end_ms.flatten(),
        planned: record.text("planned").parse().ok(),
        routine_name,
        tags: record.members("tag/").map(str::to_owned).collect(),
        media: record
            .members(MEDIA_PREFIX)
            .filter_map(|hash| read_media(hash, record.text(&format!("{MEDIA_PREFIX}{hash}"))))
            .collect(),
        exercises,
        muscles,
        records,
        same,
    })
}

/// What each muscle got from sets that count, the most first.
fn muscle_shares(library: &Library, entries: &[crate::model::workout::Entry]) -> Vec<MuscleShare> {
    let mut shares: Vec<MuscleShare> = Vec::new();
    for entry in entries {
        let sets = entry.sets.iter().filter(|set| set.counts()).count();
        let Some(exercise) = library.get(library.target(entry.exercise)) else { continue };
        for muscle in exercise.primary.iter().chain(&exercise.secondary) {
            let sets_x2 = i64::try_from(sets).unwrap_or(0) * exercise.share(*muscle);
            match shares.iter_mut().find(|share| share.muscle == *muscle) {
                Some(share) => share.sets_x2 += sets_x2,
                None => shares.push(MuscleShare { muscle: *muscle, sets_x2 }),
            }
        }
    }
    shares.retain(|share| share.sets_x2 > 0);
    shares.sort_by_key(|share| (-share.sets_x2, share.muscle));
    shares
}

/// What the field of an attachment tells.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    name: String,
    #[serde(default)]
    mime: String,
    #[serde(default)]
    size: u64,
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
}

fn read_media(hash: &str, said: &str) -> Option<WorkoutMedia> {
    let Said { name, mime, size, width, height } = serde_json::from_str(said).ok()?;
    Some(WorkoutMedia { hash: hash.to_owned(), name, mime, size, width, height })
}

#[cfg(test)]
mod tests;
