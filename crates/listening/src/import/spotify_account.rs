//! Spotify's account data, a year of plays: `StreamingHistory0.json`, later
//! `StreamingHistory_music_0.json` beside `_podcast_` and `_audiobook_`. Ends by the minute, UTC, and
//! no ids: the same plays as in the extended history, told in less.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use serde::Deserialize;

use super::buffer::{Place, Plays};
use super::loose::{Number, Text};
use super::rows::{self, Layout, Rows};
use super::{base_name, mine, names_all, sniff_files, when};
use crate::model::{Medium, Play, Stamp};

pub(super) const SPOTIFY_ACCOUNT: Importer = Importer {
    format: "spotify-account",
    title: "Spotify (account data)",
    endings: &["zip", "json"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["json"];
/// The export writes minutes.
const GRAIN_S: u32 = 60;

fn is_mine(name: &str, head: &str) -> bool {
    let named = base_name(name).starts_with("StreamingHistory");
    names_all(head, &["endTime", "msPlayed"]) || named && head.trim_start().starts_with('[')
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        rows::read(source, file, Layout::Array(&[]), &mut Account, &mut plays)?;
    }
    plays.finish(source)
}

struct Account;

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Row<'a> {
    #[serde(borrow)]
    end_time: Text<'a>,
    ms_played: Number,
    #[serde(borrow)]
    artist_name: Text<'a>,
    #[serde(borrow)]
    track_name: Text<'a>,
    #[serde(borrow)]
    podcast_name: Text<'a>,
    #[serde(borrow)]
    episode_name: Text<'a>,
    #[serde(borrow)]
    audiobook_name: Text<'a>,
    #[serde(borrow)]
    chapter_name: Text<'a>,
}

impl Rows for Account {
    type Row<'a> = Row<'a>;

    fn row(&mut self, row: Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        let Some((at, _)) = when::written(row.end_time.as_str()) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        let named = [
            (Medium::Music, row.track_name, row.artist_name),
            (Medium::Episode, row.episode_name, row.podcast_name),
            (Medium::Audiobook, row.chapter_name, row.audiobook_name),
        ];
        let found =
            named.into_iter().find_map(|(medium, title, by)| Some((medium, title.some()?, by)));
        // What has been taken down is called so.
        let found = found.filter(|(_, title, by)| {
            !(title == "Unknown Track" && by.as_str() == "Unknown Artist")
        });
        let Some((medium, title, by)) = found else {
            plays.skipped("nothing is named");
            return Ok(());
        };
        plays.push(Play {
            source: "spotify-account".to_owned(),
            at,
            stamp: Stamp::End,
            grain: GRAIN_S,
            played_ms: row.ms_played.count(),
            medium,
            title,
            artists: by.some().into_iter().collect(),
            ..Play::default()
        })
    }
}
