//! How the server is: for whoever runs it.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::asker::{Peer, take};
use crate::error::{Error, Result};
use crate::limit::person;
use crate::server::Server;

/// `GET /healthz`: the process answers.
pub(super) async fn health(State(server): Shared, Peer(peer): Peer) -> Result<&'static str> {
    take(&server.lenient, person(peer), &server)?;
    Ok("ok\n")
}

/// `GET /readyz`: the database and the files can be written.
pub(super) async fn ready(State(server): Shared, Peer(peer): Peer) -> Result<&'static str> {
    take(&server.lenient, person(peer), &server)?;
    server.store.ready().await?;
    server.blobs.ready().await?;
    Ok("ok\n")
}

/// `GET /metrics` on a listener of its own.
pub(super) async fn metrics(State(server): Shared) -> Result<Response> {
    text(&server).await
}

/// `GET /metrics` beside the protocol: for this machine alone, and not through a proxy.
pub(super) async fn metrics_here(State(server): Shared, Peer(peer): Peer) -> Result<Response> {
    if server.config.behind_proxy || !peer.to_canonical().is_loopback() {
        return Err(Error::not_found("address"));
    }
    take(&server.lenient, person(peer), &server)?;
    text(&server).await
}

async fn text(server: &Server) -> Result<Response> {
    let totals = server.store.totals().await?;
    let text = server.metrics.text(server.hub.listeners(), totals.vaults, totals.bytes)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
