//! The raw limit to hold the store against: one table and a full-text index in plain SQLite, or in
//! SQLCipher, with the same pragmas and nothing of ours around it.

mod ledger;
mod plays;

use std::path::Path;

use base::error::Result;
use rusqlite::{Connection, params};

pub use self::ledger::{Line, RawLedger};
pub use self::plays::{Play, RawPlays};
use crate::error::Attempt;

/// A bare database with the pragmas that the store uses; with a key it is SQLCipher.
fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Connection> {
    let what = "opening a bare database";
    let db = Connection::open(path).attempt(what)?;
    if let Some(key) = key {
        let key = format!("x'{}'", data_encoding::HEXLOWER.encode(key));
        db.pragma_update(None, "key", key).attempt(what)?;
    }
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;",
    )
    .attempt(what)?;
    Ok(db)
}

/// A bare database of texts.
pub struct Raw(Connection);

impl Raw {
    /// Opens or makes it; with a key it is SQLCipher.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<Raw> {
        let db = open(path, key)?;
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS entry (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
             CREATE VIRTUAL TABLE IF NOT EXISTS entry_fts USING fts5 (
                 body, content = 'entry', content_rowid = 'n',
                 tokenize = 'unicode61 remove_diacritics 2');",
        )
        .attempt("opening a bare database")?;
        Ok(Raw(db))
    }

    /// Inserts all texts, a thousand in a transaction.
    pub fn insert(&self, texts: &[String]) -> Result<()> {
        let what = "filling a bare database";
        for chunk in texts.chunks(1000) {
            self.0.execute_batch("BEGIN IMMEDIATE").attempt(what)?;
            for text in chunk {
                self.0
                    .prepare_cached("INSERT INTO entry (body) VALUES (?1)")
                    .and_then(|mut statement| statement.execute([text]))
                    .attempt(what)?;
                let n = self.0.last_insert_rowid();
                self.0
                    .prepare_cached("INSERT INTO entry_fts (rowid, body) VALUES (?1, ?2)")
                    .and_then(|mut statement| statement.execute(params![n, text]))
                    .attempt(what)?;
            }
            self.0.execute_batch("COMMIT").attempt(what)?;
        }
        Ok(())
    }

    /// Makes one text another, indexed and durable when this returns.
    pub fn update(&self, n: i64, old: &str, new: &str) -> Result<()> {
        let what = "changing a bare database";
        self.0.execute_batch("BEGIN IMMEDIATE").attempt(what)?;
        self.0
            .prepare_cached(
                "INSERT INTO entry_fts (entry_fts, rowid, body) VALUES ('delete', ?1, ?2)",
            )
            .and_then(|mut statement| statement.execute(params![n, old]))
            .attempt(what)?;
        self.0
            .prepare_cached("UPDATE entry SET body = ?2 WHERE n = ?1")
            .and_then(|mut statement| statement.execute(params![n, new]))
            .attempt(what)?;
        self.0
            .prepare_cached("INSERT INTO entry_fts (rowid, body) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![n, new]))
            .attempt(what)?;
        self.0.execute_batch("COMMIT").attempt(what)
    }

    /// The newest fifty hits with snippets.
    pub fn search(&self, word: &str) -> Result<usize> {
        self.count(
            "SELECT rowid, snippet(entry_fts, -1, '<', '>', '…', 24) FROM entry_fts
             WHERE entry_fts MATCH ?1 ORDER BY rowid DESC LIMIT 50",
            params![format!("\"{word}\"*")],
        )
    }

    /// A page of fifty.
    pub fn page(&self) -> Result<usize> {
        self.count("SELECT n, substr(body, 1, 200) FROM entry ORDER BY n DESC LIMIT 50", params![])
    }

    fn count(&self, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<usize> {
        let what = "reading a bare database";
        let mut statement = self.0.prepare_cached(sql).attempt(what)?;
        let mut rows = statement.query(params).attempt(what)?;
        let mut count = 0;
        while let Some(row) = rows.next().attempt(what)? {
            row.get::<_, String>(1).attempt(what)?;
            count += 1;
        }
        Ok(count)
    }
}
