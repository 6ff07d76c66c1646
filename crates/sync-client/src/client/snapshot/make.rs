//! A snapshot is made: of one moment, when everything that is here is on the server, too.

use std::collections::{BTreeMap, BTreeSet};

use base::error::{Code, Result};
use store::store::{Store, Write};
use store::sync::SealedState;
use store::write::Step;
use sync_protocol::blob::blob_id;
use sync_protocol::id::Hash;
use sync_protocol::snapshot::{BlockRef, Draft, Manifest, SnapshotContent};
use sync_protocol::wire::{self, UploadState};

use super::{Doing, LOOK_MS, Newest, SnapshotAsk};
use crate::client::Client;
use crate::kept::{LABEL, NEWEST};
use crate::snapshot::{each_block, note, rows_ends};

/// Names in one question.
const NAMES_MAX: usize = 16_384;

/// A snapshot on its way to the server.
pub(super) struct Making {
    manifest: Vec<u8>,
    /// Sealed blocks that the server may lack.
    blocks: BTreeMap<Hash, Vec<u8>>,
    /// Blocks of which the server was not asked whether it has them.
    unasked: Vec<Hash>,
    /// How much of the first block is there.
    offset: usize,
}

impl Making {
    pub(super) fn next(&self) -> SnapshotAsk {
        if !self.unasked.is_empty() {
            let blocks = self.unasked.iter().take(NAMES_MAX).copied().collect();
            return SnapshotAsk::Missing { blocks };
        }
        match self.blocks.first_key_value() {
            Some((block, sealed)) => {
                let (block, sealed) = (*block, sealed.clone());
                SnapshotAsk::PutBlock { block, offset: self.offset, sealed }
            }
            None => SnapshotAsk::Post { manifest: self.manifest.clone() },
        }
    }
}

/// All that a snapshot is made of, from one view of the vault.
struct Moment {
    content: SnapshotContent,
    refs: Vec<BlockRef>,
    sealed: BTreeMap<Hash, Vec<u8>>,
    blobs: Vec<Hash>,
}

impl Client {
    /// Makes a snapshot, if everything that is here is on the server and nothing that came waits to be read.
    pub(super) fn begin_making(&mut self, store: &Store) -> Result<()> {
        if !self.may_write() || self.want.seal {
            return Ok(());
        }
        let moment = match self.moment(store) {
            Ok(Some(moment)) => moment,
            Ok(None) => return Ok(()),
            // A document waits for changes, or is too long: the logs stay whole until it can be made.
            Err(error) if matches!(error.code(), Code::Conflict | Code::Unsupported) => {
                tracing::info!(%error, "no snapshot is made");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let Moment { content, refs, sealed, blobs } = moment;
        let draft = Draft {
            at_ms: self.now(),
            before: self.snapshots.newest.as_ref().map_or(Hash::ZERO, |newest| newest.hash),
            covers: &self.kept.vector,
            blocks: &refs,
            blobs: &blobs,
            content: &content,
        };
        let kept = &self.kept;
        let manifest = draft.seal(&kept.members, &kept.keyring, &kept.keys, &*self.env)?;
        let unasked = sealed.keys().copied().collect();
        let making = Making { manifest, blocks: sealed, unasked, offset: 0 };
        self.snapshots.doing = Some(Doing::Making(making));
        Ok(())
    }

    fn moment(&self, store: &Store) -> Result<Option<Moment>> {
        let kept = &self.kept;
        store.read(|cx| {
            for state in [SealedState::ToSend, SealedState::ToRead, SealedState::Newer] {
                if cx.sealed_count(state)? != 0 {
                    return Ok(None);
                }
            }
            let own = cx.own_rows_after(kept.scanned, 1, 1)?;
            if !own.is_empty() {
                return Ok(None);
            }
            let mut moment = Moment {
                content: SnapshotContent::default(),
                refs: Vec::new(),
                sealed: BTreeMap::new(),
                blobs: Vec::new(),
            };
            each_block(cx, |block| {
                let (id, bytes) = block.seal(&kept.keyring, &kept.members)?;
                moment.content.blocks.push(note(&block));
                let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
                moment.refs.push(BlockRef { id, bytes: len });
                moment.sealed.insert(id, bytes);
                Ok(())
            })?;
            moment.content.rows = rows_ends(&cx.chain_ends()?);
            let named = cx.attachments()?.into_iter();
            let named: BTreeSet<Hash> =
                named.map(|hash| blob_id(&kept.keyring, Hash::new(*hash.as_bytes()))).collect();
            moment.blobs = named.into_iter().collect();
            Ok(Some(moment))
        })
    }

    /// Which blocks the server lacks.
    pub(super) fn take_missing(&mut self, store: &Store, body: &[u8]) -> Result<()> {
        let Some(Doing::Making(making)) = &mut self.snapshots.doing else { return Ok(()) };
        let Ok(missing) = wire::decode::<wire::Names>(body) else {
            self.put_off();
            return self.refuse(store, 200, body);
        };
        let missing: BTreeSet<Hash> = missing.0.into_iter().collect();
        let asked = making.unasked.len().min(NAMES_MAX);
        for there in making.unasked.drain(..asked).filter(|block| !missing.contains(block)) {
            making.blocks.remove(&there);
        }
        self.succeed();
        Ok(())
    }

    /// What became of a block, or a part of it.
    pub(super) fn block_put(&mut self, status: u16, body: &[u8]) -> Result<()> {
        let Some(Doing::Making(making)) = &mut self.snapshots.doing else { return Ok(()) };
        if status == 200 {
            making.blocks.pop_first();
            making.offset = 0;
            self.succeed();
            return Ok(());
        }
        let there = wire::decode::<UploadState>(body).map(|state| state.offset);
        match there.ok().and_then(|there| usize::try_from(there).ok()) {
            Some(there) if there != making.offset => {
                making.offset = there;
                self.succeed();
            }
            _ => {
                self.put_off();
                self.fail("the server does not take a block of a snapshot".to_owned(), None);
            }
        }
        Ok(())
    }

    /// It is on the server.
    pub(super) fn made(&mut self, store: &Store, bytes: &[u8]) -> Result<()> {
        self.succeed();
        let (hash, manifest) = (Manifest::hash(bytes), Manifest::read(bytes)?);
        let seen = [&hash.as_bytes()[..], &manifest.at_ms.to_be_bytes()].concat();
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(NEWEST, Some(&seen))
        })?;
        let newest = Newest {
            hash,
            by: manifest.device,
            at_ms: manifest.at_ms,
            covers: manifest.covers,
            bytes: bytes.to_vec(),
            agrees: Vec::new(),
        };
        let look_at = self.now() + LOOK_MS;
        let snapshots = &mut self.snapshots;
        (snapshots.doing, snapshots.newest, snapshots.look_at) = (None, Some(newest), look_at);
        Ok(())
    }
}
