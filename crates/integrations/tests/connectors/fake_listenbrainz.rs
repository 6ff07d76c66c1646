//! api.listenbrainz.org: the listens of a person, newest first, `max_ts` exclusive.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use crate::fake::{Shared, lock, reply};

/// What ListenBrainz knows.
pub(crate) struct ListenBrainz {
    /// Instant (Unix seconds) and title.
    pub(crate) listens: Vec<(i64, String)>,
    pub(crate) page_max: usize,
    /// Requests that are left, and the seconds after which there are more.
    pub(crate) rate: Option<(u32, u32)>,
    /// The token that is needed, if one is.
    pub(crate) token: Option<String>,
}

impl Default for ListenBrainz {
    fn default() -> ListenBrainz {
        ListenBrainz { listens: Vec::new(), page_max: 1000, rate: None, token: None }
    }
}

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/1/user/{user}/listens", get(listens))
}

async fn listens(
    State(shared): State<Shared>,
    Path(user): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let mut services = lock(&shared);
    services.asked += 1;
    let fake = &mut services.listenbrainz;
    if user != "ann" {
        return reply(
            404,
            &json!({"code": 404, "error": format!("Cannot find user: {user}")}),
            &[],
        );
    }
    if let Some(token) = &fake.token
        && headers.get("authorization").and_then(|value| value.to_str().ok())
            != Some(&format!("Token {token}"))
    {
        return reply(401, &json!({"code": 401, "error": "Invalid authorization token."}), &[]);
    }
    let number = |name: &str| asked.get(name).and_then(|text| text.parse::<i64>().ok());
    let count = number("count").unwrap_or(25).clamp(1, 1000).unsigned_abs() as usize;
    let mut found = fake.listens.clone();
    found.retain(|(at, _)| number("max_ts").is_none_or(|max_ts| *at < max_ts));
    found.sort_unstable_by(|a, b| b.cmp(a));
    let oldest = fake.listens.iter().map(|(at, _)| *at).min();
    let listens: Vec<Value> = found
        .iter()
        .take(count.min(fake.page_max))
        .map(|(at, title)| {
            json!({"listened_at": at, "recording_msid": format!("{at}-{title}"), "user_name": user,
                "track_metadata": {"artist_name": "Artist", "track_name": title, "additional_info": {}}})
        })
        .collect();
    let page = json!({"payload": {"count": listens.len(), "user_id": user, "listens": listens,
        "latest_listen_ts": found.first().map(|(at, _)| at), "oldest_listen_ts": oldest}});
    let rate = fake.rate.as_mut().map(|(left, reset_s)| {
        *left = left.saturating_sub(1);
        (*left, *reset_s)
    });
    let mut response = services.answer(page);
    if let Some((left, reset_s)) = rate {
        for (name, value) in [("x-ratelimit-remaining", left), ("x-ratelimit-reset-in", reset_s)] {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
    }
    response
}
