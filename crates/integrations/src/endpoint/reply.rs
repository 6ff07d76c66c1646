//! Answers as ListenBrainz gives them: JSON, and `{"code", "error"}` for what is refused.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::error::{Error, Result};
use serde_json::{Value, json};

use super::listen::Refusal;
use super::rate::Allowance;

/// An answer, with the rate that it tells.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Value,
    allowance: Option<Allowance>,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Reply {
        Reply { status: StatusCode::OK, body, allowance: None }
    }

    pub(crate) fn done() -> Reply {
        Reply::ok(json!({ "status": "ok" }))
    }

    pub(crate) fn refused(status: StatusCode, words: impl Into<String>) -> Reply {
        let body = json!({ "code": status.as_u16(), "error": words.into() });
        Reply { status, body, allowance: None }
    }

    pub(crate) fn bad(words: impl Into<String>) -> Reply {
        Reply::refused(StatusCode::BAD_REQUEST, words)
    }

    /// The vault is locked, or the disk fails: the caller keeps what it has and tries again.
    pub(crate) fn unavailable() -> Reply {
        let words = "Cannot submit listens to queue, please try again later.";
        Reply::refused(StatusCode::SERVICE_UNAVAILABLE, words)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn within(self, allowance: Allowance) -> Reply {
        Reply { allowance: Some(allowance), ..self }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        Reply::bad(refusal.0)
    }
}

impl From<Error> for Reply {
    /// Nothing of the error is told: it may name files.
    fn from(_: Error) -> Reply {
        Reply::unavailable()
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let json = [(header::CONTENT_TYPE, "application/json")];
        let mut response = (self.status, json, self.body.to_string()).into_response();
        if let Some(allowance) = self.allowance {
            allowance.describe(response.headers_mut());
        }
        response
    }
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
