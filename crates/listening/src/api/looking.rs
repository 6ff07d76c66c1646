//! What several pages look up: ranges as numbers, names, amounts of one thing.

use std::collections::{HashMap, HashSet};

use base::day::Day;
use base::error::{Error, Result};
use jiff::civil::Date;
use store::params;
use store::read::ReadCx;
use store::sql::{Row, Sql};

use super::{Amount, Name, Point, Range, Ranked, Scope, Unit};
use crate::model::{from_hex, hex};
use crate::projection::packed::Sum;
use crate::projection::{EVER, buckets, merges, name_number, scope, shown, split};

/// A range of days as the tables number them (20260301), both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// The last day that there can be.
const LAST: i64 = 99_991_231;

impl Days {
    /// # Errors
    /// `Invalid` when the range ends before it begins.
    pub(super) fn of(range: Range) -> Result<Days> {
        let days = Days { from: range.from.map_or(0, number), to: range.to.map_or(LAST, number) };
        match days.from <= days.to {
            true => Ok(days),
            false => Err(Error::invalid("range", "the range ends before it begins")),
        }
    }

    pub(super) fn is_ever(self) -> bool {
        self.from == 0 && self.to == LAST
    }

    /// The whole periods inside (years, months) and what is left at the ends, as days: nothing is in
    /// two of them.
    pub(super) fn pieces(self, sql: Sql<'_>) -> Result<Pieces> {
        if self.is_ever() {
            return Ok(Pieces { periods: vec![EVER], edges: Vec::new() });
        }
        let mut pieces = Pieces { periods: Vec::new(), edges: Vec::new() };
        let months = buckets::months(sql, self.from / 100, self.to / 100)?;
        let mut at = 0;
        while let Some(month) = months.get(at).copied() {
            let (year, left) = (month / 100, &months[at..]);
            let in_year = left.iter().take_while(|month| **month / 100 == year).count();
            if self.from <= year * 10_000 + 101 && self.to >= year * 10_000 + 1231 {
                pieces.periods.push(year);
                at += in_year;
                continue;
            }
            let (first, last) = (month * 100 + 1, month * 100 + last_date(month));
            if self.from <= first && self.to >= last {
                pieces.periods.push(month);
            } else {
                pieces.edges.push(Days { from: self.from.max(first), to: self.to.min(last) });
            }
            at += 1;
        }
        Ok(pieces)
    }
}

/// A range in the pieces that the tables know.
pub(super) struct Pieces {
    pub(super) periods: Vec<i64>,
    pub(super) edges: Vec<Days>,
}

/// A day as a number: 20260301.
pub(crate) fn number(day: Day) -> i64 {
    let date = day.date();
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// A day from its number.
///
/// # Errors
/// `Internal` when it is none.
pub(crate) fn day(number: i64) -> Result<Day> {
    let part = |part: i64| i8::try_from(part).unwrap_or(0);
    let year = i16::try_from(number / 10_000).unwrap_or(0);
    Date::new(year, part(number / 100 % 100), part(number % 100))
        .map(Day::new)
        .map_err(|source| Error::internal("reading a day", source))
}

fn last_date(month: i64) -> i64 {
    let date = i16::try_from(month / 100)
        .ok()
        .zip(i8::try_from(month % 100).ok())
        .and_then(|(year, month)| Date::new(year, month, 1).ok());
    date.map_or(31, |date| i64::from(date.days_in_month()))
}

/// The first day of the step that a day lies in, as a number.
///
/// # Errors
/// `Internal` when the number is no day.
pub(super) fn step(unit: Unit, number: i64) -> Result<i64> {
    Ok(match unit {
        Unit::Day => number,
        Unit::Week => {
            let date = day(number)?.date();
            let back = i64::from(date.weekday().to_monday_zero_offset());
            let monday = date.saturating_sub(jiff::Span::new().days(back));
            self::number(Day::new(monday))
        }
        Unit::Month => number / 100 * 100 + 1,
        Unit::Year => number / 10_000 * 10_000 + 101,
    })
}

impl Amount {
    /// Of a sum.
    pub(super) fn of(sum: &Sum) -> Amount {
        Amount { plays: sum.plays, ms: sum.ms, untimed: sum.untimed }
    }

    /// From three columns.
    pub(super) fn read(row: &Row<'_>, column: usize) -> Result<Amount> {
        Ok(Amount {
            plays: count(row.int(column)?),
            ms: u64::try_from(row.int(column + 1)?).unwrap_or(0),
            untimed: count(row.int(column + 2)?),
        })
    }

    pub(super) fn add(&mut self, other: Amount) {
        self.plays += other.plays;
        self.ms += other.ms;
        self.untimed += other.untimed;
    }
}

/// A number of rows.
pub(super) fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

impl Scope {
    /// The scope as the tables number it; genres have none.
    pub(super) fn number(self) -> Option<i64> {
        match self {
            Scope::Artist => Some(scope::ARTIST),
            Scope::Album => Some(scope::ALBUM),
            Scope::Track => Some(scope::TRACK),
            Scope::Genre => None,
        }
    }
}

/// Names of artists, albums and tracks, with the merges that people made.
pub(super) struct Names<'a> {
    sql: Sql<'a>,
    merged: HashMap<(i64, i64), i64>,
    artists: HashMap<i64, Name>,
}

/// What a number is called, and what stands beside it.
pub(super) struct Called {
    pub(super) what: Name,
    pub(super) artists: Vec<Name>,
    pub(super) album: Option<Name>,
    pub(super) duration_ms: Option<u32>,
    pub(super) uri: Option<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(cx: &ReadCx<'a>) -> Result<Names<'a>> {
        Ok(Names { sql: cx.sql(), merged: merges(cx.sql())?, artists: HashMap::new() })
    }

    /// The number that an id stands for, after merges.
    ///
    /// # Errors
    /// `Invalid` when it is no id.
    pub(super) fn number(&self, scope: i64, id: &str) -> Result<i64> {
        let number = from_hex(id).ok_or_else(|| {
            Error::invalid("id", format!("{id:?} is not an id of sixteen hex digits"))
        })?;
        Ok(shown(&self.merged, scope, number))
    }

    /// All numbers that are shown under one.
    pub(super) fn all_of(&self, scope: i64, number: i64) -> Vec<i64> {
        let mut all = vec![number];
        for (from_scope, from) in self.merged.keys() {
            if *from_scope == scope
                && *from != number
                && shown(&self.merged, scope, *from) == number
            {
                all.push(*from);
            }
        }
        all.sort_unstable();
        all
    }

    pub(super) fn artist(&mut self, number: i64) -> Result<Name> {
        let number = shown(&self.merged, scope::ARTIST, number);
        if let Some(name) = self.artists.get(&number) {
            return Ok(name.clone());
        }
        let query = "SELECT name FROM listening_artist WHERE artist = ?1 ORDER BY name";
        let names = self.sql.rows(query, params![number], |row| row.text(0))?;
        let name = self.most_played(scope::NAME, names, |name| name_number(name))?;
        let name = Name { id: hex(number), name: name.unwrap_or_default() };
        self.artists.insert(number, name.clone());
        Ok(name)
    }

    /// Of spellings or names the one with the most plays, the first of equals.
    fn most_played<T>(
        &self,
        scope: i64,
        mut all: Vec<T>,
        number: impl Fn(&T) -> i64,
    ) -> Result<Option<T>> {
        let (mut most, mut at) = (None, 0);
        if all.len() > 1 {
            for (place, one) in all.iter().enumerate() {
                let sum = buckets::one(self.sql, scope, EVER, number(one))?;
                let plays = sum.map_or(0, |sum| sum.plays);
                if most.is_none_or(|most| plays > most) {
                    (most, at) = (Some(plays), place);
                }
            }
        }
        Ok((at < all.len()).then(|| all.swap_remove(at)))
    }

    fn artists(&mut self, joined: &str) -> Result<Vec<Name>> {
        let names = split(joined);
        names.iter().map(|name| self.artist(crate::model::artist_number(name))).collect()
    }

    /// What an artist, album or track is called; `None` when no play is of it.
    pub(super) fn called(&mut self, scope: i64, number: i64) -> Result<Option<Called>> {
        let plain = |what: Name| Called {
            what,
            artists: Vec::new(),
            album: None,
            duration_ms: None,
            uri: None,
        };
        if scope == scope::ARTIST {
            let name = self.artist(number)?;
            return Ok((!name.name.is_empty()).then(|| plain(name)));
        }
        let column = if scope == scope::TRACK { "track" } else { "album_number" };
        let query = format!(
            "SELECT spelling FROM listening_spelling WHERE {column} = ?1 ORDER BY spelling"
        );
        let spellings = self.sql.rows(&query, params![number], |row| row.int(0))?;
        let Some(spelling) = self.most_played(scope::SPELLING, spellings, |number| *number)? else {
            return Ok(None);
        };
        let query = "SELECT title, artists, album, album_artist, album_number, duration_ms, uri
             FROM listening_spelling WHERE spelling = ?1";
        let found = self.sql.first(query, params![spelling], |row| {
            Ok((
                (row.text(0)?, row.text(1)?, row.opt_text(2)?, row.opt_text(3)?),
                (row.opt_int(4)?, row.opt_int(5)?, row.opt_text(6)?),
            ))
        })?;
        let Some(((title, artists, album, album_artist), (album_number, duration, uri))) = found
        else {
            return Ok(None);
        };
        if scope == scope::ALBUM {
            let artists = self.artists(album_artist.as_deref().unwrap_or(&first_of(&artists)))?;
            let what = Name { id: hex(number), name: album.unwrap_or_default() };
            return Ok(Some(Called { artists, ..plain(what) }));
        }
        let album = album_number.zip(album).map(|(number, name)| Name {
            id: hex(shown(&self.merged, scope::ALBUM, number)),
            name,
        });
        Ok(Some(Called {
            what: Name { id: hex(number), name: title },
            artists: self.artists(&artists)?,
            album,
            duration_ms: duration.and_then(|ms| u32::try_from(ms).ok()),
            uri,
        }))
    }

    /// A ranking's rows, from numbers and amounts in their order.
    pub(super) fn ranked(
        &mut self,
        scope: i64,
        rows: Vec<(u32, i64, Amount)>,
    ) -> Result<Vec<Ranked>> {
        let mut ranked = Vec::with_capacity(rows.len());
        for (rank, number, amount) in rows {
            let Some(Called { what, artists, album, .. }) = self.called(scope, number)? else {
                continue;
            };
            ranked.push(Ranked { rank, what, artists, album, amount });
        }
        Ok(ranked)
    }

    /// The spellings of others that were merged into one.
    pub(super) fn merged_into(&mut self, scope: i64, number: i64) -> Result<Vec<Name>> {
        self.sql.rows(
            "SELECT source, source_name FROM listening_alias WHERE scope = ?1 AND target = ?2
             ORDER BY source_name, source",
            params![scope, number],
            |row| Ok(Name { id: hex(row.int(0)?), name: row.text(1)? }),
        )
    }
}

fn first_of(artists: &str) -> String {
    split(artists).into_iter().next().unwrap_or_default()
}

/// The ever, the rank and the first and last day of one thing.
pub(super) struct Standing {
    pub(super) amount: Amount,
    pub(super) rank: u32,
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    pub(super) months: Vec<Point>,
}

/// How one thing stands.
///
/// # Errors
/// `NotFound` when no play is of it.
pub(super) fn standing(names: &Names<'_>, scope: i64, number: i64, id: &str) -> Result<Standing> {
    let sql = names.sql;
    let spellings = spellings(sql, scope, &names.all_of(scope, number))?;
    if spellings.is_empty() {
        return Err(Error::not_found("music", id));
    }
    let sum = buckets::one(sql, scope, EVER, number)?;
    let amount = sum.as_ref().map(Amount::of).unwrap_or_default();
    let first = sum.map(|sum| day(sum.first.into())).transpose()?;
    let mut above = 0;
    buckets::each(sql, scope, EVER, |sum| above += u32::from(sum.plays > amount.plays))?;
    let months = months(sql, scope, number)?;
    let last = match months.last() {
        Some(month) => last_day(sql, &spellings, self::number(month.day) / 100)?,
        None => None,
    };
    Ok(Standing { amount, rank: above + 1, first, last, months })
}

/// By month: one look a month that has plays at all, whatever the length of the life.
pub(super) fn months(sql: Sql<'_>, scope: i64, number: i64) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    for month in buckets::months(sql, 0, LAST / 100)? {
        if let Some(sum) = buckets::one(sql, scope, month, number)? {
            points.push(Point { day: day(month * 100 + 1)?, amount: Amount::of(&sum) });
        }
    }
    Ok(points)
}

/// The spellings that stand for some numbers.
pub(super) fn spellings(sql: Sql<'_>, scope: i64, numbers: &[i64]) -> Result<HashSet<i64>> {
    let query = match scope {
        scope::TRACK => "SELECT spelling FROM listening_spelling WHERE track = ?1",
        scope::ALBUM => "SELECT spelling FROM listening_spelling WHERE album_number = ?1",
        _ => "SELECT spelling FROM listening_credit WHERE artist = ?1",
    };
    let mut spellings = HashSet::new();
    for number in numbers {
        sql.each(query, params![*number], |row| {
            spellings.insert(row.int(0)?);
            Ok(())
        })?;
    }
    Ok(spellings)
}

/// The last day of a month on which one of the spellings was played.
fn last_day(sql: Sql<'_>, spellings: &HashSet<i64>, month: i64) -> Result<Option<Day>> {
    let mut last = None;
    sql.each(
        "SELECT day, spelling FROM listening_play
         WHERE day BETWEEN ?1 AND ?2 AND id >= ?3 AND id < ?4 AND flags & 128",
        &crate::projection::month_bounds(month),
        |row| {
            if spellings.contains(&row.int(1)?) {
                last = last.max(Some(row.int(0)?));
            }
            Ok(())
        },
    )?;
    last.map(day).transpose()
}
