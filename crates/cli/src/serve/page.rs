//! The interface: its files, and one page for every address of it.

use std::borrow::Cow;

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use data_encoding::{BASE64, HEXLOWER};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use crate::serve::guard::{empty, random_hex};

/// What `npm run build` made. A development build reads it from the disk, so that the interface can be
/// built again without building the program.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../ui/dist"]
#[allow_missing = true]
struct Interface;

const INDEX: &str = "index.html";
/// Files whose names change with their content.
const IMMUTABLE: &str = "_app/immutable/";
/// Where the build leaves room for the nonce; the editor reads it there for the styles that it adds.
const NONCE_PLACE: &str = "<style id=\"csp-nonce\">";

/// A file of the interface, or its page.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Interface::get(path).filter(|_| path != INDEX) {
        return asset(path, &file, &headers);
    }
    if path.starts_with("_app/") {
        return empty(StatusCode::NOT_FOUND);
    }
    let html = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    match Interface::get(INDEX) {
        Some(file) => {
            let nonce = random_hex::<16>();
            let page = String::from_utf8_lossy(&file.data);
            let policy = (header::CONTENT_SECURITY_POLICY, policy(&page, &nonce));
            let with_nonce = format!("<style id=\"csp-nonce\" nonce=\"{nonce}\">");
            let page = page.replacen(NONCE_PLACE, &with_nonce, 1);
            ([html], [policy], page).into_response()
        }
        None => ([html], include_str!("unbuilt.html")).into_response(),
    }
}

fn asset(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", HEXLOWER.encode(&file.metadata.sha256_hash()));
    let forever = path.starts_with(IMMUTABLE);
    // These are the program's own files, the same for everybody: a cache may keep them.
    let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let about = [(header::ETAG, tag), (header::CACHE_CONTROL, cache.to_owned())];
    if known {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let kind = [(header::CONTENT_TYPE, file.metadata.mimetype().to_owned())];
    let data = match &file.data {
        Cow::Borrowed(data) => axum::body::Bytes::from_static(data),
        Cow::Owned(data) => data.clone().into(),
    };
    (about, kind, data).into_response()
}

/// What the page may load: itself, and of inline scripts only those that it was built with.
fn policy(page: &str, nonce: &str) -> String {
    let hashes: String = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", BASE64.encode(&Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// The text of each script that is written in the page.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|after| {
        let (attributes, rest) = after.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}
