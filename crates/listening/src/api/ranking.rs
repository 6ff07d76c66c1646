//! Rankings over any range, and two ranges beside each other.

use std::collections::{HashMap, HashSet};

use base::error::{Error, Result};
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use super::looking::{Days, Names, count};
use super::stats::overview_of;
use super::*;
use crate::model::artist_number;
use crate::projection::{id_at, scope, shown, split};

/// Sums by number.
pub(super) type Sums = HashMap<i64, Amount, rustc_hash::FxBuildHasher>;

/// The amounts of everything in a scope over a range: whole years and months from their sums, the days
/// at the ends from the plays.
pub(super) fn sums(cx: &ReadCx<'_>, scope: i64, days: Days) -> Result<Sums> {
    let sql = cx.sql();
    let pieces = days.pieces(sql)?;
    let mut sums = Sums::default();
    for period in pieces.periods {
        sql.each(
            "SELECT entity, plays, ms, untimed FROM listening_sum WHERE scope = ?1 AND period = ?2",
            params![scope, period],
            |row| {
                sums.entry(row.int(0)?).or_default().add(Amount::read(row, 1)?);
                Ok(())
            },
        )?;
    }
    for edge in pieces.edges {
        for (number, amount) in edge_sums(cx, scope, edge)? {
            sums.entry(number).or_default().add(amount);
        }
    }
    Ok(sums)
}

/// How many different ones there are in a range: the same walk as [`sums`], without the amounts.
pub(super) fn different(cx: &ReadCx<'_>, scope: i64, days: Days) -> Result<u32> {
    let sql = cx.sql();
    let pieces = days.pieces(sql)?;
    let mut seen: HashSet<i64, rustc_hash::FxBuildHasher> = HashSet::default();
    for period in pieces.periods {
        sql.each(
            "SELECT entity FROM listening_sum WHERE scope = ?1 AND period = ?2",
            params![scope, period],
            |row| {
                seen.insert(row.int(0)?);
                Ok(())
            },
        )?;
    }
    for edge in pieces.edges {
        seen.extend(edge_sums(cx, scope, edge)?.into_keys());
    }
    Ok(count(i64::try_from(seen.len()).unwrap_or(i64::MAX)))
}

/// The amounts of everything in a scope over the days at a range's end, from the plays.
fn edge_sums(cx: &ReadCx<'_>, scope: i64, edge: Days) -> Result<Sums> {
    let sql = cx.sql();
    let merged = crate::projection::merges(sql)?;
    let mut sums = Sums::default();
    for (spelling, amount) in by_spelling(sql, edge)? {
        let mut numbers = entities(sql, scope, spelling)?;
        for number in &mut numbers {
            *number = shown(&merged, scope, *number);
        }
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            sums.entry(number).or_default().add(amount);
        }
    }
    Ok(sums)
}

/// What was played on some days, by spelling.
fn by_spelling(sql: Sql<'_>, days: Days) -> Result<HashMap<i64, Amount>> {
    let mut sums: HashMap<i64, Amount> = HashMap::new();
    let [first, last] = instants(days);
    sql.each(
        "SELECT spelling, ms FROM listening_play
         WHERE id >= ?1 AND id < ?2 AND day BETWEEN ?3 AND ?4 AND flags & 128",
        params![id_at(first), id_at(last), days.from, days.to],
        |row| {
            let ms = row.opt_int(1)?;
            sums.entry(row.int(0)?).or_default().add(Amount {
                plays: 1,
                ms: ms.and_then(|ms| u64::try_from(ms).ok()).unwrap_or(0),
                untimed: u32::from(ms.is_none()),
            });
            Ok(())
        },
    )?;
    Ok(sums)
}

/// Instants between which the plays of some days lie, whatever their zones, Unix milliseconds.
pub(crate) fn instants(days: Days) -> [i64; 2] {
    const DAY_MS: i64 = 86_400_000;
    let at = |number: i64, otherwise: i64| {
        looking::day(number).map_or(otherwise, |day| {
            let epoch = jiff::civil::date(1970, 1, 1);
            i64::from((day.date() - epoch).get_days()) * DAY_MS
        })
    };
    // A zone is up to 14 hours from UTC, and an instant may be the end of a long play.
    let last = at(days.to, i64::MAX / 2);
    [at(days.from, 0) - 2 * DAY_MS, last + 3 * DAY_MS]
}

/// The numbers that a spelling counts for, before merges.
fn entities(sql: Sql<'_>, scope: i64, spelling: i64) -> Result<Vec<i64>> {
    let found = sql.first(
        "SELECT track, album_number, artists FROM listening_spelling WHERE spelling = ?1",
        params![spelling],
        |row| {
            Ok(match scope {
                scope::TRACK => vec![row.int(0)?],
                scope::ALBUM => row.opt_int(1)?.into_iter().collect(),
                _ => split(&row.text(2)?).iter().map(|name| artist_number(name)).collect(),
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// How many rows of a ranking are answered at most.
const TOP_MAX: u32 = 200;

/// The numbers in the order of their amounts, with their ranks.
fn ranked(sums: Sums, by: By) -> Vec<(u32, i64, Amount)> {
    let key = |amount: &Amount| match by {
        By::Plays => u64::from(amount.plays),
        By::Time => amount.ms,
    };
    let mut rows: Vec<(i64, Amount)> = sums.into_iter().filter(|(_, sum)| sum.plays > 0).collect();
    rows.sort_unstable_by(|(a, x), (b, y)| {
        key(y).cmp(&key(x)).then(y.plays.cmp(&x.plays)).then(a.cmp(b))
    });
    let mut ranked = Vec::with_capacity(rows.len());
    let (mut rank, mut before) = (0, None);
    for (place, (number, amount)) in (1..).zip(rows) {
        if before != Some(key(&amount)) {
            rank = place;
        }
        before = Some(key(&amount));
        ranked.push((rank, number, amount));
    }
    ranked
}

pub(crate) fn top(cx: &ReadCx<'_>, request: TopOf) -> Result<Top> {
    let days = Days::of(request.range)?;
    let limit = request.limit.unwrap_or(50).min(TOP_MAX) as usize;
    let offset = request.offset as usize;
    let Some(scope) = request.scope.number() else {
        return top_genres(cx, days, request.by, offset, limit);
    };
    let rows = ranked(sums(cx, scope, days)?, request.by);
    let total = count(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let page = rows.into_iter().skip(offset).take(limit).collect();
    Ok(Top { items: Names::new(cx)?.ranked(scope, page)?, total })
}

/// Genres by name: the sums of their artists.
pub(super) fn genre_sums(cx: &ReadCx<'_>, days: Days) -> Result<HashMap<String, Amount>> {
    let artists = sums(cx, scope::ARTIST, days)?;
    let merged = crate::projection::merges(cx.sql())?;
    let mut seen = HashSet::new();
    let mut genres: HashMap<String, Amount> = HashMap::new();
    cx.sql().each("SELECT genre, artist FROM listening_label", &[], |row| {
        let (genre, artist) = (row.text(0)?, shown(&merged, scope::ARTIST, row.int(1)?));
        if let Some(amount) = artists.get(&artist)
            && seen.insert((genre.clone(), artist))
        {
            genres.entry(genre).or_default().add(*amount);
        }
        Ok(())
    })?;
    Ok(genres)
}

fn top_genres(cx: &ReadCx<'_>, days: Days, by: By, offset: usize, limit: usize) -> Result<Top> {
    let genres = genre_sums(cx, days)?;
    let mut names: Vec<String> = genres.keys().cloned().collect();
    names.sort_unstable();
    let sums = (0..).zip(&names).map(|(place, name)| (place, genres[name])).collect();
    let rows = ranked(sums, by);
    let total = count(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let item = |(rank, place, amount): (u32, i64, Amount)| {
        let name = usize::try_from(place).ok().and_then(|place| names.get(place).cloned());
        let name = name.unwrap_or_default();
        let what = Name { id: name.clone(), name };
        Ranked { rank, what, artists: Vec::new(), album: None, amount }
    };
    Ok(Top { items: rows.into_iter().skip(offset).take(limit).map(item).collect(), total })
}

pub(crate) fn compare(cx: &ReadCx<'_>, request: CompareOf) -> Result<Comparison> {
    let (a, b) = (Days::of(request.a)?, Days::of(request.b)?);
    let Some(scope) = request.scope.number() else {
        return Err(Error::invalid("scope", "artists, albums or tracks can be compared"));
    };
    let (in_a, in_b) = (sums(cx, scope, a)?, sums(cx, scope, b)?);
    let likeness = likeness(&in_a, &in_b);
    let place = |sums: Sums| -> HashMap<i64, Standing> {
        let standing = |(rank, number, amount): (u32, i64, Amount)| {
            (number, Standing { rank, plays: amount.plays })
        };
        ranked(sums, By::Plays).into_iter().map(standing).collect()
    };
    let (in_a, in_b) = (place(in_a), place(in_b));
    let plays = |number: &i64| {
        let of = |sums: &HashMap<i64, Standing>| sums.get(number).map_or(0, |found| found.plays);
        of(&in_a).max(of(&in_b))
    };
    let mut numbers: Vec<i64> = in_a.keys().chain(in_b.keys()).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.sort_by_key(|number| std::cmp::Reverse(plays(number)));
    numbers.truncate(request.limit.unwrap_or(25).min(TOP_MAX) as usize);
    let mut names = Names::new(cx)?;
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        let Some(called) = names.called(scope, number)? else { continue };
        rows.push(CompareRow {
            what: called.what,
            artists: called.artists,
            a: in_a.get(&number).copied(),
            b: in_b.get(&number).copied(),
        });
    }
    Ok(Comparison { a: overview_of(cx, a)?, b: overview_of(cx, b)?, rows, likeness })
}

/// The cosine of two rankings by plays.
fn likeness(a: &Sums, b: &Sums) -> Option<f64> {
    let length =
        |sums: &Sums| sums.values().map(|sum| f64::from(sum.plays).powi(2)).sum::<f64>().sqrt();
    let product: f64 = a
        .iter()
        .filter_map(|(number, sum)| Some(f64::from(sum.plays) * f64::from(b.get(number)?.plays)))
        .sum();
    let lengths = length(a) * length(b);
    (lengths > 0.0).then(|| (product / lengths).min(1.0))
}
