//! Segments that come, and pages of them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use sync_protocol::error::{Error as Broken, Fault};
use sync_protocol::id::{Incarnation, LaneId, LogId, VaultId};
use sync_protocol::membership::Members;
use sync_protocol::segment::Segment;
use sync_protocol::wire::{
    BATCH_BYTES_MAX, BATCH_SEGMENTS_MAX, Bytes, Changes, HeadOf, Heads, List, Placed, PostSegments,
    Posted, PostedSegments, ProblemCode, SegmentBytes,
};

use super::Shared;
use super::asker::Caller;
use super::message::{Asked, Wire, hex};
use crate::blobs::File;
use crate::error::{Error, Result, text};
use crate::server::Server;
use crate::store::{Batch, Cursor, INLINE_MAX, NewSegment, Outcome, Page, PageMax, Written};

/// How often a batch is checked again because members moved meanwhile.
const TRIES: usize = 8;

/// Files that are read or written at the same time for one request.
const FILES: usize = 8;

const PAGE: PageMax = PageMax { segments: BATCH_SEGMENTS_MAX, bytes: BATCH_BYTES_MAX };

/// `POST /v1/segments`.
pub(super) async fn post(
    State(server): Shared,
    caller: Caller,
    Wire(PostSegments { segments, again }): Wire<PostSegments>,
) -> Result<Response> {
    let bytes: usize = segments.0.iter().map(|segment| segment.0.len()).sum();
    if BATCH_BYTES_MAX < bytes {
        let words = format!("the segments of a batch are {BATCH_BYTES_MAX} bytes at most");
        return Err(Error::refused(ProblemCode::Invalid, words));
    }
    let vault = caller.vault;
    let mut members = Arc::clone(&caller.members);
    let segments = Arc::new(segments.0);
    for _ in 0..TRIES {
        let (coming, judges) = (Arc::clone(&segments), Arc::clone(&members));
        let checking = move || check(&coming, &judges, again);
        let mut checked = tokio::task::spawn_blocking(checking).await.map_err(|_| Error::Ending)?;
        put_outside(&server, vault, &checked.new).await?;
        let batch = Batch {
            members: members.head(),
            segments: std::mem::take(&mut checked.new),
            limits: server.config.limits,
            at_ms: server.now_ms(),
        };
        match server.store.post(vault, batch).await? {
            Outcome::Done(written) => return Ok(answer(&server, vault, checked, written)),
            Outcome::Full => return Err(full()),
            Outcome::DayFull => return Err(day_full(&server)),
            Outcome::MembersMoved => {
                let now = server.members_of(vault).await?;
                members = now.ok_or_else(|| Error::not_found("vault"))?;
            }
        }
    }
    Err(Error::wait(ProblemCode::Conflict, "the list of devices moves too fast", 1000))
}

/// Over what a vault may keep.
pub(super) fn full() -> Error {
    Error::refused(ProblemCode::Quota, "the vault is over its quota")
}

/// Over what a vault may take in today.
pub(super) fn day_full(server: &Server) -> Error {
    use crate::store::DAY_MS;
    let left = DAY_MS - server.now_ms() % DAY_MS;
    Error::wait(ProblemCode::Quota, "the vault is over what it may upload in a day", left)
}

/// What became of each segment before the store was asked.
struct Checked {
    /// Of each: what is answered, or nothing where the store decides.
    results: Vec<Option<Posted>>,
    new: Vec<NewSegment>,
}

fn check(segments: &[SegmentBytes], members: &Members, again: bool) -> Checked {
    let mut checked = Checked { results: Vec::with_capacity(segments.len()), new: Vec::new() };
    for bytes in segments {
        let admitted = admit(&bytes.0, members, again);
        checked.results.push(match admitted {
            Ok(new) => {
                checked.new.push(new);
                None
            }
            Err(posted) => Some(posted),
        });
    }
    checked
}

fn admit(bytes: &[u8], members: &Members, again: bool) -> Result<NewSegment, Posted> {
    let refused = |error: &Broken| match error.fault() {
        Fault::BeyondCut { .. } => Posted::Revoked,
        Fault::OldEpoch { .. } => Posted::OldEpoch { epoch: members.epoch() },
        _ => Posted::Refused { why: text(error.to_string()) },
    };
    let segment = Segment::parse(bytes).map_err(|error| refused(&error))?;
    let admitted = members.admit(segment).map_err(|error| refused(&error))?;
    let header = *admitted.segment().header();
    let current = header.epoch == members.epoch() && !members.new_epoch_due();
    if !current && !again {
        return Err(Posted::OldEpoch { epoch: members.epoch() });
    }
    let outside = INLINE_MAX < bytes.len();
    Ok(NewSegment { bytes: bytes.to_vec(), hash: segment.hash(), outside })
}

async fn put_outside(server: &Server, vault: VaultId, new: &[NewSegment]) -> Result<()> {
    let long = new.iter().filter(|segment| segment.outside).map(|segment| {
        let bytes = axum::body::Bytes::copy_from_slice(&segment.bytes);
        let name = segment.hash.to_string();
        async move { server.blobs.put(vault, File::Segment, &name, bytes).await }
    });
    stream::iter(long.collect::<Vec<_>>()).buffer_unordered(FILES).try_collect().await
}

fn answer(server: &Server, vault: VaultId, checked: Checked, written: Written) -> Response {
    let mut placed = written.results.into_iter();
    let mut stored = 0;
    let mut fork = false;
    let results = checked.results.into_iter().filter_map(|result| {
        let result = result.or_else(|| placed.next());
        stored += u64::from(matches!(result, Some(Posted::Stored { .. })));
        fork |= matches!(result, Some(Posted::Fork { .. }));
        result
    });
    let results: Vec<Posted> = results.collect();
    if 0 < stored {
        server.metrics.segments.inc_by(stored);
        server.moved(vault, Some(written.gsn));
    }
    let status = if fork { StatusCode::CONFLICT } else { StatusCode::OK };
    (status, Wire(PostedSegments { results: List(results) })).into_response()
}

/// Where to go on.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// `GET /v1/changes?after=gsn`.
pub(super) async fn changes(
    State(server): Shared,
    caller: Caller,
    Asked(After { after }): Asked<After>,
) -> Result<Wire<Changes>> {
    let page = server.store.changes(caller.vault, after, PAGE).await?;
    if let Some(device) = caller.device() {
        let gsn = after.min(page.next);
        server.seen(caller.vault, Cursor { device, gsn, seen_ms: server.now_ms() });
    }
    told(&server, caller.vault, page).await
}

/// Which segments of which log.
#[derive(Deserialize)]
pub(super) struct Which {
    lane: String,
    incarnation: String,
    from: u32,
    to: u32,
}

/// `GET /v1/segments?lane=&incarnation=&from=&to=`.
pub(super) async fn range(
    State(server): Shared,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Wire<Changes>> {
    let log = LogId {
        lane: LaneId::new(hex(&which.lane)?),
        incarnation: Incarnation::new(hex(&which.incarnation)?),
    };
    let page = server.store.range(caller.vault, log, which.from, which.to, PAGE).await?;
    told(&server, caller.vault, page).await
}

async fn told(server: &Server, vault: VaultId, page: Page) -> Result<Wire<Changes>> {
    if page.gone {
        let words = "some of these segments are gone: take the newest snapshot";
        return Err(Error::refused(ProblemCode::ResyncRequired, words));
    }
    let (next, more, members) = (page.next, page.more, page.members);
    let digest = page.vector.digest();
    let reading = page.segments.into_iter().map(|kept| async move {
        let bytes = match kept.bytes {
            Some(bytes) => bytes,
            None => {
                let name = HEXLOWER.encode(kept.hash.as_bytes());
                server.blobs.get(vault, File::Segment, &name).await?.to_vec()
            }
        };
        Ok::<_, Error>(Placed { gsn: kept.gsn, bytes: Bytes(bytes) })
    });
    let segments = stream::iter(reading.collect::<Vec<_>>()).buffered(FILES).try_collect().await?;
    Ok(Wire(Changes { segments: List(segments), next, more, digest, members }))
}

/// `GET /v1/heads`.
pub(super) async fn heads(State(server): Shared, caller: Caller) -> Result<Wire<Heads>> {
    let (vector, gsn) = server.store.heads(caller.vault).await?;
    let heads = vector.0.into_iter().map(|(log, end)| HeadOf { log, end }).collect();
    Ok(Wire(Heads { heads: List(heads), gsn }))
}
