//! The routes of the protocol, and what every request passes.
//!
//! Who asks is settled by extractors: [`asker::Caller`] has a token, [`asker::Stranger`] none. Each takes
//! from a bucket of its tier before anything is read.

mod asker;
mod events;
mod mailboxes;
mod members;
mod message;
mod objects;
mod ops;
mod segments;
mod session;
mod shares;
mod snapshots;
mod uploads;
mod viewer;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use sync_protocol::wire::MESSAGE_BYTES_MAX;

use crate::error::Error;
use crate::server::Server;
use crate::store::Kind;

pub(crate) use members::invite_name;

pub(crate) type Shared = State<Arc<Server>>;

/// All routes.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new()
        .route("/v1/server", get(session::server))
        .route("/v1/challenge", post(session::challenge))
        .route("/v1/session", post(session::session))
        .route("/v1/vaults", post(members::register))
        .route("/v1/members", get(members::entries).post(members::append))
        .route("/v1/segments", get(segments::range).post(segments::post))
        .route("/v1/changes", get(segments::changes))
        .route("/v1/heads", get(segments::heads))
        .route("/v1/blobs/{id}", get(objects::blob).put(objects::put_blob))
        .route("/v1/snapshots", get(snapshots::list).post(snapshots::post))
        .route("/v1/snapshots/{hash}", get(snapshots::one))
        .route("/v1/snapshots/{hash}/countersignatures", post(snapshots::countersign))
        .route("/v1/rooms", post(mailboxes::room))
        .route("/v1/mailboxes/{id}/{side}", get(mailboxes::read))
        .route("/v1/mailboxes/{id}/{side}/{n}", put(mailboxes::write))
        .route("/v1/shares", get(shares::list))
        .route("/v1/shares/{id}", get(shares::fetch).put(shares::publish).delete(shares::revoke))
        .route("/s/{id}", get(viewer::page))
        .route("/v1/events", get(events::events))
        .route("/healthz", get(ops::health))
        .route("/readyz", get(ops::ready));
    for (kind, path) in [(Kind::Block, "/v1/blocks"), (Kind::Chunk, "/v1/chunks")] {
        router = router
            .route(
                &format!("{path}/missing"),
                post(move |state, caller, names| objects::missing(kind, state, caller, names)),
            )
            .route(
                &format!("{path}/{{id}}"),
                get(move |state, caller, id, headers| {
                    objects::fetch(kind, state, caller, id, headers)
                })
                .put(move |state, caller, id, query, body| {
                    uploads::put(kind, state, caller, id, query, body)
                }),
            );
    }
    if server.config.metrics.is_none() {
        router = router.route("/metrics", get(ops::metrics_here));
    }
    router
        .fallback(async || Error::not_found("address"))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), pass))
        .layer(DefaultBodyLimit::max(MESSAGE_BYTES_MAX))
        .with_state(server)
}

/// Metrics alone.
pub(crate) fn metrics_router(server: Arc<Server>) -> Router {
    Router::new().route("/metrics", get(ops::metrics)).with_state(server)
}

/// Counts and times every request, and adds the headers that every answer has. The log names the route,
/// never the address that was asked for: names stand in it.
async fn pass(State(server): Shared, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().to_string();
    let mut response = next.run(request).await.into_response();
    let (status, took) = (response.status().as_u16(), began.elapsed());
    server.metrics.asked(&method, &route, status, took.as_secs_f64());
    tracing::debug!(method, route, status, ms = took.as_millis() as u64, "answered");
    let headers = response.headers_mut();
    let mut put = |name: header::HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::CACHE_CONTROL, "no-store");
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox");
    put(header::REFERRER_POLICY, "no-referrer");
    if server.audience.starts_with("https://") {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
