//! One listen, whose fields any player may have written.

use serde::Deserialize;

use crate::import::loose::{Flag, List, Number, Text, mbid};
use crate::model::Play;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Listen<'a> {
    pub(super) listened_at: Number,
    pub(super) playing_now: Flag,
    #[serde(borrow)]
    recording_msid: Text<'a>,
    #[serde(borrow)]
    track_metadata: Option<Track<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Track<'a> {
    #[serde(borrow)]
    artist_name: Text<'a>,
    #[serde(borrow)]
    track_name: Text<'a>,
    #[serde(borrow)]
    release_name: Text<'a>,
    #[serde(borrow)]
    recording_msid: Text<'a>,
    #[serde(borrow)]
    additional_info: Option<More<'a>>,
    #[serde(borrow)]
    mbid_mapping: Option<Mapping<'a>>,
}

/// What the player added. `duration` and `duration_played` are seconds.
#[derive(Deserialize, Default)]
#[serde(default)]
struct More<'a> {
    duration_ms: Number,
    duration: Number,
    duration_played: Number,
    artist_names: List,
    artist_mbids: List,
    #[serde(borrow)]
    recording_mbid: Text<'a>,
    #[serde(borrow)]
    release_mbid: Text<'a>,
    #[serde(borrow)]
    recording_msid: Text<'a>,
    #[serde(borrow)]
    release_artist_name: Text<'a>,
    tags: List,
    #[serde(borrow)]
    spotify_id: Text<'a>,
    #[serde(borrow)]
    origin_url: Text<'a>,
    #[serde(borrow)]
    media_player: Text<'a>,
    #[serde(borrow)]
    submission_client: Text<'a>,
    #[serde(borrow)]
    listening_from: Text<'a>,
    #[serde(borrow)]
    music_service_name: Text<'a>,
}

/// What ListenBrainz found the listen to be.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Mapping<'a> {
    #[serde(borrow)]
    recording_mbid: Text<'a>,
    #[serde(borrow)]
    release_mbid: Text<'a>,
    artist_mbids: List,
    #[serde(borrow)]
    artists: Option<Vec<Artist<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Artist<'a> {
    #[serde(borrow)]
    artist_credit_name: Text<'a>,
}

impl Listen<'_> {
    /// The play without its source and time, and the name of the program that submitted it. `None`
    /// when nothing is named.
    pub(super) fn play(self) -> Option<(Play, Option<String>)> {
        let track = self.track_metadata?;
        let title = track.track_name.some()?;
        let more = track.additional_info.unwrap_or_default();
        let mapping = track.mbid_mapping.unwrap_or_default();
        let mapped = mapping.artists.unwrap_or_default();
        let mapped = mapped.into_iter().filter_map(|artist| artist.artist_credit_name.some());
        let credit: Vec<String> = track.artist_name.some().into_iter().collect();
        let lists = [mapped.collect(), more.artist_names.0, credit];
        let artists = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();

        let msids = [self.recording_msid, track.recording_msid, more.recording_msid];
        let msid = msids.into_iter().find_map(Text::some).map(|id| format!("msid:{id}"));
        let address = more.spotify_id.some().or_else(|| more.origin_url.some());
        let client = more.submission_client.some();
        let player = more.media_player.some();
        let heard_with = player.clone().or_else(|| more.listening_from.some());
        let duration = more.duration_ms.count().or_else(|| more.duration.seconds_as_ms());
        let play = Play {
            title,
            artists,
            album: track.release_name.some(),
            album_artist: more.release_artist_name.some(),
            // What ListenBrainz found may change, what was submitted does not: the msid keeps a listen
            // the same listen when its artists are found later.
            uri: address.map(spotify_uri).or(msid),
            played_ms: more.duration_played.seconds_as_ms(),
            duration_ms: duration.filter(|ms| *ms != 0),
            recording_mbid: first_mbid([more.recording_mbid, mapping.recording_mbid]),
            release_mbid: first_mbid([more.release_mbid, mapping.release_mbid]),
            artist_mbids: artist_mbids(&more.artist_mbids, &mapping.artist_mbids),
            genres: more.tags.0,
            player: heard_with.or_else(|| more.music_service_name.some()),
            ..Play::default()
        };
        Some((play, client.or(player)))
    }
}

/// Spotify's tracks by the name that its own exports give them.
fn spotify_uri(address: String) -> String {
    let id = address.strip_prefix("https://open.spotify.com/track/");
    let id = id.map(|id| id.split(['?', '/']).next().unwrap_or_default());
    match id {
        Some(id) if !id.is_empty() => format!("spotify:track:{id}"),
        _ => address,
    }
}

fn first_mbid(texts: [Text<'_>; 2]) -> Option<String> {
    texts.iter().find_map(|text| mbid(text.as_str()))
}

/// The submitted ids; in the order of those found, when they are the same.
fn artist_mbids(submitted: &List, found: &List) -> Vec<String> {
    let valid = |list: &List| list.0.iter().filter_map(|id| mbid(id)).collect::<Vec<_>>();
    let (submitted, found) = (valid(submitted), valid(found));
    let is_same = submitted.len() == found.len() && submitted.iter().all(|id| found.contains(id));
    if submitted.is_empty() || is_same { found } else { submitted }
}
