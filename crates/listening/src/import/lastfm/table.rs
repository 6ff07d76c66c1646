//! Tables that tools make of a Last.fm history: with column names (`uts,utc_time,artist,...`) or
//! without (`artist,album,track,date`), between commas, semicolons or tabs.

use base::error::Result;
use domain::source::{Source, SourceFile};

use crate::import::buffer::{Place, Plays};
use crate::import::loose::{Text, mbid};
use crate::import::table::{self, Columns, Record};
use crate::import::when;
use crate::model::Play;

const ARTIST: &[&str] = &["artist", "artist_name", "artist name"];
const ALBUM: &[&str] = &["album", "album_name", "album name", "release"];
const TRACK: &[&str] = &["track", "track_name", "track name", "title", "song", "name"];
/// The exact one first.
const DATE: &[&str] =
    &["uts", "timestamp", "date", "utc_time", "utc time", "time", "played_at", "scrobbled at"];

/// What stands in the columns of a table that does not name them.
const UNNAMED: [&str; 4] = ["artist", "album", "track", "date"];
/// Lines in which such a table shows itself.
const UNNAMED_LINES: usize = 3;

/// Plays of a table that tells only minutes are told by another source than the exact ones: they are
/// matched with those, and never taken for a second play.
pub(super) fn source(grain: u32) -> String {
    if grain == 0 { "lastfm" } else { "lastfm-minutes" }.to_owned()
}

pub(super) fn is_mine(head: &str) -> bool {
    columns(head)
        .is_some_and(|columns| [ARTIST, TRACK, DATE].iter().all(|names| columns.has(names)))
}

/// The columns that the first line names, or else those of a table without names.
fn columns(head: &str) -> Option<Columns> {
    let mut records = table::first(head, UNNAMED_LINES).into_iter();
    let first = records.next()?;
    let named = Columns::new(first.iter());
    if named.has(ARTIST) && named.has(TRACK) {
        return Some(named);
    }
    // The first line may be what was playing, without a time.
    let dated = |record: &Record| record.get(UNNAMED.len() - 1).and_then(when::written).is_some();
    let found = dated(&first) || records.any(|record| dated(&record));
    found.then(|| Columns::new(UNNAMED.into_iter()))
}

pub(super) fn read(source: &Source, file: &SourceFile, plays: &mut Plays<'_>) -> Result<()> {
    let Some(columns) = columns(&super::super::head(source, &file.name)) else {
        plays.broken(&file.name, "no columns for the artist, the track and the time");
        return plays.file_done(file);
    };
    table::read(source, file, plays, &mut |record, place, plays| match columns.are_named_by(record)
    {
        true => Ok(()),
        false => row(&columns, record, place, plays),
    })
}

fn row(columns: &Columns, record: &Record, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
    let text = |names: &[&str]| Text::new(columns.get(record, names)).some();
    let dates = DATE.iter().map(|name| columns.get(record, &[*name]));
    let Some((at, grain)) = dates.filter(|date| !date.is_empty()).find_map(when::written) else {
        match columns.get(record, DATE).is_empty() {
            true => plays.skipped("has no time"),
            false => plays.problem(place, "has no time that can be read"),
        }
        return Ok(());
    };
    let Some(title) = text(TRACK) else {
        plays.skipped("nothing is named");
        return Ok(());
    };
    plays.push(Play {
        source: source(grain),
        at,
        grain,
        title,
        artists: text(ARTIST).into_iter().collect(),
        album: text(ALBUM),
        recording_mbid: mbid(columns.get(record, &["track_mbid"])),
        release_mbid: mbid(columns.get(record, &["album_mbid"])),
        artist_mbids: mbid(columns.get(record, &["artist_mbid"])).into_iter().collect(),
        ..Play::default()
    })
}
