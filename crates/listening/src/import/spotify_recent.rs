//! A page of what Spotify's service says was played last (`GET /me/player/recently-played`).
//!
//! Its instants are the end of a play, or its beginning, depending on the device.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use serde::Deserialize;

use super::buffer::{Place, Plays};
use super::loose::{Number, Text};
use super::rows::{self, Layout, Rows};
use super::{mine, names_all, sniff_files, when};
use crate::model::{Play, Stamp};

pub(super) const SPOTIFY_RECENT: Importer = Importer {
    format: "spotify-recent",
    title: "Spotify (recently played)",
    endings: &["json"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["json"];

fn is_mine(_: &str, head: &str) -> bool {
    head.trim_start().starts_with('{')
        && names_all(head, &["items"])
        && (names_all(head, &["played_at"]) || head.contains("/me/player/recently-played"))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    // A single file was handed in as this: an empty page shows nothing of itself.
    let files = match source.files() {
        [only] => vec![only],
        _ => mine(source, ENDINGS, is_mine),
    };
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        rows::read(source, file, Layout::Array(&["items"]), &mut Recent, &mut plays)?;
    }
    plays.finish(source)
}

struct Recent;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Item<'a> {
    #[serde(borrow)]
    played_at: Text<'a>,
    #[serde(borrow)]
    track: Option<Track<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Track<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    uri: Text<'a>,
    duration_ms: Number,
    #[serde(borrow)]
    artists: Option<Vec<Named<'a>>>,
    #[serde(borrow)]
    album: Option<Album<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Album<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    artists: Option<Vec<Named<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

fn names(named: Option<Vec<Named<'_>>>) -> Vec<String> {
    named.unwrap_or_default().into_iter().filter_map(|artist| artist.name.some()).collect()
}

impl Rows for Recent {
    type Row<'a> = Item<'a>;

    fn row(&mut self, item: Item<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        let Some(track) = item.track else {
            plays.skipped("no track is named");
            return Ok(());
        };
        let Some(at) = when::instant(item.played_at.as_str()) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        let Some(title) = track.name.some() else {
            plays.skipped("nothing is named");
            return Ok(());
        };
        let album = track.album.unwrap_or_default();
        plays.push(Play {
            source: "spotify-recent".to_owned(),
            at,
            stamp: Stamp::Unknown,
            duration_ms: track.duration_ms.count().filter(|ms| *ms != 0),
            title,
            artists: names(track.artists),
            album: album.name.some(),
            album_artist: Some(names(album.artists).join(", ")).filter(|names| !names.is_empty()),
            uri: track.uri.some(),
            ..Play::default()
        })
    }
}
