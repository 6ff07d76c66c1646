//! Bodies: messages in and out, names in addresses, problems.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_protocol::id::Hash;
use sync_protocol::wire::{self, Problem, ProblemCode};

use crate::error::{Error, Result, text};

/// How long a body may take to come.
const BODY: Duration = Duration::from_secs(60);

/// A message in CBOR.
pub(crate) struct Wire<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wire<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Wire<T>> {
        let Raw(bytes) = Raw::from_request(request, state).await?;
        Ok(Wire(wire::decode(&bytes)?))
    }
}

impl<T: Serialize> IntoResponse for Wire<T> {
    fn into_response(self) -> Response {
        match wire::encode(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, wire::MEDIA_TYPE)], bytes).into_response(),
            Err(error) => Error::Stored(format!("an answer is too long: {error}")).into_response(),
        }
    }
}

/// A body as it is, no longer than the router's bound.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Raw> {
        let coming = tokio::time::timeout(BODY, Bytes::from_request(request, state)).await;
        let invalid = |words: String| Error::refused(ProblemCode::Invalid, words);
        match coming {
            Ok(Ok(bytes)) => Ok(Raw(bytes)),
            Ok(Err(refused)) => Err(invalid(format!("the body cannot be read: {refused}"))),
            Err(_) => Err(invalid("the body took too long".to_owned())),
        }
    }
}

/// What stands behind the `?`.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>> {
        let found = Query::<T>::from_request_parts(parts, state).await;
        found.map(|Query(asked)| Asked(asked)).map_err(|refused| {
            Error::refused(ProblemCode::Invalid, format!("the address: {refused}"))
        })
    }
}

/// A hash in the address.
pub(crate) struct Named(pub(crate) Hash);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named> {
        let Path(name) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::not_found("address"))?;
        Ok(Named(Hash::new(hex(&name)?)))
    }
}

/// Bytes in hexadecimal, lower case.
pub(crate) fn hex<const N: usize>(text: &str) -> Result<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        let words = format!("a name in the address is not {} hexadecimal digits", 2 * N);
        Error::refused(ProblemCode::Invalid, words)
    })
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, problem) = match self {
            Error::Refused(problem) => (status_of(problem.code), problem),
            other => {
                tracing::error!(error = %other, "a request failed");
                let message = text("the server has trouble; its log says more");
                let problem = Problem { code: ProblemCode::Server, message, retry_ms: Some(5_000) };
                (StatusCode::SERVICE_UNAVAILABLE, problem)
            }
        };
        let retry = problem.retry_ms.map(|ms| ms.div_ceil(1000));
        let mut response = Wire(problem).into_response();
        *response.status_mut() = status;
        if let Some(retry) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry));
        }
        response
    }
}

fn status_of(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::Invalid => StatusCode::BAD_REQUEST,
        ProblemCode::Unauthorized => StatusCode::UNAUTHORIZED,
        ProblemCode::Denied => StatusCode::FORBIDDEN,
        ProblemCode::NotFound => StatusCode::NOT_FOUND,
        ProblemCode::Conflict => StatusCode::CONFLICT,
        ProblemCode::ResyncRequired => StatusCode::GONE,
        ProblemCode::Quota => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::Version => StatusCode::UPGRADE_REQUIRED,
        ProblemCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::Server => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
