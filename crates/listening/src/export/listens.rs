//! Listens as ListenBrainz exports and takes them: a zip of `user.json` and `listens/2025/6.jsonl`.

use std::collections::BTreeMap;
use std::io::Write;

use base::error::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::months::Months;
use super::{Said, failed};
use crate::model::{CountRule, Medium, Play};

/// The first second that ListenBrainz takes, 1 October 2002 (`LISTEN_MINIMUM_TS`).
const FIRST_S: i64 = 1_033_430_400;
/// The most tags, and letters of one, that it takes.
const TAGS_MAX: usize = 50;
const TAG_CHARS_MAX: usize = 64;

/// Listens on their way into the archive.
#[derive(Default)]
pub(super) struct Listens {
    months: Months,
    left_out: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct Listen<'a> {
    listened_at: i64,
    track_metadata: Track<'a>,
}

#[derive(Serialize)]
struct Track<'a> {
    artist_name: String,
    track_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recording_msid: Option<&'a str>,
    additional_info: More<'a>,
}

#[derive(Serialize)]
struct More<'a> {
    submission_client: &'static str,
    artist_names: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    release_artist_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_played: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recording_mbid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_mbid: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    artist_mbids: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_player: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spotify_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_url: Option<&'a str>,
}

impl Listens {
    /// One play, unless it is no listen: then it is counted.
    pub(super) fn play(&mut self, play: &Play, said: Said) -> Result<()> {
        let listened_at = play.began_at().div_euclid(1000);
        if let Some(why) = why_no_listen(play, said, listened_at) {
            *self.left_out.entry(why).or_default() += 1;
            return Ok(());
        }
        let began = Timestamp::from_second(listened_at).map_err(failed)?;
        let day = began.to_zoned(TimeZone::UTC).date();
        let listen = listen(play, listened_at);
        let written = self.months.line((day.year(), day.month()), |out| {
            serde_json::to_writer(out, &listen).map_err(std::io::Error::from)
        });
        written.map_err(failed)
    }

    /// Writes the archive; answers what was left out, in words.
    pub(super) fn finish(self, out: &mut dyn Write) -> Result<Vec<String>> {
        let mut zip = ZipWriter::new_stream(out);
        let options = SimpleFileOptions::default();
        zip.start_file("user.json", options).map_err(failed)?;
        zip.write_all(br#"{"user_id":0,"username":"everkept"}"#).map_err(failed)?;
        for (year, month) in self.months.each() {
            zip.start_file(format!("listens/{year}/{month}.jsonl"), options).map_err(failed)?;
            self.months.write((year, month), &mut zip).map_err(failed)?;
        }
        zip.finish().map_err(failed)?;
        let words = |(why, count)| format!("{count} left out: {why}");
        Ok(self.left_out.into_iter().map(words).collect())
    }
}

/// Why a play is nothing for ListenBrainz.
fn why_no_listen(play: &Play, said: Said, listened_at: i64) -> Option<&'static str> {
    if said.hidden {
        Some("hidden")
    } else if play.private == Some(true) {
        Some("played in a private session")
    } else if play.medium != Medium::Music {
        Some("no music")
    } else if play.artists.is_empty() {
        Some("no artist is known")
    } else if listened_at < FIRST_S {
        Some("before October 2002")
    } else if !counts(play) {
        Some("too short to count as a listen")
    } else {
        None
    }
}

/// Whether a play is a listen by the common rule; of a player that tells no lengths, what was not
/// skipped.
fn counts(play: &Play) -> bool {
    let is_long =
        CountRule::default().counts(play.played_ms, play.duration_ms, play.ended.as_deref());
    is_long && !(play.played_ms.is_none() && play.skipped == Some(true))
}

fn listen(play: &Play, listened_at: i64) -> Listen<'_> {
    let uri = play.uri.as_deref();
    let spotify = uri.and_then(|uri| uri.strip_prefix("spotify:track:"));
    let tags = play.genres.iter().filter(|tag| tag.chars().count() <= TAG_CHARS_MAX);
    Listen {
        listened_at,
        track_metadata: Track {
            artist_name: play.artists.join(", "),
            track_name: &play.title,
            release_name: play.album.as_deref(),
            recording_msid: uri.and_then(|uri| uri.strip_prefix("msid:")),
            additional_info: More {
                submission_client: "Everkept",
                artist_names: &play.artists,
                release_artist_name: play.album_artist.as_deref(),
                duration_ms: play.duration_ms,
                duration_played: play.played_ms.map(|ms| f64::from(ms) / 1000.0),
                recording_mbid: play.recording_mbid.as_deref(),
                release_mbid: play.release_mbid.as_deref(),
                artist_mbids: &play.artist_mbids,
                tags: tags.take(TAGS_MAX).map(String::as_str).collect(),
                media_player: play.player.as_deref(),
                spotify_id: spotify.map(|id| format!("https://open.spotify.com/track/{id}")),
                origin_url: uri.filter(|uri| uri.starts_with("http")),
            },
        },
    }
}
