//! The buckets of sums in their table: read for a page, written for a batch.

use std::collections::{BTreeMap, HashSet};

use base::error::Result;
use store::params;
use store::sql::{Param, Sql, Tables};

use super::packed::{Bucket, Change, Sum, Turns, bucket, merge, sums};
use super::{EVER, scope};

/// More buckets than a period has.
const BUCKETS_MAX: i64 = 1_000;
/// More than any period's number: months are 999912 at most.
const PERIODS_MAX: i64 = 1_000_000;

/// The number of a row: scope, period and bucket, in this order.
fn row(scope: i64, period: i64, bucket: i64) -> i64 {
    (scope * PERIODS_MAX + period) * BUCKETS_MAX + bucket
}

/// The rows of some periods.
fn rows(scope: i64, from: i64, to: i64) -> [Param; 2] {
    [row(scope, from, 0), row(scope, to, BUCKETS_MAX - 1)].map(Param::Int)
}

/// The sums of a period, in the order of their numbers.
pub(crate) fn each(sql: Sql<'_>, scope: i64, period: i64, mut each: impl FnMut(Sum)) -> Result<()> {
    each_of(sql, scope, (period, period), |_, sum| each(sum))
}

/// The sums of several periods, from one to another: each period, in the order of their numbers.
pub(crate) fn each_of(
    sql: Sql<'_>,
    scope: i64,
    (from, to): (i64, i64),
    mut each: impl FnMut(i64, Sum),
) -> Result<()> {
    let query = "SELECT n, entries FROM listening_sum WHERE n BETWEEN ?1 AND ?2 ORDER BY n";
    sql.each(query, &rows(scope, from, to), |row| {
        let period = row.int(0)? / BUCKETS_MAX % PERIODS_MAX;
        for sum in sums(row.blob_here(1)?) {
            each(period, sum?);
        }
        Ok(())
    })
}

/// How many things there are in a period.
pub(crate) fn how_many(sql: Sql<'_>, scope: i64, period: i64) -> Result<i64> {
    let query = "SELECT sum(many) FROM listening_sum WHERE n BETWEEN ?1 AND ?2";
    sql.number(query, &rows(scope, period, period))
}

/// One thing's sum in a period.
pub(crate) fn one(sql: Sql<'_>, scope: i64, period: i64, entity: i64) -> Result<Option<Sum>> {
    let n = row(scope, period, bucket(period, entity));
    let found = sql.first("SELECT entries FROM listening_sum WHERE n = ?1", params![n], |row| {
        for sum in sums(row.blob_here(0)?) {
            let sum = sum?;
            if sum.entity >= entity {
                return Ok((sum.entity == entity).then_some(sum));
            }
        }
        Ok(None)
    })?;
    Ok(found.flatten())
}

/// Writes what comes and goes in a period, sorted by number.
pub(super) fn apply(
    tables: Tables<'_>,
    scope: i64,
    period: i64,
    changes: &[Change],
) -> Result<Turns> {
    let mut turns = Turns::default();
    for changes in changes.chunk_by(|a, b| bucket(period, a.entity) == bucket(period, b.entity)) {
        let Some(first) = changes.first() else { continue };
        let n = row(scope, period, bucket(period, first.entity));
        let query = "SELECT entries FROM listening_sum WHERE n = ?1";
        let merged = tables
            .sql()
            .first(query, params![n], |row| merge(row.blob_here(0)?, changes, &mut turns))?;
        let bucket = merged.map_or_else(|| merge(&[], changes, &mut turns), Ok)?;
        write(tables, n, bucket)?;
    }
    Ok(turns)
}

fn write(tables: Tables<'_>, n: i64, bucket: Bucket) -> Result<()> {
    if bucket.many == 0 {
        return tables.run("DELETE FROM listening_sum WHERE n = ?1", params![n]).map(drop);
    }
    tables
        .run(
            "INSERT OR REPLACE INTO listening_sum (n, many, entries) VALUES (?1, ?2, ?3)",
            &[Param::Int(n), Param::Int(bucket.many), Param::Blob(bucket.bytes)],
        )
        .map(drop)
}

/// The months with a play that counts, from one to another.
pub(crate) fn months(sql: Sql<'_>, from: i64, to: i64) -> Result<Vec<i64>> {
    // One look a month, not one a row.
    sql.rows(
        "WITH RECURSIVE known (month) AS (
             SELECT min(month) FROM listening_hour WHERE month >= ?1
             UNION ALL
             SELECT (SELECT min(month) FROM listening_hour WHERE month > known.month)
             FROM known WHERE month < ?2
         )
         SELECT month FROM known WHERE month <= ?2",
        params![from, to],
        |row| row.int(0),
    )
}

/// For some things, each with plays, the first month that has one.
pub(super) fn months_with(
    sql: Sql<'_>,
    mut things: Vec<(i64, i64)>,
) -> Result<BTreeMap<i64, Vec<(i64, i64)>>> {
    let mut out = BTreeMap::new();
    things.sort_unstable();
    for month in months(sql, 0, PERIODS_MAX)? {
        let mut here = Vec::new();
        let row_of = |(scope, entity): &(i64, i64)| row(*scope, month, bucket(month, *entity));
        for some in things.chunk_by(|a, b| row_of(a) == row_of(b)) {
            let Some(n) = some.first().map(row_of) else { continue };
            let query = "SELECT entries FROM listening_sum WHERE n = ?1";
            sql.first(query, params![n], |row| {
                for sum in sums(row.blob_here(0)?) {
                    let entity = sum?.entity;
                    here.extend(
                        some.binary_search_by_key(&entity, |(_, wanted)| *wanted)
                            .ok()
                            .map(|at| some[at]),
                    );
                }
                Ok(())
            })?;
        }
        things.retain(|thing| here.binary_search(thing).is_err());
        if !here.is_empty() {
            out.insert(month, here);
        }
        if things.is_empty() {
            break;
        }
    }
    Ok(out)
}

/// Forgets every sum of plays that count; what sources told in which words stays.
pub(super) fn clear(tables: Tables<'_>) -> Result<()> {
    let end = row(scope::SPELLING, EVER, 0);
    tables.run("DELETE FROM listening_sum WHERE n < ?1", params![end]).map(drop)
}

/// Writes the first days of some things that are there.
pub(super) fn set_firsts(
    tables: Tables<'_>,
    scope: i64,
    firsts: &BTreeMap<i64, u32>,
) -> Result<()> {
    let buckets: HashSet<i64> = firsts.keys().map(|entity| bucket(EVER, *entity)).collect();
    for n in buckets.into_iter().map(|bucket| row(scope, EVER, bucket)) {
        let query = "SELECT entries FROM listening_sum WHERE n = ?1";
        let bucket = tables.sql().first(query, params![n], |row| {
            let mut bucket = Bucket::default();
            for sum in sums(row.blob_here(0)?) {
                let sum = sum?;
                let first = firsts.get(&sum.entity).copied().unwrap_or(sum.first);
                bucket.push(&Sum { first, ..sum });
            }
            Ok(bucket)
        })?;
        if let Some(bucket) = bucket {
            write(tables, n, bucket)?;
        }
    }
    Ok(())
}
