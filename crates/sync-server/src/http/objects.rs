//! Blocks, chunks and blobs' manifests: which are missing, and handing them out.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sync_protocol::auth::Receipt;
use sync_protocol::blob::BlobManifest;
use sync_protocol::id::{Hash, VaultId};
use sync_protocol::wire::{self, List, ManifestBytes, Names, ProblemCode};

use super::Shared;
use super::asker::Caller;
use super::message::{Named, Wire};
use super::segments::{day_full, full};
use crate::blobs::{File, Range};
use crate::error::{Error, Result};
use crate::server::Server;
use crate::store::{INLINE_MAX, Kind, Object, Outcome};

/// `POST /v1/blocks/missing`, `/v1/chunks/missing`.
pub(super) async fn missing(
    kind: Kind,
    State(server): Shared,
    caller: Caller,
    Wire(names): Wire<Names>,
) -> Result<Wire<Names>> {
    Ok(Wire(List(server.store.missing(caller.vault, kind, &names.0).await?)))
}

/// `GET /v1/blocks/ID`, `/v1/chunks/ID`.
pub(super) async fn fetch(
    kind: Kind,
    State(server): Shared,
    caller: Caller,
    Named(name): Named,
    headers: HeaderMap,
) -> Result<Response> {
    let found = server.store.object(caller.vault, kind, name).await?;
    let found = found.ok_or_else(|| Error::not_found(kind.name()))?;
    let range = match headers.get(header::RANGE) {
        None => None,
        Some(range) => {
            let range = range.to_str().ok().and_then(|range| read_range(range, found.len));
            Some(range.ok_or_else(|| {
                let words = format!("there are {} bytes, write bytes=FROM-TO", found.len);
                Error::refused(ProblemCode::Invalid, words)
            })?)
        }
    };
    let (from, to) = range.unwrap_or((0, found.len.saturating_sub(1)));
    let body = match found.bytes {
        Some(bytes) => {
            let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
            Body::from(Bytes::from(bytes).slice(at(from)..=at(to)))
        }
        None => {
            let wanted: Option<Range> = range.map(|(from, to)| (from, Some(to)));
            let name = found.hash.to_string();
            Body::from_stream(
                server.blobs.stream(caller.vault, File::Named(kind), &name, wanted).await?,
            )
        }
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, (to + 1 - from).into());
    headers
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/octet-stream"));
    if range.is_some() {
        let told = format!("bytes {from}-{to}/{}", found.len);
        headers.extend(told.parse().ok().map(|told| (header::CONTENT_RANGE, told)));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// `bytes=FROM-` or `bytes=FROM-TO`, cut to the length; both ends included.
fn read_range(range: &str, len: u64) -> Option<(u64, u64)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let from: u64 = from.parse().ok()?;
    let last = len.checked_sub(1)?;
    let to = if to.is_empty() { last } else { to.parse::<u64>().ok()?.min(last) };
    (from <= to).then_some((from, to))
}

/// Keeps something whole, and signs for it.
pub(super) async fn keep(
    server: &Server,
    vault: VaultId,
    kind: Kind,
    (name, epoch): (Hash, u32),
    bytes: Bytes,
) -> Result<Receipt> {
    let hash = Hash::new(*blake3::hash(&bytes).as_bytes());
    let (len, at_ms) = (bytes.len() as u64, server.now_ms());
    let inline = bytes.len() <= INLINE_MAX;
    if !inline {
        server.blobs.put(vault, File::Named(kind), &hash.to_string(), bytes.clone()).await?;
    }
    let bytes = inline.then(|| bytes.to_vec());
    let object = Object { name, len, hash, epoch, at_ms, bytes };
    match server.store.put_object(vault, kind, object, server.config.limits).await? {
        Outcome::Done(()) => Ok(server.key.receipt(vault, name, len, at_ms)),
        Outcome::DayFull => Err(day_full(server)),
        Outcome::Full | Outcome::MembersMoved => Err(full()),
    }
}

/// All bytes of something that is kept.
pub(super) async fn whole(
    server: &Server,
    vault: VaultId,
    kind: Kind,
    name: Hash,
) -> Result<Vec<u8>> {
    let found = server.store.object(vault, kind, name).await?;
    let found = found.ok_or_else(|| Error::not_found(kind.name()))?;
    match found.bytes {
        Some(bytes) => Ok(bytes),
        None => {
            let name = found.hash.to_string();
            Ok(server.blobs.get(vault, File::Named(kind), &name).await?.to_vec())
        }
    }
}

/// Whether all of these are kept.
pub(super) async fn all_there(
    server: &Server,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<()> {
    let missing = server.store.missing(vault, kind, names).await?;
    match missing.first() {
        None => Ok(()),
        Some(first) => {
            let (count, kind) = (missing.len(), kind.name());
            let words = format!("{count} of its {kind}s are not here, the first is {first}");
            Err(Error::refused(ProblemCode::Conflict, words))
        }
    }
}

/// `PUT /v1/blobs/ID`.
pub(super) async fn put_blob(
    State(server): Shared,
    caller: Caller,
    Named(name): Named,
    Wire(ManifestBytes { manifest }): Wire<ManifestBytes>,
) -> Result<Wire<Receipt>> {
    let read = BlobManifest::read(&manifest.0)?;
    read.check(&manifest.0, &caller.members)?;
    if read.blob != name {
        let words = "the manifest is another blob's than the address says";
        return Err(Error::refused(ProblemCode::Invalid, words));
    }
    all_there(&server, caller.vault, Kind::Chunk, &read.chunks).await?;
    let named = (name, read.epoch);
    Ok(Wire(keep(&server, caller.vault, Kind::Blob, named, manifest.0.into()).await?))
}

/// `GET /v1/blobs/ID`.
pub(super) async fn blob(
    State(server): Shared,
    caller: Caller,
    Named(name): Named,
) -> Result<Wire<ManifestBytes>> {
    manifest(&server, &caller, Kind::Blob, name).await
}

/// A manifest as it was signed.
pub(super) async fn manifest(
    server: &Arc<Server>,
    caller: &Caller,
    kind: Kind,
    name: Hash,
) -> Result<Wire<ManifestBytes>> {
    let bytes = whole(server, caller.vault, kind, name).await?;
    Ok(Wire(ManifestBytes { manifest: wire::Bytes(bytes) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_stay_within_what_is_there() {
        assert_eq!(read_range("bytes=0-", 10), Some((0, 9)));
        assert_eq!(read_range("bytes=3-5", 10), Some((3, 5)));
        assert_eq!(read_range("bytes=3-50", 10), Some((3, 9)));
        for wrong in ["bytes=10-", "bytes=5-3", "bytes=-3", "0-3", "bytes=a-b", ""] {
            assert_eq!(read_range(wrong, 10), None, "{wrong}");
        }
        assert_eq!(read_range("bytes=0-", 0), None);
    }
}
