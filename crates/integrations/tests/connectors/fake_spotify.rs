//! accounts.spotify.com and api.spotify.com/v1, as far as they are documented: authorization code with
//! PKCE, refresh tokens that rotate, recently played.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fake::{Services, Shared, lock, reply};

pub(crate) const CLIENT_ID: &str = "0123456789abcdef0123456789abcdef";

type Params = HashMap<String, String>;

/// What Spotify knows.
pub(crate) struct Spotify {
    pub(crate) base: String,
    /// Instants of plays, Unix milliseconds; those in `nameless` have no track.
    pub(crate) plays: Vec<i64>,
    pub(crate) nameless: Vec<i64>,
    /// It never gives more on a page.
    pub(crate) page_max: usize,
    /// The one refresh token that is good.
    pub(crate) refresh: Option<String>,
    /// The one access token that is good.
    pub(crate) access: Option<String>,
    /// The person says no.
    pub(crate) says_no: bool,
    /// A refresh does not bring a new refresh token.
    pub(crate) keeps_refresh: bool,
    /// Tokens given so far.
    pub(crate) given: u32,
    code: Option<(String, Params)>,
}

impl Default for Spotify {
    fn default() -> Spotify {
        Spotify {
            base: String::new(),
            plays: Vec::new(),
            nameless: Vec::new(),
            page_max: 50,
            refresh: None,
            access: None,
            says_no: false,
            keeps_refresh: false,
            given: 0,
            code: None,
        }
    }
}

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/accounts/authorize", get(authorize))
        .route("/accounts/api/token", post(token))
        .route("/v1/me/player/recently-played", get(recently_played))
}

async fn authorize(State(shared): State<Shared>, Query(asked): Query<Params>) -> Response {
    let mut services = lock(&shared);
    let is = |name: &str, value: &str| asked.get(name).is_some_and(|given| given == value);
    let back = asked.get("redirect_uri").cloned().unwrap_or_default();
    let port =
        back.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix("/callback"));
    let proper = is("response_type", "code")
        && is("client_id", CLIENT_ID)
        && is("code_challenge_method", "S256")
        && is("scope", "user-read-recently-played")
        && asked.get("code_challenge").is_some_and(|challenge| challenge.len() == 43)
        && port.is_some_and(|port| port.parse::<u16>().is_ok());
    if !proper {
        return reply(400, &json!({"error": "invalid_request"}), &[]);
    }
    let state = asked.get("state").cloned().unwrap_or_default();
    if services.spotify.says_no {
        return Redirect::to(&format!("{back}?error=access_denied&state={state}")).into_response();
    }
    services.spotify.code = Some(("code+1/2".into(), asked));
    Redirect::to(&format!("{back}?code=code%2B1%2F2&state={state}")).into_response()
}

async fn token(State(shared): State<Shared>, Form(form): Form<Params>) -> Response {
    let mut services = lock(&shared);
    lock(&services.log).push("token".into());
    let is = |name: &str, value: Option<&str>| form.get(name).map(String::as_str) == value;
    let refused =
        |error: &str| reply(400, &json!({"error": error, "error_description": "no"}), &[]);
    if !is("client_id", Some(CLIENT_ID)) {
        return refused("invalid_client");
    }
    match form.get("grant_type").map(String::as_str) {
        Some("authorization_code") => {
            // A code is good once.
            let Some((code, asked)) = services.spotify.code.take() else {
                return refused("invalid_grant");
            };
            let verifier = form.get("code_verifier").cloned().unwrap_or_default();
            let hash = data_encoding::BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
            let proper = is("code", Some(&code))
                && is("redirect_uri", asked.get("redirect_uri").map(String::as_str))
                && asked.get("code_challenge") == Some(&hash);
            if !proper {
                return refused("invalid_grant");
            }
        }
        Some("refresh_token") => {
            let good = services.spotify.refresh.clone();
            if good.is_none() || !is("refresh_token", good.as_deref()) {
                return refused("invalid_grant");
            }
        }
        _ => return refused("unsupported_grant_type"),
    }
    hand_out(&mut services)
}

fn hand_out(services: &mut Services) -> Response {
    let spotify = &mut services.spotify;
    spotify.given += 1;
    let access = format!("access-{}", spotify.given);
    spotify.access = Some(access.clone());
    let mut body =
        json!({"access_token": access, "token_type": "Bearer", "scope": "", "expires_in": 3600});
    if spotify.refresh.is_none() || !spotify.keeps_refresh {
        let refresh = format!("refresh-{}", spotify.given);
        body["refresh_token"] = json!(refresh);
        spotify.refresh = Some(refresh);
    }
    reply(200, &body, &[])
}

async fn recently_played(
    State(shared): State<Shared>,
    Query(asked): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let mut services = lock(&shared);
    services.asked += 1;
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let word = format!("page with {}", bearer.as_deref().unwrap_or("nothing"));
    lock(&services.log).push(word);
    if bearer.is_none() || bearer != services.spotify.access {
        return reply(
            401,
            &json!({"error": {"status": 401, "message": "The access token expired"}}),
            &[],
        );
    }
    let number = |name: &str| asked.get(name).and_then(|text| text.parse::<i64>().ok());
    let (after, before) = (number("after"), number("before"));
    let limit = number("limit").unwrap_or(20);
    if after.is_some() && before.is_some() || !(1..=50).contains(&limit) {
        return reply(400, &json!({"error": {"status": 400, "message": "Bad request"}}), &[]);
    }
    let page = services.spotify.page(after, before, limit.unsigned_abs() as usize);
    services.answer(page)
}

impl Spotify {
    fn page(&self, after: Option<i64>, before: Option<i64>, limit: usize) -> Value {
        let mut plays: Vec<i64> = self.plays.clone();
        plays.sort_unstable_by(|a, b| b.cmp(a));
        // It remembers about fifty.
        plays.truncate(50);
        plays.retain(|at| after.is_none_or(|after| after < *at));
        plays.retain(|at| before.is_none_or(|before| *at < before));
        let shown: Vec<i64> = plays.iter().copied().take(limit.min(self.page_max)).collect();
        let items: Vec<Value> = shown.iter().map(|at| self.item(*at)).collect();
        let href = format!("{}/v1/me/player/recently-played", self.base);
        let next = (shown.len() < plays.len())
            .then(|| format!("{href}?before={}&limit={limit}", shown.last().copied().unwrap_or(0)));
        let cursors = shown.first().zip(shown.last()).map(
            |(newest, oldest)| json!({"after": newest.to_string(), "before": oldest.to_string()}),
        );
        json!({"href": href, "limit": limit, "next": next, "cursors": cursors, "items": items})
    }

    fn item(&self, at: i64) -> Value {
        let track = (!self.nameless.contains(&at))
            .then(|| json!({"name": format!("Track {at}"), "duration_ms": 180_000}));
        let at = Timestamp::from_millisecond(at).expect("an instant").to_string();
        json!({"track": track, "played_at": at, "context": null})
    }
}
