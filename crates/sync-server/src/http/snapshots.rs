//! Snapshots and who agrees with them.

use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use sync_protocol::auth::Receipt;
use sync_protocol::id::Hash;
use sync_protocol::snapshot::{Countersign, Manifest};
use sync_protocol::wire::{Bytes, List, ManifestBytes, ProblemCode, SnapshotOf, Snapshots};

use super::Shared;
use super::asker::Caller;
use super::message::{Named, Raw, Wire, hex};
use super::objects::{all_there, keep, manifest, whole};
use crate::error::{Error, Result};
use crate::store::Kind;

/// Snapshots in a list.
const LISTED: usize = 64;

/// Bytes of a countersignature.
const COUNTERSIGN_BYTES_MAX: usize = 256;

/// `POST /v1/snapshots`.
pub(super) async fn post(
    State(server): Shared,
    caller: Caller,
    Wire(ManifestBytes { manifest }): Wire<ManifestBytes>,
) -> Result<Wire<Receipt>> {
    let read = Manifest::read(&manifest.0)?;
    read.check(&manifest.0, &caller.members)?;
    let blocks: Vec<Hash> = read.blocks.iter().map(|block| block.id).collect();
    all_there(&server, caller.vault, Kind::Block, &blocks).await?;
    let named = (Manifest::hash(&manifest.0), read.epoch);
    let receipt = keep(&server, caller.vault, Kind::Snapshot, named, manifest.0.into()).await?;
    server.audit(Some(caller.signer), "snapshot", Some(caller.vault), "").await?;
    server.moved(caller.vault, None);
    Ok(Wire(receipt))
}

/// `GET /v1/snapshots`.
pub(super) async fn list(State(server): Shared, caller: Caller) -> Result<Wire<Snapshots>> {
    let mut snapshots = Vec::new();
    let kept = server.store.objects(caller.vault, Kind::Snapshot).await?;
    for object in kept.into_iter().take(LISTED) {
        let agree = server.store.countersigns(caller.vault, object.name).await?;
        snapshots.push(SnapshotOf {
            snapshot: object.name,
            bytes: u32::try_from(object.len).unwrap_or(u32::MAX),
            countersigns: List(agree.into_iter().map(|(_, bytes)| Bytes(bytes)).collect()),
        });
    }
    Ok(Wire(Snapshots { snapshots: List(snapshots) }))
}

/// `GET /v1/snapshots/HASH`.
pub(super) async fn one(
    State(server): Shared,
    caller: Caller,
    Named(name): Named,
) -> Result<Wire<ManifestBytes>> {
    manifest(&server, &caller, Kind::Snapshot, name).await
}

/// `POST /v1/snapshots/HASH/countersignatures`.
pub(super) async fn countersign(
    State(server): Shared,
    caller: Caller,
    Path(name): Path<String>,
    Raw(bytes): Raw,
) -> Result<StatusCode> {
    let name = Hash::new(hex(&name)?);
    if COUNTERSIGN_BYTES_MAX < bytes.len() {
        return Err(Error::refused(ProblemCode::Invalid, "a countersignature is shorter"));
    }
    let snapshot = Manifest::read(&whole(&server, caller.vault, Kind::Snapshot, name).await?)?;
    let read = Countersign::read(&bytes, snapshot.device, &caller.members)?;
    if read.snapshot != name {
        let words = "the countersignature is another snapshot's";
        return Err(Error::refused(ProblemCode::Invalid, words));
    }
    server.store.countersign(caller.vault, name, read.device, bytes.to_vec()).await?;
    server.moved(caller.vault, None);
    Ok(StatusCode::NO_CONTENT)
}
