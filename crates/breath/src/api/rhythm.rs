//! How much was practiced: days, weeks, totals, and quiet marks on the way.
//!
//! A day without a session is an empty square and nothing else. A week that was kept stays kept: no figure
//! here falls because of a week in which somebody did something else.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::write::WriteCx;

use super::check;
use super::settings::{number, set};
use crate::model::rhythm::{self, Pause};
use crate::model::{course, day, day_number, monday};
use crate::projection::Stage;

wire! {
    /// For how many days up to today.
    #[derive(Copy)]
    pub(crate) struct TrendsOf {
        /// Days, 1 to 3660.
        pub(crate) days: u32,
    }

    /// A day on which something was practiced.
    #[derive(Copy)]
    pub(crate) struct TrendDay {
        /// The day.
        pub(crate) day: Day,
        /// Minutes of all.
        pub(crate) minutes: f64,
        /// Minutes of breathing.
        pub(crate) breathing_minutes: f64,
        /// Minutes of meditation.
        pub(crate) meditation_minutes: f64,
        /// Sessions.
        pub(crate) sessions: u32,
        /// The median match with the pacer of the sessions in which it is known; null: in none.
        pub(crate) matched: Option<f64>,
        /// The median breaths a minute of the sessions in which they are known; null: in none.
        pub(crate) rate: Option<f64>,
    }

    /// A week with sessions.
    #[derive(Copy)]
    pub(crate) struct PracticeWeek {
        /// Its Monday.
        pub(crate) week: Day,
        /// On how many of its days something was practiced.
        pub(crate) days: u32,
        /// Minutes.
        pub(crate) minutes: f64,
    }

    /// The rhythm that the person wishes for.
    #[derive(Copy)]
    pub(crate) struct Rhythm {
        /// On how many days of a week, 1 to 7; null: no rhythm is wished for.
        pub(crate) days_per_week: Option<u32>,
        /// The last day of a pause that lasts; null: there is none.
        pub(crate) paused_until: Option<Day>,
        /// How many weeks were kept altogether.
        pub(crate) weeks_kept: u32,
        /// How many weeks on end were kept, up to now: paused weeks are left out, the week that goes on
        /// is only counted when it is kept, and one week of four may be missed.
        pub(crate) weeks_on_end: u32,
    }

    /// A mark on the way.
    pub(crate) struct PracticeMark {
        /// Which one: `sessions_10`, `minutes_600`, `weeks_4`, `course_<id>`.
        pub(crate) id: String,
        /// The day on which it was reached.
        pub(crate) reached_on: Day,
    }

    /// How much was practiced altogether.
    pub(crate) struct Totals {
        /// Minutes of all.
        pub(crate) minutes: f64,
        /// Minutes of breathing.
        pub(crate) breathing_minutes: f64,
        /// Minutes of meditation.
        pub(crate) meditation_minutes: f64,
        /// Sessions.
        pub(crate) sessions: u32,
        /// Days with sessions.
        pub(crate) days: u32,
        /// The last year's weeks that have sessions, in their order.
        pub(crate) weeks: Vec<PracticeWeek>,
        /// The rhythm.
        pub(crate) rhythm: Rhythm,
        /// Marks, in the order of days.
        pub(crate) milestones: Vec<PracticeMark>,
    }

    /// The rhythm to wish for; null: leave.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct SetRhythm {
        /// On how many days of a week, 1 to 7; 0: none is wished for.
        pub(crate) days_per_week: Option<u32>,
        /// The last day of a pause that begins today.
        pub(crate) pause_until: Option<Day>,
        /// Ends a pause.
        pub(crate) unpause: bool,
    }
}

/// Days of trends, at most: ten years.
const DAYS_MAX: i64 = 3_660;
/// Weeks that are shown.
const WEEKS: i32 = 53;
/// The longest pause, days.
const PAUSE_DAYS_MAX: i64 = 366;

/// A session in the counting.
struct Counted {
    day: Day,
    meditation: bool,
    ms: i64,
    matched: Option<f64>,
    rate: Option<f64>,
}

fn counted(cx: &ReadCx<'_>, from: i64, to: i64) -> Result<Vec<Counted>> {
    cx.sql().rows(
        "SELECT day, kind, practiced_ms, matched, rate FROM breath_session
         WHERE state = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, start_ms, id",
        params![Stage::Done as i64, from, to],
        |row| {
            Ok(Counted {
                day: day(row.int(0)?)?,
                meditation: row.int(1)? == 1,
                ms: row.int(2)?,
                matched: row.opt_real(3)?,
                rate: row.opt_real(4)?,
            })
        },
    )
}

fn minutes<'a>(sessions: impl Iterator<Item = &'a Counted>) -> f64 {
    sessions.map(|session| session.ms).sum::<i64>() as f64 / 60_000.0
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some((values[last / 2] + values[last.div_ceil(2)]) / 2.0)
}

pub(crate) fn trends(cx: &ReadCx<'_>, request: TrendsOf) -> Result<Vec<TrendDay>> {
    let days = check::within(request.days.into(), 1, DAYS_MAX, "days")?;
    let today = cx.today();
    let first = today.plus(1 - i32::try_from(days).unwrap_or(1));
    let mut by_day: BTreeMap<Day, Vec<Counted>> = BTreeMap::new();
    for session in counted(cx, day_number(first), day_number(today))? {
        by_day.entry(session.day).or_default().push(session);
    }
    let shown = |(day, sessions): (Day, Vec<Counted>)| TrendDay {
        day,
        minutes: minutes(sessions.iter()),
        breathing_minutes: minutes(sessions.iter().filter(|session| !session.meditation)),
        meditation_minutes: minutes(sessions.iter().filter(|session| session.meditation)),
        sessions: sessions.len() as u32,
        matched: median(sessions.iter().filter_map(|session| session.matched).collect()),
        rate: median(sessions.iter().filter_map(|session| session.rate).collect()),
    };
    Ok(by_day.into_iter().map(shown).collect())
}

/// Every pause that was ever set.
fn pauses(cx: &ReadCx<'_>) -> Result<Vec<Pause>> {
    let rows = cx.sql().rows(
        "SELECT key, text FROM breath_setting WHERE key LIKE 'pause/%' ORDER BY key",
        &[],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )?;
    let pause = |(key, until): (String, String)| {
        let first = key.strip_prefix("pause/")?.parse().ok()?;
        Some(Pause { first, last: until.parse().ok()? })
    };
    Ok(rows.into_iter().filter_map(pause).collect())
}

fn wished(cx: &ReadCx<'_>) -> Result<Option<u32>> {
    let days = number(cx, "days_per_week")?.and_then(|days| u32::try_from(days).ok());
    Ok(days.filter(|days| (1..=7).contains(days)))
}

pub(crate) fn totals(cx: &ReadCx<'_>, _: Nothing) -> Result<Totals> {
    let sessions = counted(cx, 0, i64::MAX)?;
    let today = cx.today();
    let mut weeks: BTreeMap<Day, (Vec<Day>, i64)> = BTreeMap::new();
    for session in &sessions {
        let (days, ms) = weeks.entry(monday(session.day)).or_default();
        if days.last() != Some(&session.day) {
            days.push(session.day);
        }
        *ms += session.ms;
    }
    let days_of: BTreeMap<Day, u32> =
        weeks.iter().map(|(week, (days, _))| (*week, days.len() as u32)).collect();
    let (pauses, wish) = (pauses(cx)?, wished(cx)?);
    let kept = rhythm::kept(&days_of, wish, &pauses, today);
    let since = monday(today).plus(-7 * (WEEKS - 1));
    let shown = weeks.iter().filter(|(week, _)| since <= **week);
    let lasting = pauses.iter().filter(|pause| pause.first <= today && today <= pause.last);
    Ok(Totals {
        minutes: minutes(sessions.iter()),
        breathing_minutes: minutes(sessions.iter().filter(|session| !session.meditation)),
        meditation_minutes: minutes(sessions.iter().filter(|session| session.meditation)),
        sessions: sessions.len() as u32,
        days: days_of.values().sum(),
        weeks: shown
            .map(|(week, (days, ms))| PracticeWeek {
                week: *week,
                days: days.len() as u32,
                minutes: *ms as f64 / 60_000.0,
            })
            .collect(),
        rhythm: Rhythm {
            days_per_week: wish,
            paused_until: lasting.map(|pause| pause.last).max(),
            weeks_kept: kept.all.len() as u32,
            weeks_on_end: kept.on_end,
        },
        milestones: milestones(cx, &sessions, &kept.all)?,
    })
}

fn milestones(cx: &ReadCx<'_>, sessions: &[Counted], kept: &[Day]) -> Result<Vec<PracticeMark>> {
    let lengths: Vec<(Day, i64)> = sessions.iter().map(|one| (one.day, one.ms)).collect();
    let mut marks = rhythm::marks(&lengths, kept);
    for course in course::COURSES {
        if let Some(day) = super::courses::finished_on(cx, course)? {
            marks.push((format!("course_{}", course.id), day));
        }
    }
    marks.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    Ok(marks.into_iter().map(|(id, reached_on)| PracticeMark { id, reached_on }).collect())
}

pub(crate) fn set_rhythm(cx: &mut WriteCx<'_>, request: SetRhythm) -> Result<()> {
    let today = cx.read().today();
    let mut changes = Changes::new();
    if let Some(days) = request.days_per_week {
        let days = check::within(days.into(), 0, 7, "days_per_week")?;
        let days = (days > 0).then_some(Value::Int(days));
        changes.insert("days_per_week".to_owned(), days);
    }
    if request.unpause {
        // The days that are over stay paused.
        for pause in pauses(&cx.read())? {
            if pause.first <= today && today <= pause.last {
                let key = format!("pause/{}", pause.first);
                let last = today.plus(-1);
                let last = (pause.first <= last).then(|| Value::Text(last.to_string()));
                changes.insert(key, last);
            }
        }
    }
    if let Some(until) = request.pause_until {
        let days = until.ordinal() - today.ordinal();
        if !(0..=PAUSE_DAYS_MAX).contains(&days) {
            let message =
                format!("a pause lasts until today or up to {PAUSE_DAYS_MAX} days longer");
            return Err(Error::invalid("pause_until", message));
        }
        changes.insert(format!("pause/{today}"), Some(Value::Text(until.to_string())));
    }
    set(cx, changes)
}
