//! Letting go of what a snapshot covers.
//!
//! Segments go when a snapshot covers them that a second device has agreed with, that is thirty days old,
//! and when every active device has read past them. Who was silent for half a year is not waited for: it
//! is told to take the snapshot (410) and brings what it still has. Their numbers and hashes stay, so a log
//! can be followed over the gap. Blocks go when no snapshot that is kept names them.
//!
//! What is deliberately not here: blobs and chunks. Only devices know which records still name one.

use std::collections::BTreeSet;

use sync_protocol::id::{Hash, VaultId};
use sync_protocol::membership::Members;
use sync_protocol::snapshot::Manifest;

use crate::blobs::{Blobs, File};
use crate::error::{Error, Result};
use crate::members::follow;
use crate::store::{DAY_MS, Kind, LogStore, Object, VaultRow};

/// How old a snapshot is before anything goes.
const AGE_MS: u64 = 30 * DAY_MS;

/// After how long a device is not waited for.
const SILENCE_MS: u64 = 180 * DAY_MS;

/// Snapshots that stay, newest first, beside the one that covers.
const SNAPSHOTS: usize = 4;

/// What was let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LetGo {
    /// Snapshots' manifests.
    pub snapshots: u64,
    /// Blocks of snapshots.
    pub blocks: u64,
    /// Files, of segments, blocks and manifests.
    pub files: u64,
}

/// Lets go of what is covered, in every vault.
///
/// # Errors
/// When the database or the files cannot be read or written.
pub async fn compact(store: &dyn LogStore, blobs: &Blobs, now_ms: u64) -> Result<LetGo> {
    let mut gone = LetGo::default();
    for row in store.vaults().await? {
        let some = compact_vault(store, blobs, &row, now_ms).await?;
        gone.snapshots += some.snapshots;
        gone.blocks += some.blocks;
        gone.files += some.files;
    }
    Ok(gone)
}

async fn compact_vault(
    store: &dyn LogStore,
    blobs: &Blobs,
    row: &VaultRow,
    now_ms: u64,
) -> Result<LetGo> {
    let vault = row.vault;
    let kept = store.objects(vault, Kind::Snapshot).await?;
    let Some(found) = covering(store, &kept, vault, now_ms).await? else {
        return Ok(LetGo::default());
    };
    let members = follow(store, vault, None, row.head).await?;
    let Some(up_to) = read_by_all(store, &members, row.gsn, now_ms).await? else {
        return Ok(LetGo::default());
    };
    let mut gone = LetGo::default();
    let manifest = manifest(store, blobs, vault, kept[found].name).await?;
    for hash in store.drop_covered(vault, &manifest.covers.0, up_to).await? {
        blobs.delete(vault, File::Segment, &hash.to_string()).await?;
        gone.files += 1;
    }
    let old: Vec<Hash> = kept.iter().skip(SNAPSHOTS.max(found + 1)).map(|kept| kept.name).collect();
    gone.snapshots = old.len() as u64;
    gone.files += forget(store, blobs, vault, Kind::Snapshot, &old).await?;
    let mut named = BTreeSet::new();
    for kept in kept.iter().filter(|kept| !old.contains(&kept.name)) {
        let manifest = self::manifest(store, blobs, vault, kept.name).await?;
        named.extend(manifest.blocks.iter().map(|block| block.id));
    }
    // A block that came lately may be of a snapshot that is still on its way.
    let over = |block: &Object| block.at_ms + AGE_MS <= now_ms && !named.contains(&block.name);
    let blocks = store.objects(vault, Kind::Block).await?;
    let old: Vec<Hash> =
        blocks.iter().filter(|block| over(block)).map(|block| block.name).collect();
    gone.blocks = old.len() as u64;
    gone.files += forget(store, blobs, vault, Kind::Block, &old).await?;
    Ok(gone)
}

/// The newest snapshot that is old enough and that somebody agreed with; which one of the list.
async fn covering(
    store: &dyn LogStore,
    kept: &[Object],
    vault: VaultId,
    now_ms: u64,
) -> Result<Option<usize>> {
    for (index, snapshot) in kept.iter().enumerate() {
        let old = snapshot.at_ms + AGE_MS <= now_ms;
        if old && !store.countersigns(vault, snapshot.name).await?.is_empty() {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// The number that every active device has read past; none if one was never heard of.
async fn read_by_all(
    store: &dyn LogStore,
    members: &Members,
    newest: u64,
    now_ms: u64,
) -> Result<Option<u64>> {
    let cursors = store.cursors(members.vault()).await?;
    let mut up_to = newest;
    for device in members.active() {
        let cursor = cursors.iter().find(|cursor| cursor.device == device.keys.id);
        let seen_ms = cursor.map_or(device.added_ms, |cursor| cursor.seen_ms);
        if now_ms.saturating_sub(seen_ms) <= SILENCE_MS {
            let Some(cursor) = cursor else { return Ok(None) };
            up_to = up_to.min(cursor.gsn);
        }
    }
    Ok(Some(up_to))
}

async fn manifest(
    store: &dyn LogStore,
    blobs: &Blobs,
    vault: VaultId,
    name: Hash,
) -> Result<Manifest> {
    let found = store.object(vault, Kind::Snapshot, name).await?;
    let found = found.ok_or_else(|| Error::Stored(format!("the snapshot {name} is gone")))?;
    let bytes = match found.bytes {
        Some(bytes) => bytes,
        None => {
            let file = File::Named(Kind::Snapshot);
            blobs.get(vault, file, &found.hash.to_string()).await?.to_vec()
        }
    };
    Ok(Manifest::read(&bytes)?)
}

/// Forgets things and deletes their files; how many files there may have been.
async fn forget(
    store: &dyn LogStore,
    blobs: &Blobs,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<u64> {
    let mut files = Vec::new();
    for name in names {
        let found = store.object(vault, kind, *name).await?;
        files.extend(found.filter(|found| found.bytes.is_none()).map(|found| found.hash));
    }
    store.drop_objects(vault, kind, names).await?;
    for hash in &files {
        blobs.delete(vault, File::Named(kind), &hash.to_string()).await?;
    }
    Ok(files.len() as u64)
}
