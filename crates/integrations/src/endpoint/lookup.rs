//! What programs ask by ListenBrainz's API. Unlike there, everything needs a token: what one hears is
//! one's own.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::backend::{Listen, ListenPage, ListenRange};
use super::entry::{Entered, Known, known};
use super::form::Form;
use super::listen;
use super::listens::{entered, read};
use super::rate::Caller;
use super::reply::{Reply, blocking};
use super::{Server, entry};

/// Listens of an answer: by default, and at most.
const COUNT: usize = 25;
const COUNT_MAX: usize = 1_000;

/// `GET /1/validate-token`
pub(crate) async fn validate_token(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    let query = Form::read(query.as_deref().unwrap_or_default());
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let in_header = header.and_then(|header| {
        let (scheme, _) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("token").then(|| entry::token_of(&headers).ok())?
    });
    let Some(token) = in_header.or(query.get("token")).filter(|token| !token.is_empty()) else {
        return match server.count(Caller::Stranger) {
            Ok(allowance) => {
                Reply::bad("You need to provide an Authorization token.").within(allowance)
            }
            Err(refused) => refused,
        };
    };
    match known(&server, &headers, token).await {
        Ok(Known { client: Some(_), allowance }) => {
            let user = &server.user;
            let body =
                json!({ "code": 200, "message": "Token valid.", "valid": true, "user_name": user });
            Reply::ok(body).within(allowance)
        }
        Ok(Known { client: None, allowance }) => {
            let body = json!({ "code": 200, "message": "Token invalid.", "valid": false });
            Reply::ok(body).within(allowance)
        }
        Err(refused) => refused,
    }
}

/// `GET /1/user/{name}/listens`.
pub(crate) async fn listens(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    entered(&server, &headers, async |_| {
        server.check_user(&name)?;
        let range = range(&Form::read(query.as_deref().unwrap_or_default()))?;
        let page = blocking({
            let server = Arc::clone(&server);
            move || server.backend.listens(range)
        });
        let ListenPage { listens, latest_at, oldest_at } = page.await?;
        let listens: Vec<Value> =
            listens.into_iter().map(|listen| shown(listen, &server.user)).collect();
        Ok(Reply::ok(json!({ "payload": {
            "user_id": name,
            "count": listens.len(),
            "listens": listens,
            "latest_listen_ts": latest_at,
            "oldest_listen_ts": oldest_at,
        } })))
    })
    .await
}

fn shown(listen: Listen, user: &str) -> Value {
    let Listen { listened_at, track_metadata: mut track } = listen;
    let msid = listen::msid(&track);
    track.entry("additional_info").or_insert_with(|| json!({}));
    json!({
        "listened_at": listened_at,
        "recording_msid": msid,
        "user_name": user,
        "track_metadata": track,
    })
}

fn range(query: &Form) -> Result<ListenRange, Reply> {
    let number = |name: &str| match query.get(name).filter(|given| !given.is_empty()) {
        Some(given) => match given.trim().parse::<i64>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Reply::bad(format!("Invalid {name} argument: {given}"))),
        },
        None => Ok(None),
    };
    // Zero is no bound there either.
    let before = number("max_ts")?.filter(|at| *at != 0);
    let after = number("min_ts")?.filter(|at| *at != 0);
    if let (Some(before), Some(after)) = (before, after) {
        if before < after {
            return Err(Reply::bad("max_ts should be greater than min_ts"));
        }
        if before == after {
            return Err(Reply::bad("min_ts should be less than max_ts"));
        }
    }
    let count = match number("count")? {
        Some(count) => usize::try_from(count)
            .map_err(|_| Reply::bad("Number of items requested should be positive"))?,
        None => COUNT,
    };
    Ok(ListenRange { after, before, count: count.min(COUNT_MAX) })
}

/// `GET /1/user/{name}/listen-count`
pub(crate) async fn listen_count(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Reply {
    entered(&server, &headers, async |_| {
        server.check_user(&name)?;
        let server = Arc::clone(&server);
        let count = blocking(move || server.backend.count()).await?;
        Ok(Reply::ok(json!({ "payload": { "count": count } })))
    })
    .await
}

/// `GET /1/user/{name}/playing-now`
pub(crate) async fn playing_now(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Reply {
    entered(&server, &headers, async |_| {
        server.check_user(&name)?;
        let track = server.now.get(server.now_s());
        let listens: Vec<Value> = track
            .into_iter()
            .map(|track| json!({ "playing_now": true, "track_metadata": track }))
            .collect();
        Ok(Reply::ok(json!({ "payload": {
            "count": listens.len(),
            "user_id": name,
            "playing_now": true,
            "listens": listens,
        } })))
    })
    .await
}

/// `GET /1/latest-import`
pub(crate) async fn latest_import(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    entered(&server, &headers, async |Entered { client, .. }| {
        let query = Form::read(query.as_deref().unwrap_or_default());
        server.check_user(query.get("user_name").unwrap_or_default())?;
        let at = blocking({
            let server = Arc::clone(&server);
            move || server.backend.latest_import(&client.name)
        });
        Ok(Reply::ok(json!({ "musicbrainz_id": server.user, "latest_import": at.await? })))
    })
    .await
}

/// `POST /1/latest-import`
pub(crate) async fn set_latest_import(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Reply {
    entered(&server, &headers, async |Entered { client, .. }| {
        let invalid = || Reply::bad("Invalid data sent");
        let bytes = read(body).await?;
        let given: Value = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        let at = match given.get("ts") {
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_i64(),
            None if given.is_object() => Some(0),
            None => None,
        };
        let at = at.ok_or_else(invalid)?;
        let server = Arc::clone(&server);
        let kept = blocking(move || match server.backend.latest_import(&client.name)? < at {
            true => server.backend.set_latest_import(&client.name, at),
            false => Ok(()),
        });
        kept.await?;
        Ok(Reply::done())
    })
    .await
}

impl Server {
    fn check_user(&self, name: &str) -> Result<(), Reply> {
        if name.to_lowercase() == self.user.to_lowercase() {
            return Ok(());
        }
        Err(Reply::refused(StatusCode::NOT_FOUND, format!("Cannot find user: {name}")))
    }
}
