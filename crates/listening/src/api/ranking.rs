//! Rankings over any range, and two ranges beside each other.

use std::collections::{HashMap, HashSet};

use base::error::{Error, Result};
use store::read::ReadCx;

use super::amounts::{Amounts, Heard, amounts};
use super::looking::{Days, Names};
use super::stats::overview_of;
use super::*;
use crate::projection::{scope, shown};

/// How many rows of a ranking are answered at most.
const TOP_MAX: u32 = 200;

/// What amounts are ranked by.
fn key(amount: &Amount, by: By) -> u64 {
    match by {
        By::Plays => u64::from(amount.plays),
        By::Time => amount.ms,
    }
}

/// The first so many in the order of their amounts, with their ranks.
fn ranked(mut rows: Amounts, by: By, first: usize) -> Vec<(u32, i64, Amount)> {
    let order = |(a, x): &(i64, Amount), (b, y): &(i64, Amount)| {
        key(y, by).cmp(&key(x, by)).then(y.plays.cmp(&x.plays)).then(a.cmp(b))
    };
    // Only what is shown is sorted.
    if first < rows.len() {
        rows.select_nth_unstable_by(first, order);
        rows.truncate(first);
    }
    rows.sort_unstable_by(order);
    let mut ranked = Vec::with_capacity(rows.len());
    let (mut rank, mut before) = (0, None);
    for (place, (number, amount)) in (1..).zip(rows) {
        if before != Some(key(&amount, by)) {
            rank = place;
        }
        before = Some(key(&amount, by));
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
    let amounts = amounts(cx, scope, days)?;
    let total = u32::try_from(amounts.len()).unwrap_or(u32::MAX);
    let rows = ranked(amounts, request.by, offset.saturating_add(limit));
    let page = rows.into_iter().skip(offset).collect();
    Ok(Top { items: Names::new(cx)?.ranked(scope, page)?, total })
}

/// Genres by name: the sums of their artists.
pub(super) fn genre_sums(cx: &ReadCx<'_>, days: Days) -> Result<HashMap<String, Amount>> {
    let artists = amounts(cx, scope::ARTIST, days)?;
    let merged = crate::projection::merges(cx.sql())?;
    let mut seen = HashSet::new();
    let mut genres: HashMap<String, Amount> = HashMap::new();
    cx.sql().each("SELECT genre, artist FROM listening_label", &[], |row| {
        let (genre, artist) = (row.text(0)?, shown(&merged, scope::ARTIST, row.int(1)?));
        if let Some(amount) = find(&artists, artist)
            && seen.insert((genre.clone(), artist))
        {
            genres.entry(genre).or_default().add(amount);
        }
        Ok(())
    })?;
    Ok(genres)
}

fn top_genres(cx: &ReadCx<'_>, days: Days, by: By, offset: usize, limit: usize) -> Result<Top> {
    let genres = genre_sums(cx, days)?;
    let mut names: Vec<String> = genres.keys().cloned().collect();
    names.sort_unstable();
    let amounts: Amounts = (0..).zip(&names).map(|(place, name)| (place, genres[name])).collect();
    let total = u32::try_from(amounts.len()).unwrap_or(u32::MAX);
    let rows = ranked(amounts, by, offset.saturating_add(limit));
    let item = |(rank, place, amount): (u32, i64, Amount)| {
        let name = usize::try_from(place).ok().and_then(|place| names.get(place).cloned());
        let name = name.unwrap_or_default();
        let what = Name { id: name.clone(), name };
        Ranked { rank, what, artists: Vec::new(), album: None, amount }
    };
    Ok(Top { items: rows.into_iter().skip(offset).map(item).collect(), total })
}

pub(crate) fn compare(cx: &ReadCx<'_>, request: CompareOf) -> Result<Comparison> {
    let (a, b) = (Days::of(request.a)?, Days::of(request.b)?);
    let Some(scope) = request.scope.number() else {
        return Err(Error::invalid("scope", "artists, albums or tracks can be compared"));
    };
    let (heard_a, heard_b) = (Heard::within(cx, a)?, Heard::within(cx, b)?);
    let (in_a, in_b) = (heard_a.amounts(scope)?, heard_b.amounts(scope)?);
    let limit = request.limit.unwrap_or(25).min(TOP_MAX) as usize;
    let numbers = most_of_both(&in_a, &in_b, limit);
    let likeness = likeness(&in_a, &in_b);
    let (in_a, in_b) = (Standings::of(in_a), Standings::of(in_b));
    let mut names = Names::new(cx)?;
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        let Some(called) = names.called(scope, number)? else { continue };
        rows.push(CompareRow {
            what: called.what,
            artists: called.artists,
            a: in_a.get(number),
            b: in_b.get(number),
        });
    }
    Ok(Comparison {
        a: overview_of(cx, a, &heard_a)?,
        b: overview_of(cx, b, &heard_b)?,
        rows,
        likeness,
    })
}

/// The amount of a number.
fn find(amounts: &Amounts, number: i64) -> Option<Amount> {
    let at = amounts.binary_search_by_key(&number, |(number, _)| *number).ok()?;
    amounts.get(at).map(|(_, amount)| *amount)
}

/// The numbers with the most plays in either of two ranges.
fn most_of_both(a: &Amounts, b: &Amounts, limit: usize) -> Vec<i64> {
    let plays = |(number, amount): &(i64, Amount)| (*number, amount.plays);
    let mut both: Vec<(i64, u32)> = a.iter().chain(b).map(plays).collect();
    both.sort_by_key(|(number, _)| *number);
    both.dedup_by(|(next, more), (number, plays)| {
        *plays = if next == number { *more.max(plays) } else { *plays };
        next == number
    });
    both.sort_unstable_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    both.truncate(limit);
    both.into_iter().map(|(number, _)| number).collect()
}

/// Amounts, and their plays in order to tell a place by.
struct Standings {
    amounts: Amounts,
    plays: Vec<u32>,
}

impl Standings {
    fn of(amounts: Amounts) -> Standings {
        let mut plays: Vec<u32> = amounts.iter().map(|(_, amount)| amount.plays).collect();
        plays.sort_unstable();
        Standings { amounts, plays }
    }

    fn get(&self, number: i64) -> Option<Standing> {
        let plays = find(&self.amounts, number)?.plays;
        let above = self.plays.len() - self.plays.partition_point(|other| *other <= plays);
        Some(Standing { rank: u32::try_from(above + 1).unwrap_or(u32::MAX), plays })
    }
}

/// The cosine of two rankings by plays.
fn likeness(a: &Amounts, b: &Amounts) -> Option<f64> {
    let square = |(_, amount): &(i64, Amount)| f64::from(amount.plays).powi(2);
    let length = |amounts: &Amounts| amounts.iter().map(square).sum::<f64>().sqrt();
    let with = |(number, amount): &(i64, Amount)| {
        find(b, *number).map(|other| f64::from(amount.plays) * f64::from(other.plays))
    };
    let lengths = length(a) * length(b);
    (lengths > 0.0).then(|| (a.iter().filter_map(with).sum::<f64>() / lengths).min(1.0))
}
