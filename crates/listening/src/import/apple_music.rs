//! Apple Music's part of a privacy export: `Apple Music Play Activity.csv`, and for the artists, which
//! it does not tell, `Apple Music - Play History Daily Tracks.csv`. Addresses and places guessed of
//! them are not read.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};

use self::artists::Artists;
use super::buffer::{Place, Plays};
use super::loose::{Text, flag};
use super::table::{self, Columns, Record};
use super::{mine, sniff_files, when};
use crate::model::{Medium, Play, Stamp};

mod artists;

pub(super) const APPLE_MUSIC: Importer = Importer {
    format: "apple-music",
    title: "Apple Music (privacy export)",
    endings: &["zip", "csv"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["csv"];

const START: &[&str] = &["event start timestamp"];
const END: &[&str] = &["event end timestamp", "event timestamp", "event received timestamp"];
const PLAYED: &[&str] = &["play duration milliseconds"];
const LENGTH: &[&str] = &["media duration in milliseconds", "media duration milliseconds"];
const TITLE: &[&str] = &["song name", "content name", "title"];
const ARTIST: &[&str] = &["artist name", "container artist name"];
const ALBUM: &[&str] = &["album name", "container album name"];
const OFFSET: &[&str] = &["utc offset in seconds"];
const DEVICE: &[&str] = &["device type", "device os name", "source type"];

fn is_activity(_: &str, head: &str) -> bool {
    table::first(head, 1).first().is_some_and(|names| {
        let columns = Columns::new(names.iter());
        columns.has(TITLE) && columns.has(START) && columns.has(PLAYED)
    })
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_activity)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let days = mine(source, ENDINGS, artists::is_mine);
    let files = mine(source, ENDINGS, is_activity);
    let all: Vec<&SourceFile> = days.iter().chain(&files).copied().collect();
    let mut plays = Plays::new(source, &all, sink);
    let mut known = Artists::default();
    for file in days {
        known.read(source, file, &mut plays)?;
    }
    for file in files {
        let mut columns = None;
        table::read(source, file, &mut plays, &mut |record, place, plays| match &columns {
            None => {
                columns = Some(Columns::new(record.iter()));
                Ok(())
            }
            Some(columns) => row(columns, record, &known, place, plays),
        })?;
    }
    plays.finish(source)
}

fn row(
    columns: &Columns,
    record: &Record,
    known: &Artists,
    place: &Place<'_>,
    plays: &mut Plays<'_>,
) -> Result<()> {
    let text = |names: &[&str]| Text::new(columns.get(record, names)).some();
    // A play is told at its end; the other events (its start, lyrics shown, a heart) are of the same.
    let event = columns.get(record, &["event type"]);
    if !event.is_empty() && event != "PLAY_END" {
        plays.skipped("is no end of a play");
        return Ok(());
    }
    let Some(title) = text(TITLE) else {
        plays.skipped("nothing is named");
        return Ok(());
    };
    let began = when::instant(columns.get(record, START)).map(|at| (at, Stamp::Start));
    let ended = || when::instant(columns.get(record, END)).map(|at| (at, Stamp::End));
    let Some((at, stamp)) = began.or_else(ended) else {
        plays.problem(place, "has no time that can be read");
        return Ok(());
    };
    let zone = columns.get(record, OFFSET).trim().parse().ok().and_then(when::offset);
    let artist = text(ARTIST).or_else(|| known.of(&title, at, zone.as_deref()));
    if artist.is_none() {
        plays.lost("artist that cannot be told");
    }
    let ended = text(&["end reason type"]);
    let is_video = columns.get(record, &["media type"]).eq_ignore_ascii_case("VIDEO");
    let count = |names| columns.get(record, names).trim().parse().ok();
    plays.push(Play {
        source: "apple-music".to_owned(),
        at,
        stamp,
        zone,
        played_ms: count(PLAYED),
        duration_ms: count(LENGTH).filter(|ms| *ms != 0),
        medium: if is_video { Medium::Video } else { Medium::Music },
        title,
        artists: artist.into_iter().collect(),
        album: text(ALBUM),
        skipped: ended.as_deref().map(|reason| reason.starts_with("TRACK_SKIPPED")),
        ended,
        offline: flag(columns.get(record, &["offline"])),
        player: text(DEVICE),
        ..Play::default()
    })
}
