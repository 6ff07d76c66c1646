//! Another device's snapshot is compared with what is here, and countersigned when it is the same.
//!
//! Blocks that this device would make itself, byte for byte, are the same by their names. The others are
//! fetched, and each document and row in them is compared.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use base::error::{Code, Result};
use store::exchange::LogVector;
use store::snapshot::ChainEnd;
use store::store::Store;
use sync_protocol::id::{Hash, Incarnation, LogId};
use sync_protocol::log::LogEnd;
use sync_protocol::segment::Segment;
use sync_protocol::snapshot::{Block, Manifest};

use super::{Doing, Newest};
use crate::client::{Client, TroubleKind};
use crate::snapshot::{chain_ends, each_block, image, log_rows};

/// A comparison that goes on.
pub(super) struct Comparing {
    snapshot: Hash,
    ends: LogVector,
    /// Blocks that this device would not make.
    left: VecDeque<Hash>,
    found: Found,
}

/// What was found in blocks.
#[derive(Default)]
struct Found {
    documents: BTreeSet<[u8; 16]>,
    rows: BTreeMap<Incarnation, usize>,
}

impl Comparing {
    pub(super) fn next(&self) -> Option<Hash> {
        self.left.front().copied()
    }
}

impl Found {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Documents(documents) => {
                self.documents.extend(documents.iter().map(|document| document.id));
            }
            Block::Rows { logs, .. } => {
                for log in logs {
                    *self.rows.entry(log.incarnation).or_default() += log.rows.len();
                }
            }
            Block::Unknown { .. } => {}
        }
    }
}

/// How a snapshot stands to what is here.
enum Stands {
    Agrees,
    Differs(String),
    /// Not everything that it covers is here, or it cannot be compared.
    Unknown,
}

fn heads(ends: &[ChainEnd]) -> LogVector {
    ends.iter().map(|end| (end.incarnation, end.head.clone())).collect()
}

impl Client {
    /// Begins to compare the newest snapshot with what is here; answers whether anything is left to ask.
    pub(super) fn compare(&mut self, store: &Store) -> Result<bool> {
        let Some(newest) = self.snapshots.newest.clone() else { return Ok(false) };
        let own = self.kept.keys.id();
        let said = newest.by == own || newest.agrees.iter().any(|agrees| agrees.device == own);
        // What was taken from it says nothing about it.
        if said || !self.may_write() || self.was_taken(store, newest.hash)? {
            return Ok(false);
        }
        match self.covers_stand(store, &newest)? {
            Stands::Agrees => {}
            Stands::Differs(words) => return self.differs(newest.hash, &words),
            Stands::Unknown => return Ok(false),
        }
        let manifest = Manifest::read(&newest.bytes)?;
        let content = match manifest.open(&newest.bytes, &self.kept.keyring) {
            Ok(content) => content,
            Err(error) => return self.differs(newest.hash, &error.to_string()),
        };
        let ends = chain_ends(&content.rows);
        let keyring = &self.kept.keyring;
        let begun = store.read(|cx| {
            let Some(agree) = cx.ends_agree(&ends)? else { return Ok(None) };
            let mut own: BTreeMap<Hash, Found> = BTreeMap::new();
            each_block(cx, |block| {
                own.entry(block.id(keyring)?).or_default().add(&block);
                Ok(())
            })?;
            Ok(Some((agree, own)))
        });
        let (agree, own) = match begun {
            Ok(Some(begun)) => begun,
            Ok(None) => return Ok(false),
            Err(error) if matches!(error.code(), Code::Conflict | Code::Unsupported) => {
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        if !agree {
            return self.differs(newest.hash, "the logs end in another way there");
        }
        let mut comparing = Comparing {
            snapshot: newest.hash,
            ends: heads(&ends),
            left: VecDeque::new(),
            found: Found::default(),
        };
        for block in &manifest.blocks {
            match own.get(&block.id) {
                Some(same) => {
                    comparing.found.documents.extend(&same.documents);
                    for (incarnation, rows) in &same.rows {
                        *comparing.found.rows.entry(*incarnation).or_default() += rows;
                    }
                }
                None => comparing.left.push_back(block.id),
            }
        }
        self.snapshots.doing = Some(Doing::Comparing(comparing));
        self.compared(store)?;
        Ok(self.snapshots.doing.is_some())
    }

    /// A block that this device would not make.
    pub(super) fn compare_block(&mut self, store: &Store, id: Hash, body: &[u8]) -> Result<()> {
        self.succeed();
        let Some(Doing::Comparing(comparing)) = &mut self.snapshots.doing else { return Ok(()) };
        let snapshot = comparing.snapshot;
        let block = match Block::open(body, id, &self.kept.keyring) {
            Ok(block) => block,
            Err(error) => return self.differs(snapshot, &error.to_string()).map(drop),
        };
        comparing.left.pop_front();
        comparing.found.add(&block);
        let ends = &comparing.ends;
        let stands = store.read(|cx| {
            match block {
                Block::Documents(documents) => {
                    for document in documents {
                        let kind = document.kind.to_string();
                        let Ok(image) = image(document) else { return Ok(Stands::Unknown) };
                        if !cx.image_agrees(&image, ends)? {
                            return Ok(Stands::Differs(format!("a document of {kind} is another")));
                        }
                    }
                }
                Block::Rows { logs, .. } => {
                    let Ok(rows) = log_rows(&logs) else { return Ok(Stands::Unknown) };
                    for row in rows {
                        if !cx.told_agrees(&row)? {
                            let words = format!("row {} of a device is another", row.seq);
                            return Ok(Stands::Differs(words));
                        }
                    }
                }
                Block::Unknown { .. } => return Ok(Stands::Unknown),
            }
            Ok(Stands::Agrees)
        })?;
        match stands {
            Stands::Agrees => self.compared(store),
            Stands::Differs(words) => self.differs(snapshot, &words).map(drop),
            Stands::Unknown => self.after_comparing(store, false),
        }
    }

    /// When nothing is left to compare, nothing may be missing.
    fn compared(&mut self, store: &Store) -> Result<()> {
        let Some(Doing::Comparing(comparing)) = &self.snapshots.doing else { return Ok(()) };
        if !comparing.left.is_empty() {
            return Ok(());
        }
        let (snapshot, ends, found) = (comparing.snapshot, &comparing.ends, &comparing.found);
        let complete = store.read(|cx| {
            let mut rows: BTreeMap<Incarnation, usize> = BTreeMap::new();
            for told in cx.told()? {
                if ends.get(&told.incarnation).is_some_and(|end| told.seq <= end.seq) {
                    *rows.entry(Incarnation::new(told.incarnation)).or_default() += 1;
                }
            }
            Ok(rows == found.rows && cx.images_lacking(&found.documents, ends)?.is_empty())
        })?;
        if !complete {
            return self.differs(snapshot, "something that is here is missing there").map(drop);
        }
        self.snapshots.doing = Some(Doing::Countersigning(snapshot));
        Ok(())
    }

    /// Whether the pieces that a snapshot covers are here, and hold no row beyond its ends.
    fn covers_stand(&self, store: &Store, newest: &Newest) -> Result<Stands> {
        let manifest = Manifest::read(&newest.bytes)?;
        let Ok(content) = manifest.open(&newest.bytes, &self.kept.keyring) else {
            return Ok(Stands::Differs("it cannot be opened".to_owned()));
        };
        for (log, end) in &newest.covers.0 {
            let Some(here) = self.kept.vector.0.get(log) else { return Ok(Stands::Unknown) };
            if here.seq < end.seq {
                return Ok(Stands::Unknown);
            }
            if !self.piece_stands(
                store,
                log,
                end,
                content.rows.get(&log.incarnation).map_or(0, |end| end.seq),
            )? {
                let words = format!("{log} goes on to another piece {} there", end.seq);
                return Ok(Stands::Differs(words));
            }
        }
        Ok(Stands::Agrees)
    }

    fn piece_stands(&self, store: &Store, log: &LogId, end: &LogEnd, rows: u64) -> Result<bool> {
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
        let pieces = store.read(|cx| cx.sealed_from(place.0, place.1, end.seq, 1))?;
        // What was let go of cannot be compared any more.
        let Some(piece) = pieces.first().filter(|piece| piece.seq == end.seq) else {
            return Ok(true);
        };
        if piece.hash != *end.hash.as_bytes() {
            return Ok(false);
        }
        let open = || -> sync_protocol::error::Result<u64> {
            let segment = Segment::parse(&piece.bytes)?;
            let epoch = segment.header().epoch;
            let admitted = self.kept.members.admit(segment)?;
            let Some(lane) = self.kept.keyring.lane_of(log.lane) else { return Ok(0) };
            let body = admitted.open(&self.kept.keyring.lane(epoch, lane)?)?;
            Ok(body.rows.last().map_or(0, |row| row.seq))
        };
        // It was opened when it came: what cannot be opened now was kept for a newer version.
        Ok(open().is_ok_and(|last| last <= rows))
    }

    fn differs(&mut self, snapshot: Hash, words: &str) -> Result<bool> {
        self.snapshots.doing = None;
        let words = format!("snapshot {snapshot} is not what is here: {words}");
        self.trouble(TroubleKind::FalseSnapshot, words);
        Ok(false)
    }
}
