//! One activity with all that its track tells: laps, splits, zones, best efforts, and which sources
//! told it.

mod columns;
mod file;
mod kept;
mod said;
#[cfg(test)]
mod tests;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::blobs::ContentHash;
use store::facts::Fact;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

pub(crate) use self::columns::*;
pub(crate) use self::file::*;
pub(crate) use self::kept::{TRACKS, let_go};
pub(crate) use self::said::*;
use super::rows::{COLUMNS, WorkoutRow, complete, session_row};
use super::settings::Said;
use crate::library::Library;
use crate::model::activity::{Activity, Lap, Length, Totals, TrackFact, WatchSet};
use crate::model::best::{POWER_METHOD, distances, powers};
use crate::model::geo::{CLIMB_METHOD, climb};
use crate::model::splits::splits;
use crate::model::track::{Column, Track};
use crate::model::way::{MOVING_METHOD, moving_ms, way_mm};
use crate::model::zones::{self, Known, Origin, bounds, time_in};

wire! {
    /// Names an activity, or a workout that activities stand behind.
    #[derive(Copy)]
    pub(crate) struct ActivityRef {
        /// The activity.
        pub(crate) id: AnyId,
    }

    /// Sums and means; null is unknown.
    #[derive(Copy, Eq)]
    pub(crate) struct ActivityTotals {
        /// Without pauses, as its source has it, milliseconds.
        pub(crate) timer_ms: Option<i64>,
        /// Millimeters.
        pub(crate) distance_mm: Option<i64>,
        /// Joules.
        pub(crate) energy_j: Option<i64>,
        /// Millimeters.
        pub(crate) ascent_mm: Option<i64>,
        /// Millimeters.
        pub(crate) descent_mm: Option<i64>,
        /// Mean, beats per minute.
        pub(crate) heart_bpm: Option<i64>,
        /// Highest, beats per minute.
        pub(crate) heart_max_bpm: Option<i64>,
        /// Mean, turns or steps of one leg per minute.
        pub(crate) cadence: Option<i64>,
        /// Mean, watts.
        pub(crate) power_w: Option<i64>,
        /// Highest, watts.
        pub(crate) power_max_w: Option<i64>,
        /// Highest, millimeters a second.
        pub(crate) speed_max: Option<i64>,
        /// Steps.
        pub(crate) steps: Option<i64>,
    }

    /// A lap.
    #[derive(Copy, Eq)]
    pub(crate) struct ActivityLap {
        /// Since the start, milliseconds.
        pub(crate) at_ms: i64,
        /// From its start to its end.
        pub(crate) elapsed_ms: i64,
        /// What was measured.
        pub(crate) totals: ActivityTotals,
    }

    /// A length of a pool.
    #[derive(Eq)]
    pub(crate) struct PoolLength {
        /// Since the start, milliseconds.
        pub(crate) at_ms: i64,
        /// Milliseconds.
        pub(crate) elapsed_ms: i64,
        /// Strokes.
        pub(crate) strokes: Option<i64>,
        /// `freestyle`; empty for a rest.
        pub(crate) stroke: String,
    }

    /// A set as a watch counted it.
    #[derive(Copy, Eq)]
    pub(crate) struct CountedSet {
        /// Since the start, milliseconds.
        pub(crate) at_ms: i64,
        /// Milliseconds.
        pub(crate) elapsed_ms: i64,
        /// Repetitions.
        pub(crate) reps: Option<i64>,
        /// Milligrams.
        pub(crate) mg: Option<i64>,
        /// Whether it was a rest.
        pub(crate) rest: bool,
    }

    /// A kilometer or mile.
    #[derive(Copy, Eq)]
    pub(crate) struct ActivitySplit {
        /// Its length; shorter at the end.
        pub(crate) distance_mm: i64,
        /// Since the start, milliseconds.
        pub(crate) at_ms: i64,
        /// Without pauses, milliseconds.
        pub(crate) time_ms: i64,
        /// Millimeters up.
        pub(crate) ascent_mm: Option<i64>,
        /// Millimeters down.
        pub(crate) descent_mm: Option<i64>,
        /// Mean, beats per minute.
        pub(crate) heart_bpm: Option<i64>,
    }

    /// A best effort within one activity.
    #[derive(Copy, Eq)]
    pub(crate) struct BestEffort {
        /// Its distance in millimeters, or its length in milliseconds.
        pub(crate) of: i64,
        /// When it began, since the start, milliseconds.
        pub(crate) at_ms: i64,
        /// Milliseconds that the distance took, or mean watts.
        pub(crate) value: i64,
    }

    /// Where the beginnings of zones come from.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ZoneOrigin {
        /// The person wrote them down.
        Own,
        /// By share of the highest rate that the person knows.
        Highest,
        /// By share of the rate that the age suggests.
        Age,
    }

    /// Time in heart rate zones.
    #[derive(Eq)]
    pub(crate) struct HeartZones {
        /// Where the five begin, beats per minute.
        pub(crate) bounds: Vec<i64>,
        /// Below the first and in each, milliseconds.
        pub(crate) times_ms: Vec<i64>,
        /// Where the bounds come from.
        pub(crate) origin: ZoneOrigin,
    }

    /// What the track tells beside what its source told, and how.
    #[derive(Eq)]
    pub(crate) struct TrackFigures {
        /// Time in motion, milliseconds.
        pub(crate) moving_ms: Option<i64>,
        /// How that is told.
        pub(crate) moving_method: String,
        /// Millimeters up, smoothed.
        pub(crate) ascent_mm: Option<i64>,
        /// Millimeters down, smoothed.
        pub(crate) descent_mm: Option<i64>,
        /// How heights are smoothed.
        pub(crate) climb_method: String,
        /// Each kilometer.
        pub(crate) kilometers: Vec<ActivitySplit>,
        /// Each mile.
        pub(crate) miles: Vec<ActivitySplit>,
        /// The quickest of each distance.
        pub(crate) efforts: Vec<BestEffort>,
        /// The highest mean power over each time.
        pub(crate) powers: Vec<BestEffort>,
        /// How power is averaged.
        pub(crate) power_method: String,
        /// Time in heart rate zones; null when the heart or the zones are not known.
        pub(crate) zones: Option<HeartZones>,
        /// Pauses: from, to; milliseconds since the start.
        pub(crate) pauses: Vec<(i64, i64)>,
        /// Whether the track itself was let go of since: there is nothing to draw.
        #[serde(default)]
        pub(crate) let_go: bool,
    }

    /// What one source told.
    pub(crate) struct ActivityEvidence {
        /// The activity or workout.
        #[serde(flatten)]
        pub(crate) row: WorkoutRow,
        /// The device or program.
        pub(crate) maker: String,
        /// The source's word for the sport.
        pub(crate) raw: String,
        /// Points of its track.
        pub(crate) points: u32,
        /// The content hash of the file; nothing when there was none, or it was let go of.
        pub(crate) file: String,
        /// What its file lacks, in words.
        pub(crate) missing: Vec<String>,
        /// Whether it is kept apart from others that look the same.
        pub(crate) apart: bool,
        /// Whether it speaks for the others.
        pub(crate) speaks: bool,
    }

    /// An activity with all that is known of it.
    pub(crate) struct ActivityDetail {
        /// As it stands in lists.
        #[serde(flatten)]
        pub(crate) row: WorkoutRow,
        /// The note: the person's, else the source's.
        pub(crate) note: String,
        /// Its tags.
        pub(crate) tags: Vec<String>,
        /// What the source told, or its track where it did not.
        pub(crate) totals: ActivityTotals,
        /// Which of these the source does not tell: from the track.
        pub(crate) figured: Vec<String>,
        /// Laps as the device counted them.
        pub(crate) laps: Vec<ActivityLap>,
        /// Lengths of a pool.
        pub(crate) lengths: Vec<PoolLength>,
        /// Sets as a watch counted them.
        pub(crate) counted_sets: Vec<CountedSet>,
        /// What the track tells; null when there is none.
        pub(crate) track: Option<TrackFigures>,
        /// Everyone who told it, who speaks first.
        pub(crate) evidence: Vec<ActivityEvidence>,
    }
}

/// A mile in millimeters.
const MILE_MM: i64 = 1_609_344;

/// An activity with all that is known of it; of a workout, what the activities behind it tell.
///
/// # Errors
/// `NotFound`.
pub(crate) fn activity(cx: &ReadCx<'_>, request: ActivityRef) -> Result<ActivityDetail> {
    let sql = cx.sql();
    let ids = group(sql, request.id)?;
    let mut evidence = Vec::new();
    let mut best: Option<(Fact, Activity, String)> = None;
    let mut tags = Vec::new();
    for id in &ids {
        let row = one_row(cx, *id)?;
        tags.extend(tags_of(sql, *id)?);
        let fact = if is_activity(sql, *id)? { Some(cx.fact(*id)?) } else { None };
        let told: Option<Activity> = fact.as_ref().map(|fact| fact.body()).transpose()?;
        let note = fact.as_ref().map_or_else(String::new, note_of);
        let speaks = *id == ids[0];
        let apart = fact.as_ref().is_some_and(|fact| fact.noted("apart"));
        evidence.push(evidence_of(cx, row, told.as_ref(), (apart, speaks))?);
        if let Some((fact, told)) = fact.zip(told).filter(|_| best.is_none()) {
            let note = if note.is_empty() { told.note.clone() } else { note };
            best = Some((fact, told, note));
        }
    }
    let Some((fact, told, note)) = best else {
        return Err(Error::not_found("activity", request.id));
    };
    tags.sort();
    tags.dedup();
    let track = track_of(cx, &told)?;
    let figures = match &track {
        Some(track) => Some(figures(sql, &told, track)?),
        None => kept::figures_of(&fact)?,
    };
    let row = one_row(cx, ids.first().copied().unwrap_or(fact.id))?;
    Ok(ActivityDetail {
        row,
        note,
        tags,
        totals: wire_totals(&told.totals),
        figured: told.figured,
        laps: told.laps.iter().map(wire_lap).collect(),
        lengths: told.lengths.iter().map(wire_length).collect(),
        counted_sets: told.sets.iter().map(wire_set).collect(),
        track: figures,
        evidence,
    })
}

/// The sessions that are one with this one: who speaks first, then those behind it, the richest first.
fn group(sql: Sql<'_>, id: AnyId) -> Result<Vec<AnyId>> {
    let found = sql.first(
        "SELECT coalesce(same, id) FROM fitness_session WHERE id = ?1",
        params![id],
        |row| row.id(0),
    )?;
    let Some(speaker): Option<AnyId> = found else { return Err(Error::not_found("activity", id)) };
    sql.rows(
        "SELECT s.id FROM fitness_session s LEFT JOIN fitness_activity a ON a.id = s.id
         WHERE s.id = ?1 OR s.same = ?1 ORDER BY s.id <> ?1, a.rich DESC, s.id",
        params![speaker],
        |row| row.id(0),
    )
}

fn one_row(cx: &ReadCx<'_>, id: AnyId) -> Result<WorkoutRow> {
    let query = format!("SELECT {COLUMNS} FROM fitness_session WHERE id = ?1");
    let found = cx.sql().first(&query, params![id], session_row)?;
    let Some(row) = found else { return Err(Error::not_found("activity", id)) };
    let rows = complete(cx.sql(), &Library::load(cx)?, vec![row])?;
    rows.into_iter().next().ok_or_else(|| Error::not_found("activity", id))
}

fn is_activity(sql: Sql<'_>, id: AnyId) -> Result<bool> {
    let found = sql.number("SELECT count(*) FROM fitness_activity WHERE id = ?1", params![id]);
    Ok(found? > 0)
}

fn tags_of(sql: Sql<'_>, id: AnyId) -> Result<Vec<String>> {
    sql.rows("SELECT tag FROM fitness_tag WHERE session = ?1", params![id], |row| row.text(0))
}

/// The track of an activity; `None` when it has none.
///
/// # Errors
/// Those of the store.
pub(crate) fn track_of(cx: &ReadCx<'_>, activity: &Activity) -> Result<Option<Track>> {
    let found = cx.sql().first(
        "SELECT id FROM fitness_track WHERE activity = ?1 ORDER BY id",
        params![activity.key()],
        |row| row.id(0),
    )?;
    let Some(id) = found else { return Ok(None) };
    let fact: TrackFact = cx.fact(id)?.body()?;
    Track::decode(&fact.bytes).map(Some)
}

/// The activity behind an id and its track: of a workout the richest with a track.
pub(super) fn told(cx: &ReadCx<'_>, id: AnyId) -> Result<(Activity, Option<Track>)> {
    let mut first = None;
    for id in group(cx.sql(), id)? {
        if !is_activity(cx.sql(), id)? {
            continue;
        }
        let activity: Activity = cx.fact(id)?.body()?;
        if activity.points > 0 || !activity.laps.is_empty() {
            let track = track_of(cx, &activity)?;
            return Ok((activity, track));
        }
        first.get_or_insert(activity);
    }
    first.map(|first| (first, None)).ok_or_else(|| Error::not_found("activity", id))
}

fn figures(sql: Sql<'_>, told: &Activity, track: &Track) -> Result<TrackFigures> {
    let way = way_mm(track);
    let heights = track.column(Column::Altitude);
    let heights: Vec<i64> =
        heights.iter().copied().filter(|height| *height != crate::model::track::MISSING).collect();
    let climbed = (heights.len() > 1).then(|| climb(&heights));
    let wire_splits = |length| splits(track, &way, length).iter().map(wire_split).collect();
    Ok(TrackFigures {
        moving_ms: moving_ms(track, &way),
        moving_method: MOVING_METHOD.to_owned(),
        ascent_mm: climbed.map(|climbed| climbed.ascent_mm),
        descent_mm: climbed.map(|climbed| climbed.descent_mm),
        climb_method: CLIMB_METHOD.to_owned(),
        kilometers: wire_splits(1_000_000),
        miles: wire_splits(MILE_MM),
        efforts: distances(track, &way).iter().map(wire_best).collect(),
        powers: powers(track).iter().map(wire_best).collect(),
        power_method: POWER_METHOD.to_owned(),
        zones: heart_zones(sql, told, track)?,
        pauses: track.pauses.iter().map(|pause| (pause.from_ms, pause.to_ms)).collect(),
        let_go: false,
    })
}

fn heart_zones(sql: Sql<'_>, told: &Activity, track: &Track) -> Result<Option<HeartZones>> {
    if !track.has(Column::Heart) {
        return Ok(None);
    }
    let said = Said::load(sql)?;
    let year = i64::from(told.day.date().year());
    let mut own: Vec<(String, i64)> =
        said.numbers("zone/").map(|(place, begins)| (place.to_owned(), begins)).collect();
    own.sort();
    let known = Known {
        own: own.into_iter().map(|(_, begins)| begins).collect(),
        highest: said.number("heart_max"),
        age: said.number("birth_year").map(|born| year - born),
    };
    let Some((bounds, origin)) = bounds(&known) else { return Ok(None) };
    let origin = match origin {
        Origin::Own => ZoneOrigin::Own,
        Origin::Highest => ZoneOrigin::Highest,
        Origin::Age => ZoneOrigin::Age,
    };
    let times: [i64; zones::ZONES + 1] = time_in(track, &bounds);
    Ok(Some(HeartZones { bounds: bounds.to_vec(), times_ms: times.to_vec(), origin }))
}

fn evidence_of(
    cx: &ReadCx<'_>,
    row: WorkoutRow,
    told: Option<&Activity>,
    (apart, speaks): (bool, bool),
) -> Result<ActivityEvidence> {
    let mut file = told.map_or_else(String::new, |told| told.file.clone());
    if let Ok(hash) = file.parse::<ContentHash>()
        && !cx.is_referred_to(&hash)?
    {
        file.clear();
    }
    Ok(ActivityEvidence {
        row,
        maker: told.map_or_else(String::new, |told| told.maker.clone()),
        raw: told.map_or_else(String::new, |told| told.raw.clone()),
        points: told.map_or(0, |told| told.points),
        file,
        missing: told.map_or_else(Vec::new, |told| told.missing.clone()),
        apart,
        speaks,
    })
}

fn wire_totals(totals: &Totals) -> ActivityTotals {
    ActivityTotals {
        timer_ms: totals.timer_ms,
        distance_mm: totals.distance_mm,
        energy_j: totals.energy_j,
        ascent_mm: totals.ascent_mm,
        descent_mm: totals.descent_mm,
        heart_bpm: totals.heart_bpm,
        heart_max_bpm: totals.heart_max_bpm,
        cadence: totals.cadence,
        power_w: totals.power_w,
        power_max_w: totals.power_max_w,
        speed_max: totals.speed_max,
        steps: totals.steps,
    }
}

fn wire_lap(lap: &Lap) -> ActivityLap {
    let Lap { at_ms, elapsed_ms, totals } = lap;
    ActivityLap { at_ms: *at_ms, elapsed_ms: *elapsed_ms, totals: wire_totals(totals) }
}

fn wire_length(length: &Length) -> PoolLength {
    let Length { at_ms, elapsed_ms, strokes, stroke } = length.clone();
    PoolLength { at_ms, elapsed_ms, strokes, stroke }
}

fn wire_set(set: &WatchSet) -> CountedSet {
    let WatchSet { at_ms, elapsed_ms, reps, mg, rest } = *set;
    CountedSet { at_ms, elapsed_ms, reps, mg, rest }
}

fn wire_split(split: &crate::model::splits::Split) -> ActivitySplit {
    ActivitySplit {
        distance_mm: split.distance_mm,
        at_ms: split.at_ms,
        time_ms: split.time_ms,
        ascent_mm: split.climb.map(|(ascent, _)| ascent),
        descent_mm: split.climb.map(|(_, descent)| descent),
        heart_bpm: split.heart_bpm,
    }
}

fn wire_best(best: &crate::model::best::Best) -> BestEffort {
    BestEffort { of: best.of, at_ms: best.at_ms, value: best.value }
}
