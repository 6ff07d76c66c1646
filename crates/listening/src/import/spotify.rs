//! Spotify's extended streaming history: `Streaming_History_Audio_2019-2020_3.json` and its older name
//! `endsong_3.json`, every play since the account began, with its length and why it ended.
//!
//! `ts` is when a play ended. Addresses, user agents and the user's name, which stand in every row,
//! are not read.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use serde::Deserialize;

use super::buffer::{Place, Plays};
use super::loose::{Flag, Number, Text};
use super::rows::{self, Layout, Rows};
use super::{base_name, mine, names_all, sniff_files, when};
use crate::model::{Medium, Play, Stamp};

pub(super) const SPOTIFY: Importer = Importer {
    format: "spotify",
    title: "Spotify (extended streaming history)",
    endings: &["zip", "json"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["json"];

fn is_mine(name: &str, head: &str) -> bool {
    let name = base_name(name);
    let named = name.starts_with("Streaming_History_") || name.starts_with("endsong");
    let rows = names_all(head, &["ts", "ms_played", "master_metadata_track_name"]);
    // A file of the right name stays ours when its first row is damaged.
    rows || named && head.trim_start().starts_with('[')
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        let is_video = base_name(&file.name).contains("_Video_");
        rows::read(source, file, Layout::Array(&[]), &mut Extended { is_video }, &mut plays)?;
    }
    plays.finish(source)
}

/// A file of the extended history.
struct Extended {
    is_video: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    ts: Text<'a>,
    ms_played: Number,
    #[serde(borrow)]
    platform: Text<'a>,
    #[serde(borrow)]
    conn_country: Text<'a>,
    #[serde(borrow)]
    master_metadata_track_name: Text<'a>,
    #[serde(borrow)]
    master_metadata_album_artist_name: Text<'a>,
    #[serde(borrow)]
    master_metadata_album_album_name: Text<'a>,
    #[serde(borrow)]
    spotify_track_uri: Text<'a>,
    #[serde(borrow)]
    episode_name: Text<'a>,
    #[serde(borrow)]
    episode_show_name: Text<'a>,
    #[serde(borrow)]
    spotify_episode_uri: Text<'a>,
    #[serde(borrow)]
    audiobook_title: Text<'a>,
    #[serde(borrow)]
    audiobook_uri: Text<'a>,
    #[serde(borrow)]
    audiobook_chapter_uri: Text<'a>,
    #[serde(borrow)]
    audiobook_chapter_title: Text<'a>,
    #[serde(borrow)]
    reason_start: Text<'a>,
    #[serde(borrow)]
    reason_end: Text<'a>,
    shuffle: Flag,
    skipped: Flag,
    offline: Flag,
    incognito_mode: Flag,
}

/// What was played.
struct What {
    medium: Medium,
    title: String,
    artists: Vec<String>,
    album: Option<String>,
    uri: Option<String>,
}

impl Row<'_> {
    /// Takes out what the row names; `None` when it names nothing.
    fn what(&mut self, is_video: bool) -> Option<What> {
        let take = std::mem::take::<Text<'_>>;
        if let Some(title) = take(&mut self.master_metadata_track_name).some() {
            return Some(What {
                medium: if is_video { Medium::Video } else { Medium::Music },
                title,
                artists: take(&mut self.master_metadata_album_artist_name)
                    .some()
                    .into_iter()
                    .collect(),
                album: take(&mut self.master_metadata_album_album_name).some(),
                uri: take(&mut self.spotify_track_uri).some(),
            });
        }
        let book = take(&mut self.audiobook_title).some();
        let chapter = take(&mut self.audiobook_chapter_title).some();
        if book.is_some() || chapter.is_some() {
            let uri = take(&mut self.audiobook_chapter_uri).some();
            return Some(What {
                medium: Medium::Audiobook,
                title: chapter.or_else(|| book.clone())?,
                artists: book.into_iter().collect(),
                album: None,
                uri: uri.or_else(|| take(&mut self.audiobook_uri).some()),
            });
        }
        let show = take(&mut self.episode_show_name).some();
        Some(What {
            medium: Medium::Episode,
            title: take(&mut self.episode_name).some().or_else(|| show.clone())?,
            artists: show.into_iter().collect(),
            album: None,
            uri: take(&mut self.spotify_episode_uri).some(),
        })
    }
}

impl Rows for Extended {
    type Row<'a> = Row<'a>;

    fn row(&mut self, mut row: Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        let Some(at) = when::instant(row.ts.as_str()) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        let Some(what) = row.what(self.is_video) else {
            plays.skipped("nothing is named");
            return Ok(());
        };
        plays.push(Play {
            source: "spotify".to_owned(),
            at,
            stamp: Stamp::End,
            played_ms: row.ms_played.count(),
            medium: what.medium,
            title: what.title,
            artists: what.artists,
            album: what.album,
            uri: what.uri,
            began: row.reason_start.some(),
            ended: row.reason_end.some(),
            skipped: row.skipped.0,
            shuffle: row.shuffle.0,
            offline: row.offline.0,
            private: row.incognito_mode.0,
            player: player(row.platform.as_str()),
            country: row.conn_country.some().filter(|country| country != "ZZ"),
            ..Play::default()
        })
    }
}

/// `Android OS 9 API 28 (samsung, SM-G950F)` without what stands in brackets, `web_player windows
/// 10;chrome 90` without the browser: versions and models of one device would make many of it.
fn player(platform: &str) -> Option<String> {
    const PLAYER_CHARS: usize = 60;
    let name = platform.split(['(', '[', ';']).next().unwrap_or_default().trim();
    (!name.is_empty() && name != "not_applicable")
        .then(|| name.chars().take(PLAYER_CHARS).collect())
}
