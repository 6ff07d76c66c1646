//! Uploads by offset: what came before the line broke stays.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use futures::StreamExt;
use serde::Deserialize;
use sync_protocol::blob::SEALED_CHUNK_BYTES;
use sync_protocol::id::{Hash, VaultId};
use sync_protocol::snapshot::BLOCK_BYTES_MAX;
use sync_protocol::wire::{ProblemCode, UploadState};
use tokio::time::Instant;

use super::Shared;
use super::asker::Caller;
use super::message::{Asked, Named, Wire, hex};
use super::objects::keep;
use crate::blobs::Upload;
use crate::error::{Error, Result};
use crate::server::Server;
use crate::store::Kind;

/// Bytes of a sealed block: what it unpacks to, padded by at most an eighth, and what is around it.
const SEALED_BLOCK_BYTES: u64 = (BLOCK_BYTES_MAX + BLOCK_BYTES_MAX / 8 + 4096) as u64;

/// How long no byte may come.
const SILENCE: Duration = Duration::from_secs(30);

/// How long one body may take: the memory for it is others' turn.
const BODY: Duration = Duration::from_secs(10 * 60);

/// Where the body belongs.
#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    offset: u64,
    length: u64,
    hash: String,
}

/// One request of an upload.
struct Piece {
    vault: VaultId,
    kind: Kind,
    name: Hash,
    hash: Hash,
    offset: u64,
    length: u64,
}

/// `PUT /v1/blocks/ID?offset=&length=&hash=`, `/v1/chunks/ID`.
pub(super) async fn put(
    kind: Kind,
    State(server): Shared,
    caller: Caller,
    Named(name): Named,
    Asked(place): Asked<Place>,
    body: Body,
) -> Result<Response> {
    let max = if kind == Kind::Chunk { SEALED_CHUNK_BYTES as u64 } else { SEALED_BLOCK_BYTES };
    if place.length == 0 || max < place.length {
        let words = format!("a {} is 1 to {max} bytes long", kind.name());
        return Err(Error::refused(ProblemCode::Invalid, words));
    }
    let vault = caller.vault;
    let piece = Piece {
        vault,
        kind,
        name,
        hash: Hash::new(hex(&place.hash)?),
        offset: place.offset,
        length: place.length,
    };
    if let Some(there) = server.store.object(vault, kind, name).await? {
        let receipt = server.key.receipt(vault, name, there.len, there.at_ms);
        pass_over(body.into_data_stream(), piece.length).await;
        return Ok(Wire(receipt).into_response());
    }
    // What has come is kept even if the client goes: then this request is dropped, its task is not.
    let taking = tokio::spawn(take(server, piece, body.into_data_stream()));
    taking.await.map_err(|_| Error::Ending)?
}

async fn take(server: Arc<Server>, piece: Piece, body: BodyDataStream) -> Result<Response> {
    let (name, hash) = (piece.name.to_string(), piece.hash.to_string());
    let upload = Upload { vault: piece.vault, kind: piece.kind, name: &name, hash: &hash };
    let at = server.blobs.uploaded(upload).await?;
    if piece.offset != at {
        pass_over(body, piece.length).await;
        return Ok(going_on(at));
    }
    let left = piece.length.saturating_sub(at);
    let mib = u32::try_from(left >> 20).unwrap_or(u32::MAX).saturating_add(1);
    let turn = Arc::clone(&server.uploads).acquire_many_owned(mib).await;
    let _turn = turn.map_err(|_| Error::Ending)?;
    let (bytes, broken) = collect(body, left).await?;
    if (bytes.len() as u64) < left {
        if !bytes.is_empty() {
            server.blobs.put_part(upload, at, bytes.clone()).await?;
        }
        if let Some(broken) = broken {
            tracing::debug!(%broken, "an upload broke off");
        }
        return Ok(going_on(at + bytes.len() as u64));
    }
    let all = if at == 0 {
        bytes
    } else {
        server.blobs.put_part(upload, at, bytes).await?;
        server.blobs.joined(upload).await?
    };
    let right = blake3::hash(&all) == blake3::Hash::from_bytes(*piece.hash.as_bytes());
    let kept = if right {
        keep(&server, piece.vault, piece.kind, (piece.name, 0), all).await
    } else {
        let words = "the bytes that came are not those of the hash: begin again";
        Err(Error::refused(ProblemCode::Invalid, words))
    };
    if at != 0 && (kept.is_ok() || !right) {
        server.blobs.end_upload(upload).await?;
    }
    Ok(Wire(kept?).into_response())
}

/// Reads a body that is not wanted to its end: a connection with half a body in it cannot be used again,
/// and who sends one would take the end of it for a failure.
async fn pass_over(mut body: BodyDataStream, length: u64) {
    let mut come = 0;
    while let Ok(Some(Ok(bytes))) = tokio::time::timeout(SILENCE, body.next()).await {
        come += bytes.len() as u64;
        if length < come {
            return;
        }
    }
}

fn going_on(offset: u64) -> Response {
    let state = UploadState { offset, done: false };
    (StatusCode::ACCEPTED, Wire(state)).into_response()
}

/// What comes, up to `left` bytes, and why it ended early.
///
/// # Errors
/// `Invalid` when more comes.
async fn collect(mut body: BodyDataStream, left: u64) -> Result<(Bytes, Option<axum::Error>)> {
    let mut all = BytesMut::new();
    let until = Instant::now() + BODY;
    loop {
        let patience = until.min(Instant::now() + SILENCE);
        let next = tokio::time::timeout_at(patience, body.next()).await;
        let Ok(Some(next)) = next else { return Ok((all.freeze(), None)) };
        match next {
            Ok(bytes) => all.extend_from_slice(&bytes),
            Err(error) => return Ok((all.freeze(), Some(error))),
        }
        if left < all.len() as u64 {
            let words = "more bytes come than the length says";
            return Err(Error::refused(ProblemCode::Invalid, words));
        }
    }
}
