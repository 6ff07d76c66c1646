//! `track.scrobble` and `track.updateNowPlaying`, turned into ListenBrainz's listens.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Call;
use super::answer::{Answer, Ignored, Scrobbled};
use super::fault::Fault;
use crate::endpoint::backend::Client;
use crate::endpoint::form::Form;
use crate::endpoint::listen::{self, Kind, LISTENED_AT_MIN, SKEW_S};
use crate::endpoint::rate::Allowance;

/// Scrobbles of one call (Last.fm's limit).
const BATCH_MAX: usize = 50;

/// Fields of one track, by their names without an index.
type Fields<'f> = BTreeMap<&'f str, &'f str>;

pub(crate) async fn scrobble(call: &Call) -> Result<(Answer, Allowance), Fault> {
    let (client, allowance) = submitter(call).await?;
    let tracks = tracks(&call.form);
    if tracks.is_empty() || BATCH_MAX < tracks.len() {
        return Err(Fault::Parameters);
    }
    let now = call.server.now_s();
    let mut listens = Vec::new();
    let mut scrobbles = Vec::new();
    for fields in &tracks {
        let (scrobbled, listen) = taken(fields, &client, now)?;
        listens.extend(listen);
        scrobbles.push(scrobbled);
    }
    if !listens.is_empty() {
        let kept = call.server.commits.commit(&client.name, listens).await;
        kept.map_err(|_| Fault::TryAgain)?;
    }
    Ok((Answer::Scrobbles(scrobbles), allowance))
}

pub(crate) async fn now_playing(call: &Call) -> Result<(Answer, Allowance), Fault> {
    let (client, allowance) = submitter(call).await?;
    let tracks = tracks(&call.form);
    let [fields] = tracks.as_slice() else { return Err(Fault::Parameters) };
    let mut scrobbled = echo(fields)?;
    scrobbled.timestamp.clear();
    scrobbled.ignored = unnamed(&scrobbled);
    if scrobbled.ignored == Ignored::No {
        let listen = json!({ "track_metadata": metadata(fields, &scrobbled, &client) });
        let listen = listen::checked(listen, Kind::PlayingNow, call.server.now_s());
        let mut listen = listen.map_err(|_| Fault::Parameters)?;
        if let Some(Value::Object(track)) = listen.remove("track_metadata") {
            call.server.plays(&client.name, track).await.map_err(|_| Fault::TryAgain)?;
        }
    }
    Ok((Answer::NowPlaying(scrobbled), allowance))
}

async fn submitter(call: &Call) -> Result<(Client, Allowance), Fault> {
    if !call.writes {
        return Err(Fault::Parameters);
    }
    call.need("api_key")?;
    call.client(call.need("sk")?, Fault::Session).await
}

/// `artist[3]` belongs to the fourth track, `artist` to the only one.
fn tracks(form: &Form) -> Vec<Fields<'_>> {
    const OF_THE_CALL: [&str; 7] =
        ["method", "api_key", "api_sig", "sk", "format", "callback", "token"];
    let mut tracks: BTreeMap<u32, Fields<'_>> = BTreeMap::new();
    for (name, value) in form.iter().filter(|(name, _)| !OF_THE_CALL.contains(name)) {
        let indexed = name.strip_suffix(']').and_then(|name| name.rsplit_once('['));
        let (name, index) = match indexed.map(|(name, index)| (name, index.parse())) {
            Some((name, Ok(index))) => (name, index),
            Some((_, Err(_))) | None => (name, 0),
        };
        tracks.entry(index).or_default().entry(name).or_insert(value);
    }
    tracks.into_values().filter(|fields| fields.contains_key("track")).collect()
}

/// The track in the words of the answer.
fn echo(fields: &Fields<'_>) -> Result<Scrobbled, Fault> {
    let text = |name: &str| {
        let text = fields.get(name).copied().unwrap_or_default();
        text.replace('\0', "").trim().to_owned()
    };
    if !fields.contains_key("artist") || !fields.contains_key("track") {
        return Err(Fault::Parameters);
    }
    Ok(Scrobbled {
        artist: text("artist"),
        track: text("track"),
        album: text("album"),
        album_artist: text("albumArtist"),
        timestamp: text("timestamp"),
        ignored: Ignored::No,
    })
}

fn unnamed(scrobbled: &Scrobbled) -> Ignored {
    if scrobbled.artist.is_empty() {
        Ignored::Artist
    } else if scrobbled.track.is_empty() {
        Ignored::Track
    } else {
        Ignored::No
    }
}

/// What is answered for a track, and its listen unless it is ignored. Last.fm ignores what is older
/// than two weeks; an archive has no reason to.
fn taken(
    fields: &Fields<'_>,
    client: &Client,
    now: i64,
) -> Result<(Scrobbled, Option<Map<String, Value>>), Fault> {
    let mut scrobbled = echo(fields)?;
    let at: i64 = scrobbled.timestamp.parse().map_err(|_| Fault::Parameters)?;
    scrobbled.ignored = match unnamed(&scrobbled) {
        Ignored::No if at < LISTENED_AT_MIN => Ignored::TooOld,
        Ignored::No if now + SKEW_S <= at => Ignored::TooNew,
        reason => reason,
    };
    if scrobbled.ignored != Ignored::No {
        return Ok((scrobbled, None));
    }
    let track = metadata(fields, &scrobbled, client);
    let listen = json!({ "listened_at": at, "track_metadata": track });
    let listen = listen::checked(listen, Kind::Single, now).map_err(|_| Fault::Parameters)?;
    Ok((scrobbled, Some(listen)))
}

/// ListenBrainz's words for a track. A length or an id that cannot be read is left out: the rest is
/// worth keeping.
fn metadata(fields: &Fields<'_>, scrobbled: &Scrobbled, client: &Client) -> Map<String, Value> {
    let mut info = Map::new();
    let mut put = |name: &str, value: Value| info.insert(name.to_owned(), value);
    put("submission_client", json!(client.name));
    if !scrobbled.album_artist.is_empty() {
        put("release_artist_name", json!(scrobbled.album_artist));
    }
    let number = |name: &str| fields.get(name)?.trim().parse::<u32>().ok().filter(|n| *n > 0);
    if let Some(seconds) = number("duration").filter(|seconds| *seconds <= 24 * 24 * 60 * 60) {
        put("duration", json!(seconds));
    }
    if let Some(number) = number("trackNumber") {
        put("tracknumber", json!(number));
    }
    if let Some(id) = fields.get("mbid").and_then(|id| uuid::Uuid::try_parse(id).ok()) {
        put("recording_mbid", json!(id));
    }
    if let Some(chosen) = fields.get("chosenByUser") {
        put("chosen_by_user", json!(*chosen != "0"));
    }
    let mut track = Map::new();
    track.insert("artist_name".to_owned(), json!(scrobbled.artist));
    track.insert("track_name".to_owned(), json!(scrobbled.track));
    if !scrobbled.album.is_empty() {
        track.insert("release_name".to_owned(), json!(scrobbled.album));
    }
    track.insert("additional_info".to_owned(), Value::Object(info));
    track
}
