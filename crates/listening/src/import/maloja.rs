//! Maloja's export: `{"maloja": ..., "scrobbles": [...]}`.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use serde::Deserialize;

use super::buffer::{Place, Plays};
use super::loose::{List, Number, Text};
use super::rows::{self, Layout, Rows};
use super::{mine, names_all, sniff_files, when};
use crate::model::Play;

pub(super) const MALOJA: Importer =
    Importer { format: "maloja", title: "Maloja", endings: &["json"], sniff, parse };

const ENDINGS: &[&str] = &["json"];

fn is_mine(_: &str, head: &str) -> bool {
    head.trim_start().starts_with('{')
        && names_all(head, &["scrobbles"])
        && (names_all(head, &["maloja"]) || names_all(head, &["time", "track", "artists"]))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        rows::read(source, file, Layout::Array(&["scrobbles"]), &mut Scrobbles, &mut plays)?;
    }
    plays.finish(source)
}

struct Scrobbles;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Scrobble<'a> {
    time: Number,
    #[serde(borrow)]
    track: Option<Track<'a>>,
    /// Seconds that were heard.
    duration: Number,
    #[serde(borrow)]
    origin: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Track<'a> {
    artists: List,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    album: Option<Album<'a>>,
    /// Seconds.
    length: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Album<'a> {
    artists: List,
    #[serde(borrow)]
    albumtitle: Text<'a>,
}

impl Rows for Scrobbles {
    type Row<'a> = Scrobble<'a>;

    fn row(&mut self, row: Scrobble<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        let Some(at) = row.time.0.and_then(when::unix) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        let track = row.track.unwrap_or_default();
        let Some(title) = track.title.some() else {
            plays.skipped("nothing is named");
            return Ok(());
        };
        let album = track.album.unwrap_or_default();
        let by = Some(album.artists.0.join(", ")).filter(|names| !names.is_empty());
        // `client:default` is what a client without a name is called.
        let origin = row.origin.as_str();
        let player = origin.strip_prefix("client:").unwrap_or(origin);
        plays.push(Play {
            source: "maloja".to_owned(),
            at,
            played_ms: row.duration.seconds_as_ms(),
            duration_ms: track.length.seconds_as_ms().filter(|ms| *ms != 0),
            title,
            artists: track.artists.0,
            album: album.albumtitle.some(),
            album_artist: by,
            player: Text::new(player).some().filter(|name| name != "default"),
            ..Play::default()
        })
    }
}
