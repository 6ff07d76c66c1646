//! Postings, and their sums by account and month.

use std::collections::{BTreeMap, BTreeSet};

use base::error::Result;
use base::id::AnyId;
use base::money::checked;
use store::params;
use store::sql::{Param, Tables};

/// One posting: so much into an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) account: AnyId,
    pub(super) minor: i64,
    pub(super) currency: String,
}

/// What sums change by.
#[derive(Default)]
pub(super) struct Sums {
    /// By account, month (202603) and currency: smallest units and postings.
    by_key: BTreeMap<(AnyId, i64, String), (i128, i64)>,
}

impl Sums {
    /// Counts a posting of a day (20260301), or (`sign` -1) takes it off.
    pub(super) fn count(&mut self, posting: &Posting, day: i64, sign: i64) {
        let key = (posting.account, day / 100, posting.currency.clone());
        let sum = self.by_key.entry(key).or_default();
        sum.0 += i128::from(sign) * i128::from(posting.minor);
        sum.1 += sign;
    }

    /// Takes off and removes the postings of a transaction.
    pub(super) fn take(&mut self, tables: Tables<'_>, txn: AnyId) -> Result<()> {
        tables.sql().each(
            "SELECT account, minor, currency, day FROM finance_posting WHERE txn = ?1",
            params![txn],
            |row| {
                let (account, minor, currency) = (row.id(0)?, row.int(1)?, row.text(2)?);
                self.count(&Posting { account, minor, currency }, row.int(3)?, -1);
                Ok(())
            },
        )?;
        tables.run("DELETE FROM finance_posting WHERE txn = ?1", params![txn]).map(drop)
    }

    /// Writes the sums; answers the accounts whose postings changed.
    ///
    /// # Errors
    /// `Invalid` when a sum is too large for money.
    pub(super) fn apply(self, tables: Tables<'_>) -> Result<BTreeSet<AnyId>> {
        let mut rows = Vec::with_capacity(self.by_key.len());
        for ((account, month, currency), (minor, postings)) in &self.by_key {
            if *minor != 0 || *postings != 0 {
                rows.push((*account, *month, currency.as_str(), checked(*minor)?, *postings));
            }
        }
        tables.run_all(
            "INSERT INTO finance_sum (account, month, currency, minor, postings)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET minor = minor + excluded.minor,
                 postings = postings + excluded.postings",
            rows.iter().map(|(account, month, currency, minor, postings)| {
                [
                    Param::from(*account),
                    Param::Int(*month),
                    Param::from(*currency),
                    Param::Int(*minor),
                    Param::Int(*postings),
                ]
            }),
        )?;
        tables.run_all(
            "DELETE FROM finance_sum
             WHERE account = ?1 AND month = ?2 AND currency = ?3 AND postings = 0",
            rows.iter().filter(|row| row.4 < 0).map(|(account, month, currency, ..)| {
                [Param::from(*account), Param::Int(*month), Param::from(*currency)]
            }),
        )?;
        Ok(self.by_key.into_keys().map(|(account, ..)| account).collect())
    }
}
