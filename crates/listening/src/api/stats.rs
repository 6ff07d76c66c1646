//! Figures over a range: totals, courses of time, discovery, sessions, diversity.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use rustc_hash::FxHashMap;
use store::params;
use store::read::ReadCx;

use super::amounts::{Heard, amounts, instants};
use super::looking::{Days, Names, count, day, months, number, step};
use super::ranking::genre_sums;
use super::*;
use crate::projection::{EVER, buckets, id_at, scope};

pub(crate) fn overview(cx: &ReadCx<'_>, request: OfRange) -> Result<Overview> {
    let days = Days::of(request.range)?;
    overview_of(cx, days, &Heard::within(cx, days)?)
}

pub(super) fn overview_of(cx: &ReadCx<'_>, days: Days, heard: &Heard<'_>) -> Result<Overview> {
    let sql = cx.sql();
    let mut overview = Overview {
        amount: Amount::default(),
        uncounted: 0,
        skipped: 0,
        skip_known: 0,
        artists: heard.different(scope::ARTIST)?,
        albums: heard.different(scope::ALBUM)?,
        tracks: heard.different(scope::TRACK)?,
        new_artists: new_in(cx, scope::ARTIST, days)?,
        new_tracks: new_in(cx, scope::TRACK, days)?,
        days: 0,
        longest_streak: 0,
        longest_streak_end: None,
        current_streak: 0,
        sessions: 0,
        busiest: None,
        first: None,
        last: None,
    };
    let mut streak = Streak::default();
    sql.each(
        "SELECT day, plays, ms, untimed, uncounted, skip_known, skipped, sessions
         FROM listening_day WHERE day BETWEEN ?1 AND ?2 ORDER BY day",
        params![days.from, days.to],
        |row| {
            let (on, amount) = (day(row.int(0)?)?, Amount::read(row, 1)?);
            overview.uncounted += count(row.int(4)?);
            overview.skip_known += count(row.int(5)?);
            overview.skipped += count(row.int(6)?);
            overview.sessions += count(row.int(7)?);
            if amount.plays == 0 {
                return Ok(());
            }
            overview.amount.add(amount);
            overview.days += 1;
            overview.first = overview.first.or(Some(on));
            overview.last = Some(on);
            streak.day(on);
            if overview.busiest.as_ref().is_none_or(|most| amount.plays > most.amount.plays) {
                overview.busiest = Some(Point { day: on, amount });
            }
            Ok(())
        },
    )?;
    overview.longest_streak = streak.longest;
    overview.longest_streak_end = streak.longest_end;
    overview.current_streak = current_streak(cx)?;
    Ok(overview)
}

/// How many were heard for the first time.
fn new_in(cx: &ReadCx<'_>, scope: i64, days: Days) -> Result<u32> {
    if days.is_ever() {
        return buckets::how_many(cx.sql(), scope, EVER).map(count);
    }
    let (days, mut new) = (days.from..=days.to, 0);
    buckets::each(cx.sql(), scope, EVER, |sum| {
        new += u32::from(days.contains(&i64::from(sum.first)));
    })?;
    Ok(new)
}

/// Days in a row.
#[derive(Default)]
struct Streak {
    last: Option<Day>,
    length: u32,
    longest: u32,
    longest_end: Option<Day>,
}

impl Streak {
    fn day(&mut self, day: Day) {
        let follows = self.last.is_some_and(|last| last.plus(1) == day);
        self.length = if follows { self.length + 1 } else { 1 };
        if self.length > self.longest {
            (self.longest, self.longest_end) = (self.length, Some(day));
        }
        self.last = Some(day);
    }
}

/// Days in a row up to today; today may still be to come.
fn current_streak(cx: &ReadCx<'_>) -> Result<u32> {
    let today = cx.today();
    let mut next = today;
    let mut length = 0;
    let days = cx.sql().rows(
        "SELECT day FROM listening_day WHERE day <= ?1 AND plays > 0 ORDER BY day DESC",
        params![number(today)],
        |row| row.int(0),
    )?;
    for on in days {
        let on = day(on)?;
        if length == 0 && on == today.plus(-1) {
            next = on;
        }
        if on != next {
            break;
        }
        length += 1;
        next = on.plus(-1);
    }
    Ok(length)
}

pub(crate) fn clock(cx: &ReadCx<'_>, request: OfRange) -> Result<Clock> {
    let days = Days::of(request.range)?;
    let mut hours: BTreeMap<(i64, i64), Amount> = BTreeMap::new();
    let pieces = days.pieces(cx.sql())?;
    for period in pieces.periods {
        let (from, to) = match period {
            0 => (0, i64::MAX),
            year if year < 10_000 => (year * 100 + 1, year * 100 + 12),
            month => (month, month),
        };
        cx.sql().each(
            "SELECT weekday, hour, sum(plays), sum(ms), sum(untimed) FROM listening_hour
             WHERE month BETWEEN ?1 AND ?2 GROUP BY weekday, hour",
            params![from, to],
            |row| {
                let at = (row.int(0)?, row.int(1)?);
                hours.entry(at).or_default().add(Amount::read(row, 2)?);
                Ok(())
            },
        )?;
    }
    for edge in pieces.edges {
        let [first, last] = instants(edge);
        cx.sql().each(
            "SELECT day, minute / 60, count(*), coalesce(sum(ms), 0), sum(ms IS NULL)
             FROM listening_play
             WHERE id >= ?1 AND id < ?2 AND day BETWEEN ?3 AND ?4 AND flags & 128 GROUP BY 1, 2",
            params![id_at(first), id_at(last), edge.from, edge.to],
            |row| {
                let weekday = day(row.int(0)?)?.date().weekday().to_monday_one_offset();
                let at = (i64::from(weekday), row.int(1)?);
                hours.entry(at).or_default().add(Amount::read(row, 2)?);
                Ok(())
            },
        )?;
    }
    let small = |number: i64| u8::try_from(number).unwrap_or(0);
    let hour = |((weekday, hour), amount)| ClockHour {
        weekday: small(weekday),
        hour: small(hour),
        amount,
    };
    Ok(Clock { hours: hours.into_iter().map(hour).collect() })
}

pub(crate) fn trend(cx: &ReadCx<'_>, request: TrendOf) -> Result<Trend> {
    let days = Days::of(request.range)?;
    let mut steps: BTreeMap<i64, Amount> = BTreeMap::new();
    let mut add = |on: i64, amount: Amount| -> Result<()> {
        steps.entry(step(request.unit, on)?).or_default().add(amount);
        Ok(())
    };
    match (request.scope, &request.id) {
        (Some(scope), Some(id)) => {
            if matches!(request.unit, Unit::Day | Unit::Week) {
                let message = "one artist, album, track or genre is known by month and year";
                return Err(Error::invalid("unit", message));
            }
            for point in months_of(cx, scope, id)? {
                let month = number(point.day);
                if month / 100 >= days.from / 100 && month / 100 <= days.to / 100 {
                    add(month, point.amount)?;
                }
            }
        }
        _ => cx.sql().each(
            "SELECT day, plays, ms, untimed FROM listening_day
             WHERE day BETWEEN ?1 AND ?2 AND plays > 0",
            params![days.from, days.to],
            |row| add(row.int(0)?, Amount::read(row, 1)?),
        )?,
    }
    let points = steps.into_iter().map(|(on, amount)| Ok(Point { day: day(on)?, amount }));
    Ok(Trend { points: points.collect::<Result<_>>()? })
}

/// One artist's, album's, track's or genre's months.
pub(super) fn months_of(cx: &ReadCx<'_>, scope: Scope, id: &str) -> Result<Vec<Point>> {
    let names = Names::new(cx)?;
    let Some(scope) = scope.number() else {
        let mut sum: BTreeMap<Day, Amount> = BTreeMap::new();
        for artist in genre_artists(cx, &names, id)? {
            for point in months(cx.sql(), scope::ARTIST, artist)? {
                sum.entry(point.day).or_default().add(point.amount);
            }
        }
        return Ok(sum.into_iter().map(|(day, amount)| Point { day, amount }).collect());
    };
    months(cx.sql(), scope, names.number(scope, id)?)
}

/// The artists of a genre, each once.
pub(super) fn genre_artists(cx: &ReadCx<'_>, names: &Names<'_>, genre: &str) -> Result<Vec<i64>> {
    let mut artists = cx.sql().rows(
        "SELECT artist FROM listening_label WHERE genre = ?1",
        params![genre],
        |row| names.number(scope::ARTIST, &crate::model::hex(row.int(0)?)),
    )?;
    artists.sort_unstable();
    artists.dedup();
    Ok(artists)
}

/// How many newly found artists are named.
const LATEST: usize = 30;

pub(crate) fn discovery(cx: &ReadCx<'_>, request: OfSteps) -> Result<Discovery> {
    let days = Days::of(request.range)?;
    let mut steps: BTreeMap<i64, [u32; 4]> = BTreeMap::new();
    let mut add = |on: i64, place: usize, more: u32| -> Result<()> {
        steps.entry(step(request.unit, on)?).or_default()[place] += more;
        Ok(())
    };
    let within = days.from..=days.to;
    let mut latest: Vec<(i64, u32, i64)> = Vec::new();
    for (place, scope) in [scope::ARTIST, scope::ALBUM, scope::TRACK].into_iter().enumerate() {
        let mut firsts: FxHashMap<i64, u32> = FxHashMap::default();
        buckets::each(cx.sql(), scope, EVER, |sum| {
            let first = i64::from(sum.first);
            if !within.contains(&first) {
                return;
            }
            *firsts.entry(first).or_default() += 1;
            if scope == scope::ARTIST {
                latest.push((first, sum.plays, sum.entity));
            }
        })?;
        firsts.into_iter().try_for_each(|(on, many)| add(on, place, many))?;
    }
    cx.sql().each(
        "SELECT day, plays FROM listening_day WHERE day BETWEEN ?1 AND ?2 AND plays > 0",
        params![days.from, days.to],
        |row| add(row.int(0)?, 3, count(row.int(1)?)),
    )?;
    latest.sort_unstable_by(|(x, many, a), (y, more, b)| (y, more, a).cmp(&(x, many, b)));
    latest.truncate(LATEST);
    let mut names = Names::new(cx)?;
    let mut found = Vec::with_capacity(latest.len());
    for (on, plays, artist) in latest {
        found.push(Discovered { what: names.artist(artist)?, day: day(on)?, plays });
    }
    let steps = steps.into_iter().map(|(on, [artists, albums, tracks, plays])| {
        Ok(DiscoveryStep { day: day(on)?, artists, albums, tracks, plays })
    });
    Ok(Discovery { steps: steps.collect::<Result<_>>()?, latest: found })
}

/// Above this many plays the lengths of sessions are not looked at: it would take longer than a page
/// may.
const SESSION_PLAYS_MAX: u32 = 200_000;
/// The bounds between lengths of sessions, minutes.
const LENGTHS: [u32; 6] = [0, 15, 30, 60, 120, 240];
/// How many of the longest sessions are named.
const LONGEST: usize = 10;

pub(crate) fn sessions(cx: &ReadCx<'_>, request: OfRange) -> Result<Sessions> {
    let days = Days::of(request.range)?;
    let total = |column: &str| {
        let query = format!("SELECT sum({column}) FROM listening_day WHERE day BETWEEN ?1 AND ?2");
        cx.sql().number(&query, params![days.from, days.to]).map(count)
    };
    if total("plays")? > SESSION_PLAYS_MAX {
        let (lengths, longest) = (Vec::new(), Vec::new());
        return Ok(Sessions {
            count: total("sessions")?,
            median_minutes: 0,
            lengths,
            longest,
            only_count: true,
        });
    }
    let mut sessions: Vec<Session> = Vec::new();
    let (mut began, mut ended) = (0, 0);
    let [first, last] = instants(days);
    cx.sql().each(
        "SELECT flags & 256, began, ms, day, minute FROM listening_play
         WHERE id >= ?1 AND id < ?2 AND day BETWEEN ?3 AND ?4 AND flags & 128 ORDER BY id",
        params![id_at(first), id_at(last), days.from, days.to],
        |row| {
            let (at, ms) = (row.int(1)?, row.opt_int(2)?.unwrap_or(0));
            if row.int(0)? != 0 || sessions.is_empty() {
                (began, ended) = (at, at);
                let minute = row.int(4)?;
                let time = format!("{:02}:{:02}", minute / 60, minute % 60);
                sessions.push(Session { day: day(row.int(3)?)?, time, minutes: 0, plays: 0 });
            }
            ended = ended.max(at + ms);
            if let Some(session) = sessions.last_mut() {
                session.plays += 1;
                session.minutes = count((ended - began) / 60_000);
            }
            Ok(())
        },
    )?;
    sessions.sort_by(|a, b| b.minutes.cmp(&a.minutes).then(a.day.cmp(&b.day)));
    let lengths = LENGTHS.iter().enumerate().map(|(place, from)| {
        let to = LENGTHS.get(place + 1).copied().unwrap_or(u32::MAX);
        let within = |session: &&Session| (*from..to).contains(&session.minutes);
        let count = sessions.iter().filter(within).count();
        SessionLength { from_minutes: *from, count: u32::try_from(count).unwrap_or(u32::MAX) }
    });
    Ok(Sessions {
        count: u32::try_from(sessions.len()).unwrap_or(u32::MAX),
        median_minutes: sessions.get(sessions.len() / 2).map_or(0, |session| session.minutes),
        lengths: lengths.collect(),
        only_count: false,
        longest: {
            sessions.truncate(LONGEST);
            sessions
        },
    })
}

/// With fewer plays than this, how wide they are says nothing.
const DIVERSITY_PLAYS_MIN: u32 = 10;

pub(crate) fn diversity(cx: &ReadCx<'_>, request: OfSteps) -> Result<Diversity> {
    let days = Days::of(request.range)?;
    if matches!(request.unit, Unit::Day | Unit::Week) {
        return Err(Error::invalid("unit", "diversity is known by month and year"));
    }
    let mut steps: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
    let (low, high) = match request.unit {
        Unit::Year => (days.from / 10_000, days.to / 10_000),
        _ => ((days.from / 100).max(10_000), days.to / 100),
    };
    buckets::each_of(cx.sql(), scope::ARTIST, (low.max(1), high), |period, sum| {
        steps.entry(period).or_default().push(sum.plays);
    })?;
    let mut out = Vec::new();
    for (period, plays) in steps {
        let first = if period < 10_000 { period * 10_000 + 101 } else { period * 100 + 1 };
        out.extend(wideness(day(first)?, plays));
    }
    let whole: Vec<u32> =
        amounts(cx, scope::ARTIST, days)?.iter().map(|(_, amount)| amount.plays).collect();
    let first = out.first().map(|step: &DiversityStep| step.day);
    let whole = first.and_then(|first| wideness(first, whole));
    Ok(Diversity { steps: out, whole })
}

fn wideness(day: Day, mut plays: Vec<u32>) -> Option<DiversityStep> {
    let total: u32 = plays.iter().sum();
    if total < DIVERSITY_PLAYS_MIN {
        return None;
    }
    let share = |plays: u32| f64::from(plays) / f64::from(total);
    let entropy: f64 = -plays.iter().map(|plays| share(*plays) * share(*plays).log2()).sum::<f64>();
    plays.sort_unstable_by(|a, b| b.cmp(a));
    Some(DiversityStep {
        day,
        entropy_bits: entropy.max(0.0),
        effective_artists: entropy.exp2(),
        top_ten_share: share(plays.iter().take(10).sum()),
        plays: total,
    })
}

/// The genres with their amounts, for whoever shows one.
pub(super) fn genre_amount(cx: &ReadCx<'_>, genre: &str) -> Result<Amount> {
    let ever = Days::of(Range::default())?;
    Ok(genre_sums(cx, ever)?.get(genre).copied().unwrap_or_default())
}
