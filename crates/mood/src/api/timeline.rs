//! Days of moods, and a year of them at a glance.

use std::collections::BTreeMap;

use base::day::{Day, Span};
use base::error::{Error, Result};
use domain::wire;
use jiff::civil::Date;
use store::params;
use store::read::ReadCx;

use super::checkins::{CheckIn, shown};
use crate::lanes::{self, LaneReadings};
use crate::model::spread::median;
use crate::own::{Said, SelfReports};

wire! {
    /// Which days, the latest first.
    #[derive(Copy, Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct MoodTimelineOf {
        /// Days before this one only.
        pub(crate) before: Option<Day>,
        /// How many days that have something, at most 100; 14 without.
        pub(crate) limit: Option<u32>,
    }

    /// A day: what the person said, and beside it, never in it, what models read.
    pub(crate) struct MoodDay {
        /// The day.
        pub(crate) day: Day,
        /// The middle one of its check-ins, -100 to 100; null: nobody said. Never of a reading.
        pub(crate) valence: Option<f64>,
        /// The middle one of its check-ins, -100 to 100; null: nobody said. Never of a reading.
        pub(crate) energy: Option<f64>,
        /// What the person said, the first first.
        pub(crate) check_ins: Vec<CheckIn>,
        /// What models read, each lane apart; lanes without readings are left out.
        pub(crate) lanes: Vec<LaneReadings>,
    }

    /// Days, the latest first.
    pub(crate) struct MoodTimeline {
        /// Days that have something.
        pub(crate) days: Vec<MoodDay>,
        /// What to ask for as `before` to go on; null: there is nothing before.
        pub(crate) next: Option<Day>,
    }

    /// Which year.
    #[derive(Copy)]
    pub(crate) struct MoodYearOf {
        /// `2026`.
        pub(crate) year: i16,
    }

    /// A day of a year.
    #[derive(Copy)]
    pub(crate) struct MoodPixel {
        /// The day.
        pub(crate) day: Day,
        /// The middle one of its check-ins; null: nobody said, which is not neutral.
        pub(crate) valence: Option<f64>,
        /// The middle one of its check-ins; null: nobody said.
        pub(crate) energy: Option<f64>,
        /// How many check-ins it has.
        pub(crate) count: u32,
    }

    /// A year, day by day.
    pub(crate) struct MoodYear {
        /// The year.
        pub(crate) year: i16,
        /// Each of its days, those without a check-in too.
        pub(crate) days: Vec<MoodPixel>,
        /// How many days have a check-in.
        pub(crate) known: u32,
        /// Years that have any check-in, in their order.
        pub(crate) years: Vec<i16>,
    }
}

/// Days of a page without a limit: two weeks.
const DAYS: u32 = 14;
/// The most days of a page.
const DAYS_MAX: u32 = 100;

/// The middle valence and energy of check-ins.
pub(crate) fn middle(said: &[Said]) -> (Option<f64>, Option<f64>) {
    let of = |number: fn(&Said) -> Option<i64>| {
        median(said.iter().filter_map(number).map(|number| number as f64).collect())
    };
    (of(|said| said.valence), of(|said| said.energy))
}

/// Check-ins by their day.
pub(crate) fn by_day(own: &SelfReports<'_>, span: Span) -> Result<BTreeMap<Day, Vec<Said>>> {
    let mut days: BTreeMap<Day, Vec<Said>> = BTreeMap::new();
    for said in own.of_days(span)? {
        days.entry(own.start().day(said.local_ms)).or_default().push(said);
    }
    Ok(days)
}

/// Days that have something, the latest first.
///
/// # Errors
/// Those of the store.
pub(crate) fn timeline(cx: &ReadCx<'_>, request: MoodTimelineOf) -> Result<MoodTimeline> {
    let own = SelfReports::of(cx)?;
    let limit = request.limit.unwrap_or(DAYS).clamp(1, DAYS_MAX) as usize;
    let mut before = request.before.map_or(i64::MAX, |day| own.start().first_ms(day));
    let mut days: Vec<MoodDay> = Vec::new();
    let mut next = None;
    while let Some(local_ms) = last_moment(cx, before)? {
        let day = own.start().day(local_ms);
        if days.len() == limit {
            next = days.last().map(|shown| shown.day);
            break;
        }
        days.push(one(cx, &own, day)?);
        before = own.start().first_ms(day);
    }
    Ok(MoodTimeline { days, next })
}

fn last_moment(cx: &ReadCx<'_>, before: i64) -> Result<Option<i64>> {
    let last = "SELECT max(local_ms) FROM mood_checkin WHERE local_ms < ?1";
    let said = cx.sql().first(last, params![before], |row| row.opt_int(0))?.flatten();
    Ok(said.max(lanes::last_moment(cx, before)?))
}

fn one(cx: &ReadCx<'_>, own: &SelfReports<'_>, day: Day) -> Result<MoodDay> {
    let said = own.of_days(Span { first: day, last: day })?;
    let (valence, energy) = middle(&said);
    let start = own.start();
    Ok(MoodDay {
        day,
        valence,
        energy,
        check_ins: said.into_iter().map(|said| shown(said, start)).collect(),
        lanes: lanes::between(cx, start.first_ms(day), start.end_ms(day))?,
    })
}

/// A year, day by day.
///
/// # Errors
/// `Invalid` at `year`.
pub(crate) fn year(cx: &ReadCx<'_>, request: MoodYearOf) -> Result<MoodYear> {
    let of = |month, day| Date::new(request.year, month, day).map(Day::new);
    let (Ok(first), Ok(last)) = (of(1, 1), of(12, 31)) else {
        return Err(Error::invalid("year", format!("{} is no year", request.year)));
    };
    let own = SelfReports::of(cx)?;
    let said = by_day(&own, Span { first, last })?;
    let length = i32::try_from(last.ordinal() - first.ordinal()).unwrap_or(365);
    let pixel = |number| {
        let day = first.plus(number);
        let (valence, energy) = said.get(&day).map_or((None, None), |said| middle(said));
        let count = said.get(&day).map_or(0, Vec::len);
        MoodPixel { day, valence, energy, count: u32::try_from(count).unwrap_or(u32::MAX) }
    };
    Ok(MoodYear {
        year: request.year,
        days: (0..=length).map(pixel).collect(),
        known: u32::try_from(said.len()).unwrap_or(u32::MAX),
        years: years(cx, &own)?,
    })
}

fn years(cx: &ReadCx<'_>, own: &SelfReports<'_>) -> Result<Vec<i16>> {
    let mut years = Vec::new();
    let mut after = i64::MIN;
    let query = "SELECT min(local_ms) FROM mood_checkin WHERE local_ms >= ?1";
    // A step for each year that has any: a life has few.
    while let Some(at) = cx.sql().first(query, params![after], |row| row.opt_int(0))?.flatten() {
        let year = own.start().day(at).date().year();
        years.push(year);
        let Ok(next) = Date::new(year.saturating_add(1), 1, 1) else { break };
        after = own.start().first_ms(Day::new(next));
    }
    Ok(years)
}
