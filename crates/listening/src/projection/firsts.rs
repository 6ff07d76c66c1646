//! First days that may have gone: looked for again among the plays that are left.

use std::collections::{BTreeMap, HashMap};

use base::error::Result;
use store::sql::Tables;

use super::buckets::{months_with, set_firsts};
use super::part::Parts;

/// A scope, and a number in it.
type Thing = (i64, i64);

/// Finds and writes the first days of some things that have plays.
pub(super) fn find(tables: Tables<'_>, lost: Vec<Thing>, parts: &mut Parts) -> Result<()> {
    if lost.is_empty() {
        return Ok(());
    }
    let mut found: BTreeMap<i64, BTreeMap<i64, u32>> = BTreeMap::new();
    for (month, things) in months_with(tables.sql(), lost)? {
        for ((scope, entity), day) in in_month(tables, month, &things, parts)? {
            found.entry(scope).or_default().insert(entity, day);
        }
    }
    found.iter().try_for_each(|(scope, firsts)| set_firsts(tables, *scope, firsts))
}

/// The first days of some things among the plays of one month.
fn in_month(
    tables: Tables<'_>,
    month: i64,
    things: &[Thing],
    parts: &mut Parts,
) -> Result<HashMap<Thing, u32>> {
    let mut firsts: HashMap<Thing, u32> = things.iter().map(|thing| (*thing, u32::MAX)).collect();
    let spellings = tables.sql().rows(
        "SELECT day, spelling FROM listening_play
         WHERE flags & 128 AND day BETWEEN ?1 AND ?2
             AND id >= ?3 AND id < ?4",
        &super::month_bounds(month),
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    for (day, spelling) in spellings {
        let Ok(day) = u32::try_from(day) else { continue };
        for thing in &parts.of(tables.sql(), spelling)?.counts_for {
            if let Some(first) = firsts.get_mut(thing) {
                *first = day.min(*first);
            }
        }
    }
    firsts.retain(|_, first| *first < u32::MAX);
    Ok(firsts)
}
