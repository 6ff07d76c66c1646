//! A table, a row for each play that a source told.

use std::io::Write;

use base::error::Result;
use jiff::Timestamp;

use super::{Said, failed};
use crate::model::{Medium, Play, Stamp};

const COLUMNS: [&str; 28] = [
    "began",
    "title",
    "artists",
    "album",
    "album_artist",
    "played_ms",
    "duration_ms",
    "medium",
    "source",
    "stamp",
    "stamp_is",
    "stamp_grain_s",
    "zone",
    "uri",
    "recording_mbid",
    "release_mbid",
    "artist_mbids",
    "genres",
    "reason_start",
    "reason_end",
    "skipped",
    "shuffle",
    "offline",
    "private",
    "loved",
    "player",
    "country",
    "hidden",
];

/// What stands between several values in one cell.
const BETWEEN: &str = "; ";

/// A table that is being written.
pub(super) struct Table<W: Write>(csv::Writer<W>);

impl<W: Write> Table<W> {
    pub(super) fn new(out: W) -> Result<Table<W>> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(COLUMNS).map_err(failed)?;
        Ok(Table(table))
    }

    pub(super) fn play(&mut self, play: &Play, said: Said) -> Result<()> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<u32>| number.map_or(String::new(), |n| n.to_string());
        let flag = |flag: Option<bool>| flag.map_or(String::new(), |flag| flag.to_string());
        let cells: [String; COLUMNS.len()] = [
            instant(play.began_at()),
            play.title.clone(),
            play.artists.join(BETWEEN),
            text(&play.album),
            text(&play.album_artist),
            number(play.played_ms),
            number(play.duration_ms),
            medium(play.medium).to_owned(),
            play.source.clone(),
            instant(play.at),
            stamp(play.stamp).to_owned(),
            number(Some(play.grain)),
            text(&play.zone),
            text(&play.uri),
            text(&play.recording_mbid),
            text(&play.release_mbid),
            play.artist_mbids.join(BETWEEN),
            play.genres.join(BETWEEN),
            text(&play.began),
            text(&play.ended),
            flag(play.skipped),
            flag(play.shuffle),
            flag(play.offline),
            flag(play.private),
            flag(play.loved),
            text(&play.player),
            text(&play.country),
            flag(said.hidden.then_some(true)),
        ];
        self.0.write_record(cells.map(harmless)).map_err(failed)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        self.0.flush().map_err(failed)
    }
}

fn instant(unix_ms: i64) -> String {
    Timestamp::from_millisecond(unix_ms).map_or_else(|_| unix_ms.to_string(), |at| at.to_string())
}

fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Music => "music",
        Medium::Episode => "episode",
        Medium::Audiobook => "audiobook",
        Medium::Video => "video",
    }
}

fn stamp(stamp: Stamp) -> &'static str {
    match stamp {
        Stamp::Start => "start",
        Stamp::End => "end",
        Stamp::Unknown => "unknown",
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it (ASVS 1.2.10): titles
/// come from strangers. The JSON lines have them as they are.
fn harmless(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}
