//! Finding artists, albums and tracks by words of their names.
//!
//! One walk through all spellings in the order in which they lie; names are compared where they are,
//! without folding each.

use base::error::Result;
use rustc_hash::FxHashSet;
use store::params;
use store::read::ReadCx;

use super::looking::Names;
use super::*;
use crate::model::{artist_number, fold};
use crate::projection::{EVER, buckets, merges, scope, shown};

/// How many things may be looked for at once.
const FOUND_MAX: u32 = 100;
/// Of more things than this the plays are read in one walk, not one by one.
const ONE_BY_ONE: usize = 300;

pub(crate) fn find(cx: &ReadCx<'_>, request: FindMusic) -> Result<FoundMusic> {
    let limit = request.limit.unwrap_or(20).min(FOUND_MAX) as usize;
    let sought = Sought::new(&request.text);
    if sought.words.is_empty() || limit == 0 {
        return Ok(FoundMusic { items: Vec::new() });
    }
    let wanted = |scope| request.scope.is_none_or(|only| only == scope);
    let mut rows = Vec::new();
    if wanted(Scope::Artist) {
        rows.extend(most(cx, &artists(cx, &sought)?, scope::ARTIST, limit)?);
    }
    if wanted(Scope::Album) || wanted(Scope::Track) {
        let music = music(cx, &sought, wanted(Scope::Album), wanted(Scope::Track))?;
        rows.extend(most(cx, &music.albums, scope::ALBUM, limit)?);
        rows.extend(most(cx, &music.tracks, scope::TRACK, limit)?);
    }
    rows.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.cmp(b)));
    rows.truncate(limit);
    let mut names = Names::new(cx)?;
    let mut items = Vec::with_capacity(rows.len());
    for (plays, number_of_scope, number) in rows {
        let Some(called) = names.called(number_of_scope, number)? else { continue };
        let scope = match number_of_scope {
            scope::ARTIST => Scope::Artist,
            scope::ALBUM => Scope::Album,
            _ => Scope::Track,
        };
        items.push(FoundEntity { scope, what: called.what, artists: called.artists, plays });
    }
    Ok(FoundMusic { items })
}

/// Numbers, under the names that a person merged them into.
type Found = FxHashSet<i64>;

/// The most played of some numbers: plays, scope, number. What has no play that counts comes last.
fn most(cx: &ReadCx<'_>, found: &Found, scope: i64, limit: usize) -> Result<Vec<(u32, i64, i64)>> {
    let mut rows = Vec::with_capacity(found.len());
    if found.len() <= ONE_BY_ONE {
        for number in found {
            let sum = buckets::one(cx.sql(), scope, EVER, *number)?;
            rows.push((sum.map_or(0, |sum| sum.plays), scope, *number));
        }
    } else {
        let mut silent = found.clone();
        buckets::each(cx.sql(), scope, EVER, |sum| {
            if silent.remove(&sum.entity) {
                rows.push((sum.plays, scope, sum.entity));
            }
        })?;
        rows.extend(silent.into_iter().map(|number| (0, scope, number)));
    }
    rows.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.cmp(b)));
    rows.truncate(limit);
    Ok(rows)
}

fn artists(cx: &ReadCx<'_>, sought: &Sought) -> Result<Found> {
    let merged = merges(cx.sql())?;
    let mut found = Found::default();
    cx.sql().each("SELECT artist, name FROM listening_artist", &[], |row| {
        if sought.fits(&[row.text_here(1)?]) {
            found.insert(shown(&merged, scope::ARTIST, row.int(0)?));
        }
        Ok(())
    })?;
    Ok(found)
}

#[derive(Default)]
struct Music {
    albums: Found,
    tracks: Found,
}

fn music(cx: &ReadCx<'_>, sought: &Sought, albums: bool, tracks: bool) -> Result<Music> {
    let merged = merges(cx.sql())?;
    let mut music = Music::default();
    let query = "SELECT title, artists, album, track, album_number FROM listening_spelling";
    cx.sql().each(query, &[], |row| {
        let artists = row.text_here(1)?;
        if tracks && sought.fits(&[row.text_here(0)?, artists]) {
            music.tracks.insert(shown(&merged, scope::TRACK, row.int(3)?));
        }
        if albums
            && let Some(album) = row.opt_text_here(2)?
            && sought.fits(&[album, artists])
            && let Some(number) = row.opt_int(4)?
        {
            music.albums.insert(shown(&merged, scope::ALBUM, number));
        }
        Ok(())
    })?;
    Ok(music)
}

/// Words that are looked for, folded.
struct Sought {
    words: Vec<String>,
}

impl Sought {
    fn new(text: &str) -> Sought {
        Sought { words: fold(text).split_whitespace().map(str::to_owned).collect() }
    }

    /// Whether every word begins a word of one of the names.
    fn fits(&self, names: &[&str]) -> bool {
        self.words.iter().all(|word| names.iter().any(|name| begins(name, word)))
    }
}

/// Whether a folded word begins a word of a name. Names of plain letters, which are most, are compared
/// without being folded.
fn begins(name: &str, word: &str) -> bool {
    if !name.is_ascii() {
        return begins_folded(&fold(name), word);
    }
    let (name, word) = (name.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return true };
    (0..(name.len() + 1).saturating_sub(word.len())).any(|at| {
        name[at].eq_ignore_ascii_case(first)
            && (at == 0 || !name[at - 1].is_ascii_alphanumeric())
            && name[at..at + word.len()].eq_ignore_ascii_case(word)
    })
}

fn begins_folded(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
    })
}

/// Whether an artist of this name was ever heard.
pub(crate) fn knows_artist(cx: &ReadCx<'_>, name: &str) -> Result<bool> {
    let number = artist_number(name);
    let known = "SELECT count(*) FROM listening_artist WHERE artist = ?1";
    Ok(cx.sql().number(known, params![number])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_begins_a_word_of_a_name() {
        let fits = |text: &str, names: &[&str]| Sought::new(text).fits(names);
        assert!(fits("sl est", &["Slow Estuary"]));
        assert!(fits("EST slow", &["Slow Estuary"]), "in any order and case");
        assert!(fits("tear mass", &["Teardrop", "Massive\u{1f}Other"]));
        assert!(fits("other", &["Teardrop", "Massive\u{1f}Other"]), "the second artist, too");
        assert!(!fits("low", &["Slow Estuary"]), "not in the middle of a word");
        assert!(fits("tower", &["The(Tower)"]), "a bracket ends a word");
        assert!(fits("(tow", &["The (Tower)"]));
        assert!(fits("björ", &["Björk"]));
        assert!(fits("BJÖR", &["björk"]));
        assert!(!fits("bjor", &["Björk"]), "marks tell names apart");
        assert!(fits("花の", &["花の塔"]));
        assert!(!fits("a long word", &["a"]));
    }
}
