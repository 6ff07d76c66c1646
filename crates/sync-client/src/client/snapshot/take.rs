//! A snapshot is taken: all of it comes first and is checked, then documents, then facts.
//!
//! What is here already stays: documents merge, rows that are here are passed over, and what no server has is
//! sent as before. A snapshot whose blocks are all here is taken to its end whatever happens in between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use base::error::{Code, Error, Result};
use store::exchange::LogRow;
use store::store::{Origin, Store, Write};
use store::write::Step;
use sync_protocol::id::{Hash, LogId};
use sync_protocol::log::LogEnd;
use sync_protocol::snapshot::{Block, BlockNote, Manifest, SnapshotContent};

use super::{Doing, Snapshots};
use crate::client::apply::{DELETIONS, is_wave};
use crate::client::{Client, TroubleKind};
use crate::kept::{BLOCK, LABEL, Notes, TAKEN, TAKING};
use crate::snapshot::{DOCUMENTS, ROWS, chain_ends, image, log_rows, note};

/// A snapshot of which blocks are still to come.
pub(super) struct Fetching {
    manifest: Vec<u8>,
    left: VecDeque<Hash>,
}

impl Fetching {
    pub(super) fn next(&self) -> Option<Hash> {
        self.left.front().copied()
    }
}

/// Rows by their place: the hash before, and their own.
type Links = BTreeMap<([u8; 16], i64), (Vec<u8>, Vec<u8>)>;

fn block_key(id: &Hash) -> String {
    format!("{BLOCK}{id}")
}

impl Client {
    /// Begins to take the newest snapshot, if it covers anything that is missing here.
    pub(super) fn take_if_it_helps(&mut self, store: &Store) -> Result<()> {
        let Some(newest) = self.snapshots.newest.clone() else { return self.nothing_to_take() };
        let mut lacks = false;
        for (log, end) in &newest.covers.0 {
            let here = self.kept.vector.0.get(log);
            lacks |= here.is_none_or(|here| here.seq < end.seq);
            let promised = self.sighted.get(log).filter(|(seq, _)| *seq == end.seq);
            let other = here.is_some_and(|here| here.seq == end.seq && here.hash != end.hash)
                || promised.is_some_and(|(_, hash)| *hash != end.hash);
            if other {
                let words = format!("{log} ends there in another piece {}", end.seq);
                return self.false_snapshot(store, newest.hash, &words);
            }
        }
        if !lacks {
            return self.nothing_to_take();
        }
        let manifest = Manifest::read(&newest.bytes)?;
        let known = |note: &BlockNote| matches!(note.kind, DOCUMENTS | ROWS);
        match manifest.open(&newest.bytes, &self.kept.keyring) {
            Ok(content) if content.blocks.iter().all(known) => {}
            Ok(_) => {
                let words = format!("snapshot {} holds what this version cannot read", newest.hash);
                self.trouble(TroubleKind::Newer, words);
                return self.nothing_to_take();
            }
            Err(error) => return self.false_snapshot(store, newest.hash, &error.to_string()),
        }
        let there = store.read(|cx| cx.sync_names(BLOCK))?;
        let there: BTreeSet<_> = there.into_iter().collect();
        let left = manifest.blocks.iter().map(|block| block.id);
        let left = left.filter(|id| !there.contains(id.to_string().as_bytes())).collect();
        self.snapshots.doing = Some(Doing::Taking(Fetching { manifest: newest.bytes, left }));
        self.take_when_all_is_here(store)
    }

    /// There is no snapshot that helps: the logs are asked.
    fn nothing_to_take(&mut self) -> Result<()> {
        if !self.behind.is_empty() {
            let words =
                "the server no longer has what is missing here, and shows no snapshot that has it";
            self.trouble(TroubleKind::ServerLost, words);
        }
        self.snapshots.wanted = false;
        self.want.pull = true;
        Ok(())
    }

    /// A block came.
    pub(super) fn fetched_block(&mut self, store: &Store, id: Hash, body: &[u8]) -> Result<()> {
        self.succeed();
        if let Err(error) = Block::open(body, id, &self.kept.keyring) {
            self.trouble(TroubleKind::FalseSnapshot, error.to_string());
            return self.not_this_one(store);
        }
        let Some(Doing::Taking(fetching)) = &mut self.snapshots.doing else { return Ok(()) };
        fetching.left.retain(|left| *left != id);
        let bytes = body.to_vec();
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(&block_key(&id), Some(&bytes))
        })?;
        self.take_when_all_is_here(store)
    }

    /// The snapshot at hand cannot be used: the logs are asked instead.
    pub(super) fn not_this_one(&mut self, store: &Store) -> Result<()> {
        let taking = matches!(self.snapshots.doing, Some(Doing::Taking(_)));
        self.put_off();
        if taking {
            store.write(Write::new(LABEL).step(Step::None), |cx| cx.forget_sync_values(BLOCK))?;
            self.want.pull = true;
        }
        Ok(())
    }

    fn false_snapshot(&mut self, store: &Store, snapshot: Hash, words: &str) -> Result<()> {
        let words = format!("snapshot {snapshot} is not believed: {words}");
        self.trouble(TroubleKind::FalseSnapshot, words);
        self.snapshots.newest = None;
        self.not_this_one(store)?;
        self.nothing_to_take()
    }

    fn take_when_all_is_here(&mut self, store: &Store) -> Result<()> {
        let Some(Doing::Taking(fetching)) = &self.snapshots.doing else { return Ok(()) };
        if !fetching.left.is_empty() {
            return Ok(());
        }
        let bytes = fetching.manifest.clone();
        if let Err(error) = self.check_all(store, &bytes) {
            if matches!(error.code(), Code::Internal) {
                return Err(error);
            }
            return self.false_snapshot(store, Manifest::hash(&bytes), error.message());
        }
        self.snapshots.doing = None;
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(TAKING, Some(&bytes))
        })?;
        self.snapshots.taking = true;
        self.go_on_taking(store)
    }

    /// Before anything is taken, all of it fits together: blocks, links between rows, ends of chains.
    fn check_all(&self, store: &Store, bytes: &[u8]) -> Result<()> {
        let (manifest, content) = self.opened(bytes)?;
        let mut links = Links::new();
        for (block, told) in manifest.blocks.iter().zip(&content.blocks) {
            let block = self.block(store, block.id)?;
            if note(&block) != *told {
                return Err(Error::invalid("snapshot", "a block is not about what it should be"));
            }
            match block {
                Block::Rows { logs, .. } => {
                    for row in log_rows(&logs)? {
                        let place = (row.incarnation, row.seq);
                        if links.insert(place, (row.prev_hash, row.hash)).is_some() {
                            return Err(Error::invalid("snapshot", "a row is in it twice"));
                        }
                    }
                }
                Block::Documents(documents) => {
                    documents.into_iter().try_for_each(|document| image(document).map(drop))?;
                }
                Block::Unknown { .. } => {}
            }
        }
        let ends = chain_ends(&content.rows);
        let mut before: Option<([u8; 16], i64, &[u8])> = None;
        for ((incarnation, seq), (prev_hash, hash)) in &links {
            let follows = before.filter(|(of, last, _)| of == incarnation && last + 1 == *seq);
            let linked = match follows {
                Some((.., before)) => before == prev_hash,
                None => *seq != 1 || **prev_hash == [0; 32],
            };
            let end = ends.iter().find(|end| end.incarnation == *incarnation);
            let inside = end.is_some_and(|end| {
                *seq < end.head.seq || (*seq == end.head.seq && *hash == end.head.hash)
            });
            if !linked || !inside {
                let words = format!("row {seq} of a device does not fit its chain");
                return Err(Error::invalid("snapshot", words));
            }
            before = Some((*incarnation, *seq, hash.as_slice()));
        }
        Ok(())
    }

    fn opened(&self, bytes: &[u8]) -> Result<(Manifest, SnapshotContent)> {
        let manifest = Manifest::read(bytes)?;
        let content = manifest.open(bytes, &self.kept.keyring)?;
        Ok((manifest, content))
    }

    fn block(&self, store: &Store, id: Hash) -> Result<Block> {
        let sealed = store.read(|cx| cx.sync_value(&block_key(&id)))?;
        let sealed = sealed.ok_or_else(|| Error::not_found("block", id))?;
        Ok(Block::open(&sealed, id, &self.kept.keyring)?)
    }

    /// Takes in a snapshot that is all here: what was begun is finished, after a new start too.
    pub(in crate::client) fn go_on_taking(&mut self, store: &Store) -> Result<()> {
        if !self.snapshots.taking || self.troubles.contains_key(&TroubleKind::Deletions) {
            return Ok(());
        }
        self.snapshots.taking = false;
        let Some(bytes) = store.read(|cx| cx.sync_value(TAKING))? else { return Ok(()) };
        let taken = self.take_blocks(store, &bytes);
        match taken {
            Ok(()) => self.is_taken(store, &bytes),
            Err(error) if error.code() == Code::Denied && error.field() == Some(DELETIONS) => {
                self.snapshots.taking = true;
                self.trouble(TroubleKind::Deletions, error.message());
                Ok(())
            }
            Err(error) if matches!(error.code(), Code::Conflict | Code::Invalid) => {
                // A chain here is another than there.
                store.write(Write::new(LABEL).step(Step::None), |cx| {
                    cx.set_sync_value(TAKING, None)?;
                    cx.forget_sync_values(BLOCK)
                })?;
                self.false_snapshot(store, Manifest::hash(&bytes), error.message())
            }
            Err(error) => {
                self.snapshots.taking = true;
                Err(error)
            }
        }
    }

    fn take_blocks(&mut self, store: &Store, bytes: &[u8]) -> Result<()> {
        let (manifest, content) = self.opened(bytes)?;
        let ends = chain_ends(&content.rows);
        // A chain that is another here is found out before anything is merged.
        if store.read(|cx| cx.ends_agree(&ends))? == Some(false) {
            return Err(Error::new(Code::Conflict, "the log of one device has two ends"));
        }
        let about = || manifest.blocks.iter().zip(&content.blocks);
        let mut gone = 0;
        for (block, _) in about().filter(|(_, note)| note.kind == DOCUMENTS) {
            let Block::Documents(documents) = self.block(store, block.id)? else { continue };
            let images = documents.into_iter().map(image).collect::<Result<Vec<_>>>()?;
            let (allowed, before) = (self.deletions_allowed, gone);
            gone = store.write(taking(), move |cx| {
                let live = cx.read().records_live()?;
                let gone = before + cx.take_images(&images)?.gone;
                if !allowed && is_wave(gone, live) {
                    let words = format!("other devices have deleted {gone} of {live} records");
                    return Err(Error::new(Code::Denied, words).at(DELETIONS));
                }
                Ok(gone)
            })?;
        }
        self.deletions_allowed = false;
        let further = |(log, end): &(&LogId, &LogEnd)| {
            self.kept.vector.0.get(*log).is_none_or(|here| here.seq < end.seq)
        };
        let covers: Vec<_> = manifest.covers.0.iter().filter(further).collect();
        let covers: Vec<_> = covers.into_iter().map(|(log, end)| (*log, *end)).collect();
        let notes = Notes { floors: covers.clone(), ..Notes::default() };
        store.write(taking(), move |cx| {
            cx.cover(&ends)?;
            notes.write(cx)
        })?;
        self.kept.vector.0.extend(covers.iter().copied());
        self.kept.floors.0.extend(covers);
        for (block, _) in about().filter(|(_, note)| note.kind == ROWS) {
            let Block::Rows { logs, .. } = self.block(store, block.id)? else { continue };
            let rows: Vec<LogRow> = log_rows(&logs)?;
            store.write(taking(), move |cx| cx.take_told(&rows).map(drop))?;
        }
        Ok(())
    }

    fn is_taken(&mut self, store: &Store, bytes: &[u8]) -> Result<()> {
        let hash = Manifest::hash(bytes);
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(TAKEN, Some(hash.as_bytes()))?;
            cx.set_sync_value(TAKING, None)?;
            cx.forget_sync_values(BLOCK)
        })?;
        let here = &self.kept.vector.0;
        self.behind.retain(|log, to| here.get(log).is_none_or(|end| end.seq < *to));
        self.sighted.retain(|log, (seq, _)| here.get(log).is_none_or(|end| end.seq < *seq));
        self.stuck.clear();
        self.long.forget_missing();
        self.snapshots =
            Snapshots { jump: true, newest: self.snapshots.newest.take(), ..Snapshots::default() };
        // What came since is asked for log by log: the server's numbers before it are of no use.
        (self.want.heads, self.want.apply, self.want.pull) = (true, true, false);
        Ok(())
    }

    /// The server no longer has what this device asks for.
    pub(in crate::client) fn gone(&mut self, log: Option<LogId>) {
        self.succeed();
        match log {
            // Numbers are of no use then; which logs have more does.
            None => {
                self.snapshots.jump = true;
                (self.want.pull, self.want.heads) = (false, true);
                self.last_pull = self.now();
            }
            Some(log) => {
                self.leave_alone(log);
                self.snapshots.want();
            }
        }
    }
}

fn taking() -> Write {
    Write::new(LABEL).step(Step::None).origin(Origin::Sync)
}
