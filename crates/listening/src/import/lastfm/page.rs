//! `{"recenttracks":{"track":[...]}}`, `[{"track":[...]}, ...]` or an array of tracks.

use base::error::Result;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::buffer::{Place, Plays};
use crate::import::loose::{Flag, Number, Text, mbid};
use crate::import::rows::{Rows, unreadable};
use crate::import::when;
use crate::model::Play;

/// Rows are tracks, or pages of them.
pub(super) struct Tracks;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Row<'a> {
    /// A page: its tracks, or its only one.
    #[serde(borrow)]
    track: Option<&'a RawValue>,
    /// A page as the service writes it.
    #[serde(borrow)]
    recenttracks: Option<Page<'a>>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    mbid: Text<'a>,
    #[serde(borrow)]
    artist: Option<Named<'a>>,
    #[serde(borrow)]
    album: Option<Named<'a>>,
    #[serde(borrow)]
    date: Option<Date<'a>>,
    loved: Flag,
    #[serde(rename = "@attr")]
    attributes: Option<Attributes>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Page<'a> {
    #[serde(borrow)]
    track: Option<&'a RawValue>,
}

/// `#text` in a plain page, `name` in an extended one.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow, rename = "#text")]
    text: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    mbid: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Date<'a> {
    uts: Number,
    #[serde(borrow, rename = "#text")]
    text: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Attributes {
    nowplaying: Flag,
}

impl Rows for Tracks {
    type Row<'a> = Row<'a>;

    fn row(&mut self, row: Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        let page = row.recenttracks.as_ref().and_then(|page| page.track).or(row.track);
        match page.map(RawValue::get) {
            None => track(row, place, plays),
            Some(list) if list.starts_with('[') => {
                let tracks = serde_json::from_str::<Vec<&RawValue>>(list).unwrap_or_default();
                tracks.into_iter().try_for_each(|raw| one(raw.get(), place, plays))
            }
            Some(only) => one(only, place, plays),
        }
    }
}

fn one(raw: &str, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
    match serde_json::from_str(raw) {
        Ok(row) => track(row, place, plays),
        Err(error) => {
            plays.problem(place, &unreadable(&error));
            Ok(())
        }
    }
}

fn track(row: Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
    if row.attributes.is_some_and(|attributes| attributes.nowplaying.0 == Some(true)) {
        plays.skipped("is playing now");
        return Ok(());
    }
    let date = row.date.unwrap_or_default();
    let exact = date.uts.0.and_then(when::unix).map(|at| (at, 0));
    let Some((at, grain)) = exact.or_else(|| when::written(date.text.as_str())) else {
        plays.problem(place, "has no time that can be read");
        return Ok(());
    };
    let Some(title) = row.name.some() else {
        plays.skipped("nothing is named");
        return Ok(());
    };
    let (artist, album) = (row.artist.unwrap_or_default(), row.album.unwrap_or_default());
    plays.push(Play {
        source: super::table::source(grain),
        at,
        grain,
        title,
        artists: artist.text.some().or_else(|| artist.name.some()).into_iter().collect(),
        album: album.text.some().or_else(|| album.name.some()),
        recording_mbid: mbid(row.mbid.as_str()),
        release_mbid: mbid(album.mbid.as_str()),
        artist_mbids: mbid(artist.mbid.as_str()).into_iter().collect(),
        // A page says 0 of everything that was not loved, which is no dislike.
        loved: row.loved.0.filter(|loved| *loved),
        ..Play::default()
    })
}
