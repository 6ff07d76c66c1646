//! Plays in four plain tables with the keys that they need and nothing else: the raw limit of taking
//! in a history, and of asking it.

use std::path::Path;

use base::error::Result;
use rusqlite::{Connection, params};

use super::open;
use crate::error::Attempt;

/// One play, borrowed from its file.
#[derive(Debug, Clone, Copy)]
pub struct Play<'a> {
    /// When, as the file says it.
    pub at: &'a str,
    /// Milliseconds.
    pub ms: i64,
    /// The track.
    pub title: &'a str,
    /// Its artist.
    pub artist: &'a str,
    /// Its album.
    pub album: &'a str,
    /// Its address.
    pub uri: &'a str,
}

/// A bare database of plays.
pub struct RawPlays(Connection);

impl RawPlays {
    /// Makes it; with a key it is SQLCipher.
    pub fn open(path: &Path, key: Option<&[u8; 32]>) -> Result<RawPlays> {
        let db = open(path, key)?;
        db.execute_batch(
            "CREATE TABLE artist (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
             CREATE TABLE album (n INTEGER PRIMARY KEY, title TEXT NOT NULL, artist INTEGER NOT NULL,
                 UNIQUE (title, artist)) STRICT;
             CREATE TABLE track (n INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
                 artist INTEGER NOT NULL, album INTEGER NOT NULL) STRICT;
             CREATE TABLE play (at TEXT NOT NULL, track INTEGER NOT NULL, ms INTEGER NOT NULL,
                 UNIQUE (at, track, ms)) STRICT;",
        )
        .attempt("opening a bare database")?;
        Ok(RawPlays(db))
    }

    /// Inserts plays, all in one transaction.
    pub fn insert<'a>(&self, plays: impl Iterator<Item = Play<'a>>) -> Result<()> {
        let what = "filling a bare database";
        self.0.execute_batch("BEGIN IMMEDIATE").attempt(what)?;
        for play in plays {
            let number = |table: &str, insert: &str, select: &str, key: &[&dyn rusqlite::ToSql]| {
                let found: rusqlite::Result<i64> = self
                    .0
                    .prepare_cached(select)
                    .and_then(|mut statement| statement.query_row(key, |row| row.get(0)));
                match found {
                    Ok(number) => Ok(number),
                    Err(rusqlite::Error::QueryReturnedNoRows) => self
                        .0
                        .prepare_cached(insert)
                        .and_then(|mut statement| statement.execute(key))
                        .map(|_| self.0.last_insert_rowid()),
                    Err(error) => Err(error),
                }
                .attempt(&format!("filling {table}"))
            };
            let artist = number(
                "artist",
                "INSERT INTO artist (name) VALUES (?1)",
                "SELECT n FROM artist WHERE name = ?1",
                params![play.artist],
            )?;
            let album = number(
                "album",
                "INSERT INTO album (title, artist) VALUES (?1, ?2)",
                "SELECT n FROM album WHERE title = ?1 AND artist = ?2",
                params![play.album, artist],
            )?;
            let track = number(
                "track",
                "INSERT INTO track (uri, title, artist, album) VALUES (?1, ?2, ?3, ?4)",
                "SELECT n FROM track WHERE uri = ?1 AND ?2 = ?2 AND ?3 = ?3 AND ?4 = ?4",
                params![play.uri, play.title, artist, album],
            )?;
            self.0
                .prepare_cached("INSERT OR IGNORE INTO play (at, track, ms) VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.execute(params![play.at, track, play.ms]))
                .attempt(what)?;
        }
        self.0.execute_batch("COMMIT").attempt(what)
    }

    /// The fifty most played artists of some instants.
    pub fn top_artists(&self, from: &str, to: &str) -> Result<usize> {
        self.ask(
            "SELECT artist.name, count(*) FROM play JOIN track ON track.n = play.track
             JOIN artist ON artist.n = track.artist
             WHERE at >= ?1 AND at < ?2 AND ms >= 30000 GROUP BY artist.n ORDER BY 2 DESC LIMIT 50",
            params![from, to],
        )
    }

    /// The fifty most played tracks of some instants.
    pub fn top_tracks(&self, from: &str, to: &str) -> Result<usize> {
        self.ask(
            "SELECT title, count(*) FROM play JOIN track ON track.n = play.track
             WHERE at >= ?1 AND at < ?2 AND ms >= 30000 GROUP BY track ORDER BY 2 DESC LIMIT 50",
            params![from, to],
        )
    }

    /// By weekday and hour.
    pub fn clock(&self) -> Result<usize> {
        self.ask(
            "SELECT strftime('%w %H', at), count(*) FROM play WHERE ms >= 30000 GROUP BY 1",
            params![],
        )
    }

    fn ask(&self, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<usize> {
        let what = "asking a bare database";
        let mut statement = self.0.prepare_cached(sql).attempt(what)?;
        let mut rows = statement.query(params).attempt(what)?;
        let mut count = 0;
        while rows.next().attempt(what)?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}
