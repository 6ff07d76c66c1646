//! Rows that look like ones that are here under another identity: the same amount on the same account
//! within a few days. They are counted for the person and nothing else happens to them.

use base::error::Result;
use base::id::AnyId;
use domain::import::Sink;
use rustc_hash::{FxHashMap, FxHashSet};
use store::facts::FactBody;
use store::params;

use crate::model::row::{Row, noon_ms};
use crate::model::{day, day_number};
use crate::record::ROW;

/// How far apart two tellings of one movement lie: a weekend, and a card's way through its network.
const DAYS_APART: i32 = 5;
/// The remark.
const NOTICE: &str = "looks like one that is here";

/// What an import brings that is new, and what it brings at all.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// Everything that this import tells, so that it is not held to be alike to itself.
    told: FxHashSet<AnyId>,
    new: FxHashMap<AnyId, Vec<(i64, i64)>>,
}

/// What is here of an account: id, amount, day as an ordinal.
type Here = (AnyId, i64, i64);

impl Alike {
    /// Takes a batch that has not been handed over yet.
    pub(super) fn take(&mut self, batch: &[Row], sink: &dyn Sink) -> Result<()> {
        let mut accounts: FxHashMap<AnyId, Vec<&Row>> = FxHashMap::default();
        for row in batch {
            accounts.entry(row.account).or_default().push(row);
        }
        sink.look(&mut |cx| {
            for (account, rows) in &accounts {
                let days = || rows.iter().map(|row| row.date);
                let Some((first, last)) = days().min().zip(days().max()) else { continue };
                let query = "SELECT id FROM finance_txn
                             WHERE account = ?1 AND day BETWEEN ?2 AND ?3 AND origin = 1";
                let params = params![*account, day_number(first), day_number(last)];
                let here = cx.sql().rows(query, params, |row| row.id(0))?;
                let here: FxHashSet<AnyId> = here.into_iter().collect();
                let mut key = String::new();
                for row in rows {
                    key.clear();
                    row.natural_key(&mut key);
                    let id = cx.natural_id(ROW.name, noon_ms(row.date), &key);
                    self.told.insert(id);
                    if !here.contains(&id) {
                        let new = self.new.entry(*account).or_default();
                        new.push((row.minor, row.date.ordinal()));
                    }
                }
            }
            Ok(())
        })
    }

    /// Remarks on every new row that has its like among what was here before.
    pub(super) fn tell(mut self, sink: &mut dyn Sink) -> Result<()> {
        let mut alike = 0;
        sink.look(&mut |cx| {
            for (account, new) in &mut self.new {
                let query = "SELECT id, minor, day FROM finance_txn
                             WHERE account = ?1 AND origin <> 2 AND same IS NULL";
                let mut here: Vec<Here> = cx.sql().rows(query, params![*account], |row| {
                    Ok((row.id(0)?, row.int(1)?, day(row.int(2)?)?.ordinal()))
                })?;
                here.retain(|(id, _, _)| !self.told.contains(id));
                alike += pairs(new, here);
            }
            Ok(())
        })?;
        (0..alike).for_each(|_| sink.notice(NOTICE));
        Ok(())
    }
}

/// How many of the new rows find one of their amount near enough, each one only once.
fn pairs(new: &mut [(i64, i64)], here: Vec<Here>) -> usize {
    let mut here: Vec<(i64, i64)> = here.into_iter().map(|(_, minor, day)| (minor, day)).collect();
    new.sort_unstable();
    here.sort_unstable();
    let (mut at, mut found) = (0, 0);
    for (minor, day) in new {
        let earliest = (*minor, *day - i64::from(DAYS_APART));
        at += here[at..].partition_point(|one| *one < earliest);
        let latest = (*minor, *day + i64::from(DAYS_APART));
        if here.get(at).is_some_and(|one| *one <= latest) {
            found += 1;
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_one_that_is_here_is_like_one_new_row() {
        let id = AnyId::from_bytes([1; 16]);
        let here = vec![(id, -500, 100), (id, -500, 101), (id, 700, 100), (id, -900, 50)];
        let mut new =
            vec![(-500, 102), (-500, 103), (-500, 104), (700, 106), (-900, 55), (-1, 100)];
        assert_eq!(pairs(&mut new, here), 3);
        assert_eq!(pairs(&mut [], Vec::new()), 0);
    }
}
