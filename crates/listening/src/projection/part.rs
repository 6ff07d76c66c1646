//! What a play counts towards: the track, album and artists that its spelling stands for, under the
//! names that a person merged them into.

use std::collections::HashMap;

use base::error::{Error, Result};
use store::params;
use store::sql::Sql;

use super::row::Spelling;
use super::scope;
use crate::model::{Medium, artist_number, number_of};

/// What a spelling stands for.
#[derive(Debug, Clone)]
pub(super) struct Of {
    /// The track's own number, before merges: what plays of several sources are compared by.
    pub(super) own_track: i64,
    /// The scopes and numbers that a play of it counts for, each once.
    pub(super) counts_for: Vec<(i64, i64)>,
}

/// What spellings stand for, looked up once each.
pub(super) struct Parts {
    merged: HashMap<(i64, i64), i64>,
    known: HashMap<i64, Of, rustc_hash::FxBuildHasher>,
}

/// Merges of merges that are followed; a circle ends here.
const MERGES_MAX: usize = 16;

/// The merges: scope and number to number. Of two that say different things the later made holds.
pub(crate) fn merges(sql: Sql<'_>) -> Result<HashMap<(i64, i64), i64>> {
    let mut merged = HashMap::new();
    sql.each("SELECT scope, source, target FROM listening_alias ORDER BY id", &[], |row| {
        merged.insert((row.int(0)?, row.int(1)?), row.int(2)?);
        Ok(())
    })?;
    Ok(merged)
}

/// What a number is shown under.
pub(crate) fn shown(merged: &HashMap<(i64, i64), i64>, scope: i64, number: i64) -> i64 {
    let mut at = number;
    for _ in 0..MERGES_MAX {
        match merged.get(&(scope, at)) {
            Some(next) if *next != number => at = *next,
            _ => break,
        }
    }
    at
}

impl Parts {
    pub(super) fn new(sql: Sql<'_>) -> Result<Parts> {
        Ok(Parts { merged: merges(sql)?, known: HashMap::default() })
    }

    /// Whether a spelling was met before in this batch.
    pub(super) fn knows(&self, number: i64) -> bool {
        self.known.contains_key(&number)
    }

    /// Notes what a spelling stands for.
    pub(super) fn learn(&mut self, number: i64, spelling: &Spelling) {
        let artists: Vec<i64> = spelling.artists.iter().map(|name| artist_number(name)).collect();
        let of = self.of_numbers(spelling.track, spelling.album_number, &artists);
        self.known.insert(number, of);
    }

    fn of_numbers(&self, track: i64, album: Option<i64>, artists: &[i64]) -> Of {
        let shown = |scope, number| (scope, shown(&self.merged, scope, number));
        let mut counts_for = vec![shown(scope::TRACK, track)];
        counts_for.extend(album.map(|album| shown(scope::ALBUM, album)));
        for artist in artists {
            let artist = shown(scope::ARTIST, *artist);
            if !counts_for.contains(&artist) {
                counts_for.push(artist);
            }
        }
        Of { own_track: track, counts_for }
    }

    /// What a spelling stands for.
    ///
    /// # Errors
    /// `Internal` when a play is of a spelling that is not there.
    pub(super) fn of(&mut self, sql: Sql<'_>, number: i64) -> Result<&Of> {
        if !self.known.contains_key(&number) {
            let spelling = load(sql, number)?
                .ok_or_else(|| Error::internal("reading a play", "its spelling is not there"))?;
            self.learn(number, &spelling);
        }
        Ok(&self.known[&number])
    }
}

/// A spelling as the tables hold it.
pub(super) fn load(sql: Sql<'_>, number: i64) -> Result<Option<Spelling>> {
    sql.first(
        "SELECT title, artists, album, album_artist, duration_ms, uri, medium, track, album_number
         FROM listening_spelling WHERE spelling = ?1",
        params![number],
        |row| {
            Ok(Spelling {
                title: row.text(0)?,
                artists: split(&row.text(1)?),
                album: row.opt_text(2)?,
                album_artist: row.opt_text(3)?,
                duration_ms: row.opt_int(4)?,
                uri: row.opt_text(5)?,
                medium: medium(row.int(6)?),
                track: row.int(7)?,
                album_number: row.opt_int(8)?,
            })
        },
    )
}

/// What stands between artists in `listening_spelling.artists`; no name holds it.
const BETWEEN: char = '\u{1f}';

/// Artists as one text.
pub(super) fn join(artists: &[String]) -> String {
    artists.join(&BETWEEN.to_string())
}

/// Artists from one text.
pub(crate) fn split(artists: &str) -> Vec<String> {
    artists.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The number of an artist's name as it is spelled.
pub(crate) fn name_number(name: &str) -> i64 {
    number_of("name", &[name])
}

/// A medium from its number.
pub(crate) fn medium(number: i64) -> Medium {
    match number {
        1 => Medium::Episode,
        2 => Medium::Audiobook,
        3 => Medium::Video,
        _ => Medium::Music,
    }
}
