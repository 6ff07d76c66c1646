//! Answers: `{"ok": …}` and `{"error": …}`, and which status goes with which error.

use std::fmt::Display;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::error::{Code, Error, Result};
use serde_json::value::RawValue;

/// The answer of a command.
pub(crate) fn answer(outcome: Result<Box<RawValue>>) -> Response {
    match outcome {
        Ok(reply) => json(StatusCode::OK, member("ok", reply.get())),
        Err(error) => failed(&error),
    }
}

/// An error, with its status.
pub(crate) fn failed(error: &Error) -> Response {
    json(status_of(error.code()), error_line(error))
}

/// `{"error": …}`.
pub(crate) fn error_line(error: &Error) -> String {
    let wire = serde_json::to_string(&error.wire());
    member("error", wire.expect("a code and two texts have a JSON form"))
}

/// An object with one member whose value is JSON already.
pub(crate) fn member(name: &str, json: impl Display) -> String {
    format!("{{\"{name}\":{json}}}")
}

/// Waits for work on a thread that may block.
///
/// # Errors
/// The work's own; `Internal` when it panicked.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|panic| Err(Error::internal("answering a request", panic)))
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn status_of(code: Code) -> StatusCode {
    match code {
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Invalid => StatusCode::BAD_REQUEST,
        Code::Locked => StatusCode::LOCKED,
        Code::Conflict => StatusCode::CONFLICT,
        Code::Offline => StatusCode::SERVICE_UNAVAILABLE,
        Code::Denied => StatusCode::FORBIDDEN,
        Code::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
