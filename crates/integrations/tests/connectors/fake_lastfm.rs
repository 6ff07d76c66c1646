//! ws.audioscrobbler.com/2.0: `user.getRecentTracks` as JSON, with its habits: numbers as text, a list of
//! one as the one, what plays now without a date on every page.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use crate::fake::{Shared, lock, reply};

/// What Last.fm knows.
pub(crate) struct Lastfm {
    /// Instant (Unix seconds) and title.
    pub(crate) scrobbles: Vec<(i64, String)>,
    pub(crate) page_max: usize,
    pub(crate) plays_now: bool,
}

impl Default for Lastfm {
    fn default() -> Lastfm {
        Lastfm { scrobbles: Vec::new(), page_max: 200, plays_now: false }
    }
}

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/2.0/", get(recent_tracks))
}

async fn recent_tracks(
    State(shared): State<Shared>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let mut services = lock(&shared);
    services.asked += 1;
    let is = |name: &str, value: &str| asked.get(name).is_some_and(|given| given == value);
    if !is("api_key", "key-1") {
        return reply(403, &json!({"error": 10, "message": "Invalid API key"}), &[]);
    }
    if !is("user", "ann") {
        return reply(404, &json!({"error": 6, "message": "User not found"}), &[]);
    }
    assert!(is("method", "user.getrecenttracks") && is("format", "json"), "{asked:?}");
    let number = |name: &str| asked.get(name).and_then(|text| text.parse::<i64>().ok());
    let fake = &services.lastfm;
    let mut found = fake.scrobbles.clone();
    found.retain(|(at, _)| number("from").is_none_or(|from| from <= *at));
    found.retain(|(at, _)| number("to").is_none_or(|to| *at < to));
    found.sort_unstable_by(|a, b| b.cmp(a));
    let limit = number("limit").unwrap_or(50).clamp(1, 200).unsigned_abs() as usize;
    let limit = limit.min(fake.page_max);
    let page = number("page").unwrap_or(1).max(1).unsigned_abs() as usize;
    let pages = found.len().div_ceil(limit);
    let track = |title: &str| json!({"artist": {"mbid": "", "#text": "Artist"}, "album": {"mbid": "", "#text": ""}, "name": title});
    let mut tracks: Vec<Value> = Vec::new();
    if fake.plays_now {
        let mut now = track("Now");
        now["@attr"] = json!({"nowplaying": "true"});
        tracks.push(now);
    }
    for (at, title) in found.iter().skip((page - 1) * limit).take(limit) {
        let mut heard = track(title);
        heard["date"] = json!({"uts": at.to_string(), "#text": "then"});
        tracks.push(heard);
    }
    let list = match <[Value; 1]>::try_from(tracks) {
        Ok([only]) => only,
        Err(tracks) => Value::Array(tracks),
    };
    let attr = json!({"user": "ann", "page": page.to_string(), "perPage": limit.to_string(),
        "totalPages": pages.to_string(), "total": found.len().to_string()});
    let page = json!({"recenttracks": {"track": list, "@attr": attr}});
    services.answer(page)
}
