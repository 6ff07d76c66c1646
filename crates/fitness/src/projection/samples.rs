//! What sources measured, by day: each fact as it came, and what the union of one source's comes to.

use std::collections::BTreeSet;

use base::error::Result;
use store::facts::Fact;
use store::params;
use store::sql::{Sql, Tables};

use crate::model::day_number;
use crate::model::sample::{Sample, Samples, What, figure, union};

/// What a figure is of: kind, day, source.
type Key = (String, i64, String);

/// Writes what sources said of days.
pub(super) fn put_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    let mut keys = BTreeSet::new();
    let mut rows = Vec::with_capacity(facts.len());
    for fact in facts {
        let samples: Samples = fact.body()?;
        let day = day_number(samples.day);
        keys.insert((samples.what.clone(), day, samples.source.clone()));
        rows.push([
            fact.n.into(),
            samples.what.into(),
            day.into(),
            samples.source.into(),
            samples.packed.into_vec().into(),
        ]);
    }
    tables.run_all(
        "INSERT INTO fitness_samples (n, what, day, source, packed) VALUES (?1, ?2, ?3, ?4, ?5)",
        rows,
    )?;
    count(tables, keys)
}

/// Removes what sources said of days.
pub(super) fn take_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    let mut keys = BTreeSet::new();
    for fact in facts {
        let samples: Samples = fact.body()?;
        keys.insert((samples.what, day_number(samples.day), samples.source));
        tables.run("DELETE FROM fitness_samples WHERE n = ?1", params![fact.n])?;
    }
    count(tables, keys)
}

/// All samples of one source, kind and day: the union of what came.
pub(crate) fn samples_of(sql: Sql<'_>, what: &str, day: i64, source: &str) -> Result<Vec<Sample>> {
    let packed = sql.rows(
        "SELECT packed FROM fitness_samples WHERE what = ?1 AND day = ?2 AND source = ?3",
        params![what, day, source],
        |row| row.blob(0),
    )?;
    Ok(union(&packed))
}

/// Writes anew what days come to.
fn count(tables: Tables<'_>, keys: BTreeSet<Key>) -> Result<()> {
    let mut rows = Vec::with_capacity(keys.len());
    for (word, day, source) in keys {
        let samples = samples_of(tables.sql(), &word, day, &source)?;
        // A kind of a newer Everkept is kept and not counted.
        match What::of(&word).and_then(|what| figure(what, &samples)) {
            Some(figure) => rows.push([
                word.into(),
                day.into(),
                source.into(),
                figure.value.into(),
                figure.low.into(),
                figure.high.into(),
                figure.samples.into(),
                figure.slots.into(),
            ]),
            None => {
                tables.run(
                    "DELETE FROM fitness_day WHERE what = ?1 AND day = ?2 AND source = ?3",
                    params![word, day, source],
                )?;
            }
        }
    }
    tables.run_all(
        "INSERT OR REPLACE INTO fitness_day (what, day, source, value, low, high, samples, slots)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        rows,
    )
}
