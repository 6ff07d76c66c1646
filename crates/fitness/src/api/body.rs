//! Measures of the body: written down, changed, and where they go.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields};
use store::sql::Row;
use store::write::WriteCx;

use super::days::spoken;
use super::rows::days;
use super::{check, zone_name};
use crate::model::day;
use crate::model::sample::What;
use crate::model::trend::{Trended, smooth};
use crate::record::MEASURE;

wire! {
    /// What is measured.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum BodyMeasure {
        /// The weight, milligrams.
        Weight,
        /// The share of fat, tenths of a percent.
        BodyFat,
        /// Around the neck, millimeters.
        Neck,
        /// Around the shoulders, millimeters.
        Shoulders,
        /// Around the chest, millimeters.
        Chest,
        /// Around the waist, millimeters.
        Waist,
        /// Around the hips, millimeters.
        Hip,
        /// Around the left upper arm, millimeters.
        ArmLeft,
        /// Around the right upper arm, millimeters.
        ArmRight,
        /// Around the left forearm, millimeters.
        ForearmLeft,
        /// Around the right forearm, millimeters.
        ForearmRight,
        /// Around the left thigh, millimeters.
        ThighLeft,
        /// Around the right thigh, millimeters.
        ThighRight,
        /// Around the left calf, millimeters.
        CalfLeft,
        /// Around the right calf, millimeters.
        CalfRight,
        /// The heart rate at rest, beats per minute.
        RestingHeart,
    }

    /// Which measures, the latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListMeasures {
        /// Of this only.
        pub(crate) what: Option<BodyMeasure>,
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
        /// How many, at most 5000; 500 without.
        pub(crate) limit: Option<u32>,
    }

    /// A measure.
    pub(crate) struct MeasureRow {
        /// The measure.
        pub(crate) id: AnyId,
        /// What was measured.
        pub(crate) what: BodyMeasure,
        /// Its day, where the person was.
        pub(crate) day: Day,
        /// When, Unix milliseconds.
        pub(crate) at_ms: i64,
        /// Milligrams, millimeters, tenths of a percent or beats per minute.
        pub(crate) value: i64,
        /// The unit that was entered, or nothing.
        pub(crate) unit: String,
        /// What was entered, or nothing.
        pub(crate) text: String,
        /// What was noted.
        pub(crate) note: String,
    }

    /// A new measure.
    #[ts(optional_fields)]
    pub(crate) struct NewMeasure {
        /// What was measured.
        pub(crate) what: BodyMeasure,
        /// Milligrams, millimeters, tenths of a percent or beats per minute.
        pub(crate) value: i64,
        /// When, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
        /// The unit that was entered.
        #[serde(default)]
        pub(crate) unit: Option<String>,
        /// What was entered.
        #[serde(default)]
        pub(crate) text: Option<String>,
        /// What is noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// What a measure becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditMeasure {
        /// The measure.
        pub(crate) id: AnyId,
        /// Milligrams, millimeters, tenths of a percent or beats per minute.
        #[serde(default)]
        pub(crate) value: Option<i64>,
        /// When, Unix milliseconds.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
        /// The unit that was entered.
        #[serde(default)]
        pub(crate) unit: Option<String>,
        /// What was entered.
        #[serde(default)]
        pub(crate) text: Option<String>,
        /// What is noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// Names measures.
    pub(crate) struct MeasureRefs {
        /// The measures.
        pub(crate) ids: Vec<AnyId>,
    }

    /// Names a measure.
    #[derive(Copy)]
    pub(crate) struct MeasureRef {
        /// The measure.
        pub(crate) id: AnyId,
    }

    /// Where a measure goes.
    #[ts(optional_fields)]
    pub(crate) struct BodyTrendOf {
        /// What is measured.
        pub(crate) what: BodyMeasure,
        /// The first day.
        #[serde(default)]
        pub(crate) from: Option<Day>,
        /// The last day.
        #[serde(default)]
        pub(crate) to: Option<Day>,
    }

    /// A day of a trend.
    #[derive(Copy)]
    pub(crate) struct BodyTrendPoint {
        /// The day.
        pub(crate) day: Day,
        /// The mean of what was measured on it.
        pub(crate) value: i64,
        /// The trend on it.
        pub(crate) trend: i64,
    }

    /// Where a measure goes: exponentially weighted, a tenth of the difference a day.
    pub(crate) struct BodyTrend {
        /// Days on which it was measured, in their order.
        pub(crate) points: Vec<BodyTrendPoint>,
        /// How many days were measured.
        pub(crate) n: u32,
        /// By how much the trend changed in a week over the last four weeks; null: fewer than two
        /// weeks or four days were measured.
        pub(crate) per_week: Option<i64>,
    }
}

impl BodyMeasure {
    /// Every one.
    pub(crate) const ALL: [BodyMeasure; 16] = [
        BodyMeasure::Weight,
        BodyMeasure::BodyFat,
        BodyMeasure::Neck,
        BodyMeasure::Shoulders,
        BodyMeasure::Chest,
        BodyMeasure::Waist,
        BodyMeasure::Hip,
        BodyMeasure::ArmLeft,
        BodyMeasure::ArmRight,
        BodyMeasure::ForearmLeft,
        BodyMeasure::ForearmRight,
        BodyMeasure::ThighLeft,
        BodyMeasure::ThighRight,
        BodyMeasure::CalfLeft,
        BodyMeasure::CalfRight,
        BodyMeasure::RestingHeart,
    ];

    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            BodyMeasure::Weight => "weight",
            BodyMeasure::BodyFat => "body_fat",
            BodyMeasure::Neck => "neck",
            BodyMeasure::Shoulders => "shoulders",
            BodyMeasure::Chest => "chest",
            BodyMeasure::Waist => "waist",
            BodyMeasure::Hip => "hip",
            BodyMeasure::ArmLeft => "arm_left",
            BodyMeasure::ArmRight => "arm_right",
            BodyMeasure::ForearmLeft => "forearm_left",
            BodyMeasure::ForearmRight => "forearm_right",
            BodyMeasure::ThighLeft => "thigh_left",
            BodyMeasure::ThighRight => "thigh_right",
            BodyMeasure::CalfLeft => "calf_left",
            BodyMeasure::CalfRight => "calf_right",
            BodyMeasure::RestingHeart => "resting_heart",
        }
    }

    /// What a word says.
    pub(crate) fn read(word: &str) -> Option<BodyMeasure> {
        BodyMeasure::ALL.into_iter().find(|what| what.word() == word)
    }

    /// A value that a body can have.
    fn checked(self, value: i64) -> Result<i64> {
        let (low, high) = match self {
            BodyMeasure::Weight => (1_000_000, 700_000_000),
            BodyMeasure::BodyFat => (1, 950),
            BodyMeasure::RestingHeart => (20, 250),
            BodyMeasure::Neck
            | BodyMeasure::Shoulders
            | BodyMeasure::Chest
            | BodyMeasure::Waist
            | BodyMeasure::Hip
            | BodyMeasure::ArmLeft
            | BodyMeasure::ArmRight
            | BodyMeasure::ForearmLeft
            | BodyMeasure::ForearmRight
            | BodyMeasure::ThighLeft
            | BodyMeasure::ThighRight
            | BodyMeasure::CalfLeft
            | BodyMeasure::CalfRight => (50, 3_500),
        };
        check::within(value, low, high, "value")
    }
}

const COLUMNS: &str = "id, what, day, at_ms, value, unit, text, note";

/// A row of `fitness_measure`; nothing when this program does not know what was measured.
fn read(row: &Row<'_>) -> Result<Option<MeasureRow>> {
    let Some(what) = BodyMeasure::read(row.text_here(1)?) else { return Ok(None) };
    Ok(Some(MeasureRow {
        id: row.id(0)?,
        what,
        day: day(row.int(2)?)?,
        at_ms: row.int(3)?,
        value: row.int(4)?,
        unit: row.text(5)?,
        text: row.text(6)?,
        note: row.text(7)?,
    }))
}

pub(crate) fn measures(cx: &ReadCx<'_>, request: ListMeasures) -> Result<Vec<MeasureRow>> {
    let (from, to) = days(request.from, request.to);
    let limit = i64::from(request.limit.unwrap_or(500).clamp(1, 5000));
    let mut found = Vec::new();
    let whats = match request.what {
        Some(what) => vec![what],
        None => BodyMeasure::ALL.to_vec(),
    };
    for what in whats {
        found.extend(cx.sql().rows(
            &format!(
                "SELECT {COLUMNS} FROM fitness_measure
                 WHERE what = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY at_ms DESC, id DESC LIMIT ?4"
            ),
            params![what.word(), from, to, limit],
            read,
        )?);
    }
    let mut found: Vec<MeasureRow> = found.into_iter().flatten().collect();
    found.sort_by_key(|row| std::cmp::Reverse((row.at_ms, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The last value of a measure up to a day.
pub(crate) fn last_measure(
    cx: &ReadCx<'_>,
    what: BodyMeasure,
    up_to: Day,
) -> Result<Option<(Day, i64)>> {
    let (_, to) = days(None, Some(up_to));
    cx.sql().first(
        "SELECT day, value FROM fitness_measure WHERE what = ?1 AND day <= ?2
         ORDER BY at_ms DESC, id DESC LIMIT 1",
        params![what.word(), to],
        |row| Ok((day(row.int(0)?)?, row.int(1)?)),
    )
}

fn put_words(
    changes: &mut Changes,
    unit: Option<&String>,
    text: Option<&String>,
    note: Option<&String>,
) -> Result<()> {
    for (key, said) in [("unit", unit), ("text", text), ("note", note)] {
        if let Some(said) = said {
            changes.insert(key.to_owned(), Some(check::words(said, key)?.into()));
        }
    }
    Ok(())
}

pub(crate) fn add_measure(cx: &mut WriteCx<'_>, request: NewMeasure) -> Result<MeasureRef> {
    let now = cx.read().now().as_millisecond();
    let mut changes = Changes::from([
        ("what".to_owned(), Some(request.what.word().into())),
        ("value".to_owned(), Some(request.what.checked(request.value)?.into())),
        ("at".to_owned(), Some(checked_at(request.at_ms.unwrap_or(now), now)?.into())),
        ("zone".to_owned(), Some(zone_name(cx).into())),
    ]);
    let NewMeasure { unit, text, note, .. } = &request;
    put_words(&mut changes, unit.as_ref(), text.as_ref(), note.as_ref())?;
    let fields = changes.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let id = cx.new_id();
    cx.create(&MEASURE, id, fields.collect::<Fields>())?;
    Ok(MeasureRef { id })
}

/// An instant that was, or will have been by tomorrow wherever one is.
fn checked_at(at_ms: i64, now_ms: i64) -> Result<i64> {
    const EARLIEST_MS: i64 = -2_208_988_800_000; // 1900-01-01
    check::within(at_ms, EARLIEST_MS, now_ms + 86_400_000, "at_ms")
}

pub(crate) fn edit_measure(cx: &mut WriteCx<'_>, request: EditMeasure) -> Result<()> {
    let before = measure(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    if let Some(value) = request.value {
        changes.insert("value".to_owned(), Some(before.what.checked(value)?.into()));
    }
    if let Some(at_ms) = request.at_ms {
        let now = cx.read().now().as_millisecond();
        changes.insert("at".to_owned(), Some(checked_at(at_ms, now)?.into()));
    }
    let EditMeasure { unit, text, note, .. } = &request;
    put_words(&mut changes, unit.as_ref(), text.as_ref(), note.as_ref())?;
    cx.edit(request.id, &changes).map(drop)
}

fn measure(cx: &ReadCx<'_>, id: AnyId) -> Result<MeasureRow> {
    let query = format!("SELECT {COLUMNS} FROM fitness_measure WHERE id = ?1");
    let found = cx.sql().first(&query, params![id], read)?.flatten();
    found.ok_or_else(|| Error::not_found("measure", id))
}

pub(crate) fn delete_measures(cx: &mut WriteCx<'_>, request: MeasureRefs) -> Result<()> {
    const AT_ONCE_MAX: usize = 1000; // More is no choice but a mistake.
    if request.ids.len() > AT_ONCE_MAX {
        return Err(Error::invalid("ids", format!("more than {AT_ONCE_MAX} at once")));
    }
    for id in request.ids {
        measure(&cx.read(), id)?;
        cx.trash(id)?;
    }
    Ok(())
}

/// What imported scales told, by day: they know the weight and the share of fat, in the same units.
fn told_by_scales(cx: &ReadCx<'_>, what: BodyMeasure, to: i64) -> Result<BTreeMap<i64, i64>> {
    let what = match what {
        BodyMeasure::Weight => What::Weight,
        BodyMeasure::BodyFat => What::BodyFat,
        _ => return Ok(BTreeMap::new()),
    };
    let spoken = spoken(cx.sql(), what, i64::MIN, to)?;
    Ok(spoken.into_iter().map(|one| (one.day, one.figure.value)).collect())
}

pub(crate) fn body_trend(cx: &ReadCx<'_>, request: BodyTrendOf) -> Result<BodyTrend> {
    let (from, to) = days(request.from, request.to);
    let mut means = told_by_scales(cx, request.what, to)?;
    cx.sql().each(
        "SELECT day, CAST(round(avg(value)) AS INTEGER) FROM fitness_measure
         WHERE what = ?1 AND day <= ?2 GROUP BY day",
        params![request.what.word(), to],
        |row| {
            // What a person wrote down holds against what a scale told of that day.
            means.insert(row.int(0)?, row.int(1)?);
            Ok(())
        },
    )?;
    let means = means.into_iter().map(|(at, value)| Ok((day(at)?, value)));
    let means = means.collect::<Result<Vec<_>>>()?;
    // The trend knows what was before the first day that is shown.
    let trended = smooth(&means);
    let shown = trended.iter().filter(|point| crate::model::day_number(point.day) >= from);
    let points: Vec<BodyTrendPoint> = shown
        .map(|point| {
            let Trended { day, value, trend } = *point;
            BodyTrendPoint { day, value, trend }
        })
        .collect();
    Ok(BodyTrend {
        n: u32::try_from(points.len()).unwrap_or(u32::MAX),
        per_week: crate::model::trend::per_week(&trended),
        points,
    })
}

#[cfg(test)]
mod tests {
    use base::error::Code;

    use super::*;
    use crate::testing::World;

    fn add(world: &World, what: BodyMeasure, value: i64, days_ago: i64) -> AnyId {
        let at = world.read(|cx| Ok(cx.now().as_millisecond())) - days_ago * 86_400_000;
        let new = NewMeasure {
            what,
            value,
            at_ms: Some(at),
            unit: Some("kg".into()),
            text: None,
            note: None,
        };
        world.write(move |cx| add_measure(cx, new)).id
    }

    #[test]
    fn measures_are_written_changed_and_thrown_away() {
        let world = World::new();
        let id = add(&world, BodyMeasure::Weight, 81_400_000, 1);
        add(&world, BodyMeasure::Waist, 860, 0);
        let all = world.read(|cx| measures(cx, ListMeasures::default()));
        let said: Vec<_> = all.iter().map(|row| (row.what, row.value)).collect();
        assert_eq!(said, [(BodyMeasure::Waist, 860), (BodyMeasure::Weight, 81_400_000)]);
        let edit = EditMeasure {
            id,
            value: Some(81_000_000),
            at_ms: None,
            unit: None,
            text: Some("81".into()),
            note: None,
        };
        world.write(move |cx| edit_measure(cx, edit));
        let weights = ListMeasures { what: Some(BodyMeasure::Weight), ..Default::default() };
        assert_eq!(world.read(|cx| measures(cx, weights))[0].value, 81_000_000);
        let wrong = NewMeasure {
            what: BodyMeasure::BodyFat,
            value: 1000,
            at_ms: None,
            unit: None,
            text: None,
            note: None,
        };
        let refused = world.refused(move |cx| add_measure(cx, wrong));
        assert_eq!(refused, (Code::Invalid, "value".to_owned()));
        world.write(move |cx| delete_measures(cx, MeasureRefs { ids: vec![id] }));
        assert_eq!(world.read(|cx| measures(cx, ListMeasures::default())).len(), 1);
        world.check();
    }

    #[test]
    fn a_trend_follows_slowly_and_says_how_many_days_it_knows() {
        let world = World::new();
        for days_ago in 0..28 {
            add(&world, BodyMeasure::Weight, 80_000_000 + days_ago * 100_000, days_ago);
        }
        let of = |from: Option<Day>| BodyTrendOf { what: BodyMeasure::Weight, from, to: None };
        let trend = world.read(|cx| body_trend(cx, of(None)));
        assert_eq!(trend.n, 28);
        let last = trend.points.last().copied().expect("points");
        assert!(last.value == 80_000_000 && last.trend > 80_500_000, "{last:?}");
        let per_week = trend.per_week.expect("enough days");
        assert!((-700_000..-400_000).contains(&per_week), "{per_week}");
        let late = world.read(|cx| body_trend(cx, of("2026-02-28".parse().ok())));
        assert_eq!((late.n, late.points.last().copied()), (2, Some(last)));
        let none = BodyTrendOf { what: BodyMeasure::Hip, from: None, to: None };
        assert_eq!(world.read(|cx| body_trend(cx, none)).per_week, None);
    }
}
