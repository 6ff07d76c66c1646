//! Bank rows in one plain table with the keys that it needs and nothing else: the raw limit of taking
//! in statements, and of asking them.

use std::path::Path;

use base::error::Result;
use rusqlite::{Connection, params};

use super::open;
use crate::error::Attempt;

/// One row of a statement, borrowed from its file.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The account.
    pub account: i64,
    /// 20260301.
    pub day: i64,
    /// Smallest units.
    pub minor: i64,
    /// ISO 4217.
    pub currency: &'a str,
    /// Who it is with.
    pub payee: &'a str,
    /// What it is said to be for.
    pub memo: &'a str,
    /// What it is for, by number.
    pub category: i64,
}

/// A bare database of bank rows.
pub struct RawLedger(Connection);

impl RawLedger {
    /// Makes it; with a key it is SQLCipher.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<RawLedger> {
        let db = open(path, key)?;
        db.execute_batch(
            "CREATE TABLE txn (n INTEGER PRIMARY KEY, account INTEGER NOT NULL, day INTEGER NOT NULL,
                 minor INTEGER NOT NULL, currency TEXT NOT NULL, payee TEXT NOT NULL,
                 memo TEXT NOT NULL, category INTEGER NOT NULL,
                 UNIQUE (account, day, minor, payee, memo)) STRICT;
             CREATE INDEX txn_category ON txn (category, day);",
        )
        .attempt("opening a bare database")?;
        Ok(RawLedger(db))
    }

    /// Inserts rows that are not there yet, all in one transaction.
    pub fn insert<'a>(&self, lines: impl Iterator<Item = Line<'a>>) -> Result<()> {
        let what = "filling a bare database";
        self.0.execute_batch("BEGIN IMMEDIATE").attempt(what)?;
        let mut statement = self
            .0
            .prepare_cached(
                "INSERT OR IGNORE INTO txn (account, day, minor, currency, payee, memo, category)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .attempt(what)?;
        for line in lines {
            let Line { account, day, minor, currency, payee, memo, category } = line;
            statement
                .execute(params![account, day, minor, currency, payee, memo, category])
                .attempt(what)?;
        }
        drop(statement);
        self.0.execute_batch("COMMIT").attempt(what)
    }

    /// Every month and category.
    pub fn months(&self) -> Result<usize> {
        self.ask("SELECT category, day / 100, currency, sum(minor) FROM txn GROUP BY 1, 2, 3")
    }

    /// What each account holds at the end of each month, before it is added up.
    pub fn worth(&self) -> Result<usize> {
        self.ask("SELECT account, day / 100, currency, sum(minor) FROM txn GROUP BY 1, 2, 3")
    }

    /// Every payee.
    pub fn payees(&self) -> Result<usize> {
        self.ask("SELECT payee, currency, sum(minor) FROM txn GROUP BY 1, 2")
    }

    /// The latest hundred.
    pub fn page(&self) -> Result<usize> {
        self.ask("SELECT day, payee, memo, minor FROM txn ORDER BY day DESC, n DESC LIMIT 100")
    }

    fn ask(&self, sql: &str) -> Result<usize> {
        let what = "asking a bare database";
        let mut statement = self.0.prepare_cached(sql).attempt(what)?;
        let mut rows = statement.query([]).attempt(what)?;
        let mut count = 0;
        while rows.next().attempt(what)?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}
