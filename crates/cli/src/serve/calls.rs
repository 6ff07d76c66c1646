//! `POST /call/<command>` and `POST /stream/<command>`.

use std::ops::ControlFlow;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base::error::{Code, Error, Result};
use domain::command::REQUEST_BYTES_MAX;
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::serve::Server;
use crate::serve::pipe;
use crate::serve::reply::{answer, blocking, error_line, failed, member};

/// Runs a command; one that takes bytes has them as its body and its request in a header.
pub(crate) async fn call(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let outcome = match kind_of(&headers) {
        Kind::Json => with_json(&server, name, body).await,
        Kind::Bytes => with_bytes(&server, name, &headers, body).await,
        Kind::Other => Err(unsupported()),
    };
    answer(outcome)
}

/// Runs a command that reports while it works, one line of JSON for each report. A client that goes
/// away cancels it.
pub(crate) async fn stream(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let payload = match kind_of(&headers) {
        Kind::Json => payload_of(body).await,
        Kind::Bytes | Kind::Other => Err(unsupported()),
    };
    let payload = match payload {
        Ok(payload) => payload,
        Err(error) => return failed(&error),
    };
    let (lines, body) = pipe::download(&server);
    tokio::task::spawn_blocking(move || {
        let outcome = server.app.stream(&name, &payload, &mut |item| match lines
            .send(member("item", item.get()) + "\n")
        {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        });
        let last = match outcome {
            Ok(reply) => member("done", reply.get()),
            Err(error) => error_line(&error),
        };
        lines.send(last + "\n");
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

enum Kind {
    Json,
    Bytes,
    Other,
}

fn kind_of(headers: &HeaderMap) -> Kind {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match kind.and_then(|kind| kind.split(';').next()).map(str::trim) {
        Some("application/json") => Kind::Json,
        Some("application/octet-stream") => Kind::Bytes,
        // A form, which any page may send anywhere, is none of these.
        Some(_) | None => Kind::Other,
    }
}

fn unsupported() -> Error {
    let words = "a request is application/json, or application/octet-stream with x-payload";
    Error::new(Code::Unsupported, words).at("content-type")
}

async fn payload_of(body: Body) -> Result<Box<RawValue>> {
    let bytes = to_bytes(body, REQUEST_BYTES_MAX)
        .await
        .map_err(|source| Error::invalid("payload", "reading the request").because(source))?;
    let bytes = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
    serde_json::from_slice(bytes)
        .map_err(|source| Error::invalid("payload", "the request is not JSON").because(source))
}

async fn with_json(server: &Arc<Server>, name: String, body: Body) -> Result<Box<RawValue>> {
    let payload = payload_of(body).await?;
    let server = Arc::clone(server);
    blocking(move || server.app.call(&name, &payload)).await
}

async fn with_bytes(
    server: &Arc<Server>,
    name: String,
    headers: &HeaderMap,
    body: Body,
) -> Result<Box<RawValue>> {
    let payload = headers.get("x-payload").map_or(b"%7B%7D".as_slice(), |value| value.as_bytes());
    let text = std::str::from_utf8(payload).map(percent_decode_str).ok();
    let text = text.and_then(|text| text.decode_utf8().ok()).ok_or_else(|| {
        Error::invalid("x-payload", "the header holds the request as percent-encoded JSON")
    })?;
    let payload = RawValue::from_string(text.into_owned())
        .map_err(|source| Error::invalid("x-payload", "the request is not JSON").because(source))?;
    let (uploading, mut upload) = pipe::upload();
    let server = Arc::clone(server);
    let work = blocking(move || server.app.call_with_body(&name, &payload, &mut upload));
    let (outcome, ()) = futures::join!(work, uploading.send(body));
    outcome
}
