//! How often everything was heard over any range: whole years and months from their sums, the days at
//! the ends from the plays.
//!
//! Sums of a period come in the order of their numbers, so that several periods are merged, never
//! hashed.

use base::error::Result;
use rustc_hash::FxHashMap;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use super::Amount;
use super::looking::{Days, count, day};
use crate::model::artist_number;
use crate::projection::{buckets, id_at, merges, scope, shown, split};

/// Amounts by number, in the order of the numbers.
pub(super) type Amounts = Vec<(i64, Amount)>;

/// A range, its ends looked at.
pub(super) struct Heard<'a> {
    sql: Sql<'a>,
    periods: Vec<i64>,
    edges: Vec<Edge>,
}

impl<'a> Heard<'a> {
    pub(super) fn within(cx: &ReadCx<'a>, days: Days) -> Result<Heard<'a>> {
        let sql = cx.sql();
        let pieces = days.pieces(sql)?;
        let edges = pieces.edges.into_iter().map(|edge| Edge::read(sql, edge));
        Ok(Heard { sql, periods: pieces.periods, edges: edges.collect::<Result<_>>()? })
    }

    /// The amounts of everything in a scope.
    pub(super) fn amounts(&self, scope: i64) -> Result<Amounts> {
        let mut all = Amounts::new();
        for period in &self.periods {
            buckets::each(self.sql, scope, *period, |sum| {
                all.push((sum.entity, Amount::of(&sum)));
            })?;
        }
        all.extend(self.edges.iter().flat_map(|edge| edge.of(scope)));
        if self.periods.len() + self.edges.len() > 1 {
            // Runs that are sorted already: this sort merges them.
            all.sort_by_key(|(number, _)| *number);
            all.dedup_by(|(next, more), (number, amount)| {
                let same = next == number;
                if same {
                    amount.add(*more);
                }
                same
            });
        }
        Ok(all)
    }

    /// How many different things of a scope there are.
    pub(super) fn different(&self, scope: i64) -> Result<u32> {
        if let ([period], []) = (&*self.periods, &*self.edges) {
            return buckets::how_many(self.sql, scope, *period).map(count);
        }
        let mut numbers = Vec::new();
        for period in &self.periods {
            buckets::each(self.sql, scope, *period, |sum| numbers.push(sum.entity))?;
        }
        let edges = self.edges.iter().flat_map(|edge| edge.of(scope));
        numbers.extend(edges.map(|(number, _)| number));
        numbers.sort();
        numbers.dedup();
        Ok(u32::try_from(numbers.len()).unwrap_or(u32::MAX))
    }
}

/// The amounts of everything in a scope over a range.
pub(super) fn amounts(cx: &ReadCx<'_>, scope: i64, days: Days) -> Result<Amounts> {
    Heard::within(cx, days)?.amounts(scope)
}

/// What was played on the days at a range's end, by what it counts for.
struct Edge {
    sums: [FxHashMap<i64, Amount>; 3],
}

impl Edge {
    fn read(sql: Sql<'_>, days: Days) -> Result<Edge> {
        let merged = merges(sql)?;
        let mut edge = Edge { sums: Default::default() };
        let mut artists: FxHashMap<String, Vec<i64>> = FxHashMap::default();
        for (spelling, amount) in by_spelling(sql, days)? {
            sql.first(
                "SELECT track, album_number, artists
                 FROM listening_spelling INDEXED BY listening_spelling_of WHERE spelling = ?1",
                params![spelling],
                |row| {
                    edge.add(scope::TRACK, shown(&merged, scope::TRACK, row.int(0)?), amount);
                    if let Some(album) = row.opt_int(1)? {
                        edge.add(scope::ALBUM, shown(&merged, scope::ALBUM, album), amount);
                    }
                    let names = row.text_here(2)?;
                    if !artists.contains_key(names) {
                        let number =
                            |name: &String| shown(&merged, scope::ARTIST, artist_number(name));
                        let mut numbers: Vec<i64> = split(names).iter().map(number).collect();
                        numbers.sort_unstable();
                        numbers.dedup();
                        artists.insert(names.to_owned(), numbers);
                    }
                    for artist in artists.get(names).into_iter().flatten() {
                        edge.add(scope::ARTIST, *artist, amount);
                    }
                    Ok(())
                },
            )?;
        }
        Ok(edge)
    }

    fn place(scope: i64) -> usize {
        match scope {
            scope::ARTIST => 0,
            scope::ALBUM => 1,
            _ => 2,
        }
    }

    fn add(&mut self, scope: i64, number: i64, amount: Amount) {
        self.sums[Edge::place(scope)].entry(number).or_default().add(amount);
    }

    /// In the order of the numbers.
    fn of(&self, scope: i64) -> Amounts {
        let sums = self.sums[Edge::place(scope)].iter();
        let mut sums: Amounts = sums.map(|(number, amount)| (*number, *amount)).collect();
        sums.sort_unstable_by_key(|(number, _)| *number);
        sums
    }
}

/// What was played on some days, by spelling.
fn by_spelling(sql: Sql<'_>, days: Days) -> Result<FxHashMap<i64, Amount>> {
    let mut sums: FxHashMap<i64, Amount> = FxHashMap::default();
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
        day(number).map_or(otherwise, |day| {
            let epoch = jiff::civil::date(1970, 1, 1);
            i64::from((day.date() - epoch).get_days()) * DAY_MS
        })
    };
    // A zone is up to 14 hours from UTC, and an instant may be the end of a long play.
    let last = at(days.to, i64::MAX / 2);
    [at(days.from, 0) - 2 * DAY_MS, last + 3 * DAY_MS]
}
