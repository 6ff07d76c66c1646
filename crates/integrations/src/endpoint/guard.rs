//! Who may ask at all: this machine, by this server's own name, from no web page that the person did
//! not allow.
//!
//! Any page that is visited can send requests to 127.0.0.1, and a name that an attacker owns can be
//! made to mean 127.0.0.1. So the Host must be ours, and an Origin must be one that the person gave
//! to a client. The token comes on top (`entry`).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Server;
use super::entry::token_of;
use super::reply::{Reply, blocking};

/// How long a browser may remember that an origin is allowed, seconds. Short: it can be taken back.
const ALLOWED_S: &str = "60";

/// Lets a request through or not, and adds the headers that every answer has.
pub(crate) async fn guard(
    State(server): State<Arc<Server>>,
    request: Request,
    next: Next,
) -> Response {
    // A request that waits cannot be lent: its body belongs to one thread at a time.
    let (method, asked) = (request.method().clone(), request.headers().clone());
    let checked = match is_planted(request.uri().path(), &asked) {
        true => Err(foreign()),
        false => check(&server, &asked).await,
    };
    let mut response = match checked {
        Ok(Origin::None) => next.run(request).await,
        Ok(Origin::Allowed(origin)) => {
            let mut response = match method {
                Method::OPTIONS => preflight(&asked),
                _ => next.run(request).await,
            };
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::VARY, HeaderValue::from_static("origin"));
            response
        }
        Err(reply) => reply.into_response(),
    };
    harden(response.headers_mut());
    response
}

enum Origin {
    /// A program, not a page.
    None,
    Allowed(HeaderValue),
}

/// Whether a page of another site asks for a session by what it embeds: a picture's address needs no
/// origin. The person would be asked to approve what no program wants.
fn is_planted(path: &str, headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    path.starts_with("/2.0")
        && !headers.contains_key(header::ORIGIN)
        && site.is_some_and(|site| site == "cross-site" || site == "same-site")
}

async fn check(server: &Arc<Server>, headers: &HeaderMap) -> Result<Origin, Reply> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| server.is_own_name(host)) {
        return Err(Reply::refused(StatusCode::FORBIDDEN, "This is not the host's own name."));
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(Origin::None) };
    let name = origin.to_str().unwrap_or_default().to_owned();
    let allowed = blocking({
        let (server, name) = (Arc::clone(server), name.clone());
        let token = token_of(headers).ok().map(str::to_owned);
        move || {
            if server.backend.allows_origin(&name)? {
                return Ok(true);
            }
            if let Some(token) = token
                && let Some(client) = server.backend.client(&token)?
            {
                server.backend.refused_origin(&client.name, &name);
            }
            Ok(false)
        }
    });
    if allowed.await? { Ok(Origin::Allowed(origin.clone())) } else { Err(foreign()) }
}

/// The answer to an origin that nobody allowed. It does not say whether the token is known.
pub(crate) fn foreign() -> Reply {
    Reply::refused(StatusCode::FORBIDDEN, "This origin is not allowed for this client.")
}

fn preflight(asked: &HeaderMap) -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type"),
        (header::ACCESS_CONTROL_MAX_AGE, ALLOWED_S),
    ];
    let mut response = (StatusCode::NO_CONTENT, headers).into_response();
    // Browsers ask separately whether a page of the internet may speak to this machine.
    if asked.contains_key("access-control-request-private-network") {
        let yes = HeaderValue::from_static("true");
        response.headers_mut().insert("access-control-allow-private-network", yes);
    }
    response
}

/// Nothing that is answered here is a page, and none of it is to be kept.
fn harden(headers: &mut HeaderMap) {
    let mut put = |name: &'static str, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    put("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    put("cache-control", "no-store");
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "no-referrer");
    put("x-frame-options", "DENY");
}
