//! Who may ask: a browser that was given the token, on this machine, from this server's own page.
//!
//! Any page that the person visits can send requests to 127.0.0.1, and a name that an attacker owns
//! can be made to mean 127.0.0.1. So the Host must be ours, the Origin must be ours, and the token
//! must be known.

use std::sync::Arc;

use app::env::SystemEnv;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::env::Env;
use base::error::{Code, Error};
use data_encoding::HEXLOWER;
use percent_encoding::percent_decode_str;

use crate::serve::Server;
use crate::serve::reply::failed;

/// The cookie that carries the token.
const COOKIE: &str = "everkept";

/// What lets a browser in. Drawn anew at every start.
pub(crate) struct Token(String);

impl Token {
    const BYTES: usize = 32;

    pub(crate) fn random() -> Token {
        Token(random_hex::<{ Token::BYTES }>())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// In constant time: hashes are compared, by a comparison that does not stop early.
    fn is(&self, given: &str) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(given.as_bytes())
    }
}

/// Random bytes in hexadecimal.
pub(crate) fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    SystemEnv.fill(&mut bytes);
    HEXLOWER.encode(&bytes)
}

/// Lets a request through or not, and adds the headers that every answer has.
pub(crate) async fn guard(
    State(server): State<Arc<Server>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match check(&server, &request) {
        Verdict::In => next.run(request).await,
        Verdict::Entered => entered(&server),
        Verdict::Stranger => stranger(request.headers()),
        Verdict::Foreign(what) => {
            failed(&Error::new(Code::Denied, format!("a request from another {what}")))
        }
    };
    harden(response.headers_mut());
    response
}

enum Verdict {
    /// It has the token.
    In,
    /// It brings the token in its address, for the first time.
    Entered,
    /// It has no token.
    Stranger,
    /// It comes from elsewhere.
    Foreign(&'static str),
}

fn check(server: &Server, request: &Request) -> Verdict {
    let headers = request.headers();
    let ours = |host: &str| {
        let port = server.port;
        host == format!("127.0.0.1:{port}") || host == format!("localhost:{port}")
    };
    let host = text(headers, header::HOST.as_str());
    if !host.is_some_and(ours) {
        return Verdict::Foreign("host");
    }
    if let Some(origin) = headers.get(header::ORIGIN) {
        let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        if origin.is_none() || origin != host {
            return Verdict::Foreign("origin");
        }
    }
    let path = request.uri().path();
    let visit = path == "/" && request.method() == Method::GET;
    // A link in a letter may lead to the first page, and nothing elsewhere may lead further in.
    // Another port of this machine is another site to us, though not to a cookie.
    let site = text(headers, "sec-fetch-site");
    if !visit && site.is_some_and(|site| site == "cross-site" || site == "same-site") {
        return Verdict::Foreign("site");
    }
    if visit && let Some(given) = request.uri().query().and_then(token_of_query) {
        return if server.token.is(&given) { Verdict::Entered } else { Verdict::Stranger };
    }
    let given = bearer(headers).or_else(|| cookie(headers));
    if given.is_some_and(|given| server.token.is(given)) { Verdict::In } else { Verdict::Stranger }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn token_of_query(query: &str) -> Option<String> {
    let given = query.split('&').find_map(|part| part.strip_prefix("token="))?;
    Some(percent_decode_str(given).decode_utf8_lossy().into_owned())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    text(headers, header::AUTHORIZATION.as_str())?.strip_prefix("Bearer ")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// The token moves from the address, which a history keeps, into a cookie that no script reads.
fn entered(server: &Server) -> Response {
    let cookie = format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path=/", server.token.as_str());
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, "/".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn stranger(headers: &HeaderMap) -> Response {
    if text(headers, header::ACCEPT.as_str()).is_some_and(|accept| accept.contains("text/html")) {
        let page = include_str!("stranger.html");
        let html = (header::CONTENT_TYPE, "text/html; charset=utf-8");
        return (StatusCode::UNAUTHORIZED, [html], page).into_response();
    }
    let error = Error::new(Code::Denied, "open the address that `everkept serve` printed");
    let mut response = failed(&error);
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

/// What nothing but the page itself may relax: no scripts, no frames, no sniffing, no other readers.
fn harden(headers: &mut HeaderMap) {
    let mut put = |name: &'static str, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    put("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    put("cache-control", "no-store");
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "no-referrer");
    put("cross-origin-resource-policy", "same-origin");
    put("cross-origin-opener-policy", "same-origin");
    put("x-frame-options", "DENY");
}

/// Nothing, for answers that have no body.
pub(crate) fn empty(status: StatusCode) -> Response {
    (status, Body::empty()).into_response()
}
