//! The page behind the link to a share: it fetches the ciphertext and opens it in the browser.
//!
//! The key stands behind the `#` of the address, which browsers do not send. The page is the same for every
//! share, whether there is one or not: asking for it counts no view and tells nothing.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use data_encoding::HEXLOWER;

use super::Shared;
use super::asker::Stranger;
use crate::env::random;
use crate::error::Result;

const PAGE: &str = include_str!("viewer/page.html");
const SCRIPT: &str = include_str!("viewer/open.js");
const STYLE: &str = include_str!("viewer/page.css");

/// `GET /s/ID`.
pub(super) async fn page(State(server): Shared, _who: Stranger) -> Result<Response> {
    // What is opened stands in a frame that runs nothing; its styles carry the same nonce.
    let nonce = HEXLOWER.encode(&random::<16>(&*server.config.env));
    let page =
        PAGE.replace("{style}", STYLE).replace("{script}", SCRIPT).replace("{nonce}", &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).expect("it is plain text");
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        // Nobody finds the address in a search.
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    ];
    Ok((headers, Html(page)).into_response())
}
