//! Ways to look at entries: by month, by year, on this day, as a wall of media.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::write::WriteCx;

use super::entries::{ROW, count, entry_row, new_fields};
use super::{Created, EntryId, EntryRow, NewEntry, OnDay};
use crate::model;
use crate::record::ENTRY;

wire! {
    /// Names a month.
    pub(crate) struct OfMonth {
        /// `2026-03`.
        pub(crate) month: String,
    }

    /// A month with what was written.
    pub(crate) struct MonthView {
        /// The days that have entries.
        pub(crate) days: Vec<DayView>,
    }

    /// A day with entries.
    pub(crate) struct DayView {
        /// The day.
        pub(crate) date: Day,
        /// How many entries.
        pub(crate) entries: u32,
        /// How many words.
        pub(crate) words: u32,
        /// The content hash of a picture of that day.
        pub(crate) photo: Option<String>,
        /// Whether one of them is starred.
        pub(crate) starred: bool,
    }

    /// Names a year.
    pub(crate) struct OfYear {
        /// `2026`.
        pub(crate) year: i32,
    }

    /// A year, day by day.
    pub(crate) struct YearView {
        /// The days that have entries.
        pub(crate) days: Vec<HeatDay>,
        /// The years that have entries.
        pub(crate) years: Vec<i32>,
    }

    /// How much was written on a day.
    pub(crate) struct HeatDay {
        /// The day.
        pub(crate) date: Day,
        /// How many entries.
        pub(crate) entries: u32,
        /// How many words.
        pub(crate) words: u32,
    }

    /// Days in a row with an entry.
    pub(crate) struct Streak {
        /// Up to today (or yesterday); a missed day is forgiven as often as `grace` says.
        pub(crate) current: u32,
        /// The longest ever.
        pub(crate) longest: u32,
        /// Days with an entry.
        pub(crate) days: u32,
        /// All entries.
        pub(crate) entries: u32,
        /// All words.
        pub(crate) words: u32,
        /// Missed days in a row that do not end a streak.
        pub(crate) grace: u32,
    }

    /// Which part of the media wall.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListMedia {
        /// Where the last page ended.
        pub(crate) cursor: Option<String>,
        /// How many, at most 200.
        pub(crate) limit: Option<u32>,
    }

    /// One page of the media wall, newest first.
    pub(crate) struct MediaPage {
        /// The media.
        pub(crate) items: Vec<MediaItem>,
        /// Where the next page begins; null after the last.
        pub(crate) next: Option<String>,
    }

    /// One picture, sound, film or file, and where it belongs.
    pub(crate) struct MediaItem {
        /// BLAKE3 of its content, hex.
        pub(crate) hash: String,
        /// Its media type.
        pub(crate) mime: String,
        /// Its file name.
        pub(crate) name: String,
        /// Its entry.
        pub(crate) entry: EntryId,
        /// The entry's day.
        pub(crate) date: Day,
    }
}

/// One missed day does not end a streak: a diary is not a job.
const GRACE_DAYS: i64 = 1;

pub(crate) fn calendar(cx: &ReadCx<'_>, request: OfMonth) -> Result<MonthView> {
    let first: Day = format!("{}-01", request.month).parse().map_err(|_| {
        Error::invalid("month", format!("{:?} is not a month like 2026-03", request.month))
    })?;
    let last = Day::new(first.date().last_of_month());
    let days = cx.sql().rows(
        "SELECT date, count(*), sum(words), min(photo), max(starred) FROM journal_entry
         WHERE date BETWEEN ?1 AND ?2 GROUP BY date ORDER BY date",
        params![first, last],
        |row| {
            Ok(DayView {
                date: row.day(0)?,
                entries: count(row.int(1)?),
                words: count(row.int(2)?),
                photo: row.opt_text(3)?,
                starred: row.flag(4)?,
            })
        },
    )?;
    Ok(MonthView { days })
}

pub(crate) fn heat(cx: &ReadCx<'_>, request: OfYear) -> Result<YearView> {
    if !(1..=9999).contains(&request.year) {
        return Err(Error::invalid("year", "a year is between 1 and 9999"));
    }
    let (first, last) =
        (format!("{:04}-01-01", request.year), format!("{:04}-12-31", request.year));
    let days = cx.sql().rows(
        "SELECT date, count(*), sum(words) FROM journal_entry
         WHERE date BETWEEN ?1 AND ?2 GROUP BY date ORDER BY date",
        params![first, last],
        |row| {
            Ok(HeatDay {
                date: row.day(0)?,
                entries: count(row.int(1)?),
                words: count(row.int(2)?),
            })
        },
    )?;
    // From year to year along the index, instead of over every entry. What was found once ends it: there is no
    // year of four digits after 9999, and as a text the next one stands before all others.
    let years = cx.sql().rows(
        "WITH RECURSIVE year (first) AS (
             SELECT min(date) FROM journal_entry
             UNION
             SELECT (SELECT min(date) FROM journal_entry WHERE date >= printf('%04d', substr(first, 1, 4) + 1))
             FROM year WHERE first IS NOT NULL)
         SELECT CAST(substr(first, 1, 4) AS INTEGER) FROM year WHERE first IS NOT NULL",
        &[],
        |row| Ok(i32::try_from(row.int(0)?).unwrap_or(i32::MAX)),
    )?;
    Ok(YearView { days, years })
}

pub(crate) fn on_this_day(cx: &ReadCx<'_>, request: OnDay) -> Result<Vec<EntryRow>> {
    let day = request.date.to_string();
    let month_and_day = day[day.len() - 5..].to_owned();
    cx.sql().rows(
        &format!(
            "SELECT {ROW} FROM journal_entry WHERE substr(date, 6) = ?1 AND date < ?2
             ORDER BY date DESC, sort_key LIMIT 100"
        ),
        params![month_and_day, day],
        entry_row,
    )
}

pub(crate) fn streak(cx: &ReadCx<'_>, _: Nothing) -> Result<Streak> {
    let mut days = Vec::new();
    cx.sql().each("SELECT DISTINCT date FROM journal_entry ORDER BY date", &[], |row| {
        days.push(row.day(0)?.ordinal());
        Ok(())
    })?;
    let (entries, words) = cx
        .sql()
        .first("SELECT count(*), sum(words) FROM journal_entry", &[], |row| {
            Ok((row.int(0)?, row.opt_int(1)?.unwrap_or(0)))
        })?
        .unwrap_or_default();
    let today = cx.today().ordinal();
    let (current, longest) = streaks(&days, today);
    Ok(Streak {
        current,
        longest,
        days: count(i64::try_from(days.len()).unwrap_or(i64::MAX)),
        entries: count(entries),
        words: count(words),
        grace: u32::try_from(GRACE_DAYS).unwrap_or(0),
    })
}

/// The streak that reaches today and the longest one, in days with an entry. `days` ascend.
fn streaks(days: &[i64], today: i64) -> (u32, u32) {
    let (mut run, mut longest, mut last) = (0u32, 0u32, None);
    for day in days.iter().copied().filter(|day| *day <= today) {
        let joins = last.is_some_and(|last| day - last <= GRACE_DAYS + 1);
        run = if joins { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(day);
    }
    let alive = last.is_some_and(|last| today - last <= GRACE_DAYS + 1);
    (if alive { run } else { 0 }, longest)
}

pub(crate) fn media(cx: &ReadCx<'_>, request: super::ListMedia) -> Result<MediaPage> {
    let limit = request.limit.unwrap_or(60).clamp(1, 200) as usize;
    let (sort_key, entry, hash) = match &request.cursor {
        None => ("~".to_owned(), i64::MAX, "~".to_owned()),
        Some(cursor) => {
            let mut parts = cursor.splitn(3, '|');
            let mut part = || parts.next().map(str::to_owned);
            let bad = || Error::invalid("cursor", "a cursor is what the last page answered");
            let key = part().ok_or_else(bad)?;
            let entry = part().and_then(|entry| entry.parse().ok()).ok_or_else(bad)?;
            (key, entry, part().ok_or_else(bad)?)
        }
    };
    let rows = cx.sql().rows(
        "SELECT hash, journal_media.mime, name, id, date, journal_media.sort_key, entry
         FROM journal_media JOIN journal_entry ON n = entry
         WHERE (journal_media.sort_key, entry, hash) < (?1, ?2, ?3)
         ORDER BY journal_media.sort_key DESC, entry DESC, hash DESC LIMIT ?4",
        params![sort_key, entry, hash, i64::try_from(limit + 1).unwrap_or(201)],
        |row| {
            let item = MediaItem {
                hash: row.text(0)?,
                mime: row.text(1)?,
                name: row.text(2)?,
                entry: row.id(3)?,
                date: row.day(4)?,
            };
            let cursor = format!("{}|{}|{}", row.text(5)?, row.int(6)?, item.hash);
            Ok((item, cursor))
        },
    )?;
    let more = rows.len() > limit;
    let next = rows.get(limit - 1).map(|(_, cursor)| cursor.clone()).filter(|_| more);
    let items = rows.into_iter().take(limit).map(|(item, _)| item).collect();
    Ok(MediaPage { items, next })
}

pub(crate) fn daily_note(cx: &mut WriteCx<'_>, request: OnDay) -> Result<Created> {
    let (at_ms, key) = model::daily_key(request.date);
    let id = cx.read().natural_id(ENTRY.name, at_ms, &key);
    let id = cx.read().id_now(id)?;
    match cx.read().find(id)? {
        Some(record) if record.trashed_ms.is_some() => cx.untrash(id)?,
        Some(_) => {}
        None => {
            let mut fields = new_fields(
                cx,
                NewEntry { date: Some(request.date), all_day: Some(true), ..NewEntry::default() },
            )?;
            fields.insert("source".into(), "daily".into());
            cx.import(&ENTRY, id, fields)?;
        }
    }
    Ok(Created { id })
}

/// Days that have entries, by day: what the agenda asks for.
pub(crate) fn days(cx: &ReadCx<'_>, first: Day, last: Day) -> Result<BTreeMap<Day, Vec<EntryRow>>> {
    let rows = cx.sql().rows(
        &format!(
            "SELECT {ROW} FROM journal_entry WHERE date BETWEEN ?1 AND ?2 ORDER BY sort_key, n"
        ),
        params![first, last],
        entry_row,
    )?;
    let mut days: BTreeMap<Day, Vec<EntryRow>> = BTreeMap::new();
    for row in rows {
        days.entry(row.date).or_default().push(row);
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::streaks;

    #[test]
    fn one_missed_day_is_forgiven_and_two_are_not() {
        assert_eq!(streaks(&[], 10), (0, 0));
        assert_eq!(streaks(&[7, 8, 10], 10), (3, 3), "day 9 was missed and forgiven");
        assert_eq!(streaks(&[1, 2, 3, 4, 8], 10), (1, 4), "yesterday's gap keeps it alive");
        assert_eq!(streaks(&[1, 2, 3], 10), (0, 3), "a week later it is over");
        assert_eq!(streaks(&[1, 2, 30], 2), (2, 2), "what is dated ahead does not count yet");
    }
}
