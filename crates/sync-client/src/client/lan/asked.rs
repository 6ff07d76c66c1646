//! What other devices of the vault ask of this one.
//!
//! What was shown once stays as it is: a piece of one's own log that another device may have, or that the server
//! was sent, is never sealed anew, not even when a new epoch begins before any server is known to have it.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use base::error::{Code, Error, Result};
use store::blobs::ContentHash;
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::id::{DeviceId, Hash, Incarnation, LaneId, LogId};
use sync_protocol::lan::{
    Ask, CONTENT_BYTES_MAX, Content, ENTRIES_BYTES_MAX, Pieces, Reply, Stand,
};
use sync_protocol::wire::{BATCH_BYTES_MAX, BATCH_SEGMENTS_MAX, Bytes, HeadOf, List};

use crate::client::push::keep_in_row;
use crate::client::{Client, long};
use crate::kept::{Kept, LABEL};

/// What was shown of the life that follows in the name: `row 8 | (lane 8 | seq 4)*`.
const SHOWN: &str = "shown ";
/// Logs of which the ends are told.
const HEADS_MAX: usize = 4096;
const ENTRIES_MAX: usize = 1024;

/// What others may have of one's own logs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::client) struct Shown {
    /// All rows up to this number are in pieces that were shown.
    pub(in crate::client) row: i64,
    /// The last piece of each log.
    pub(in crate::client) ends: BTreeMap<LaneId, u32>,
}

impl Shown {
    pub(super) fn read(store: &Store, kept: &Kept) -> Result<Shown> {
        let bytes = store.read(|cx| cx.sync_value(&key(kept.incarnation)))?.unwrap_or_default();
        let Some((row, ends)) = bytes.split_first_chunk::<8>() else { return Ok(Shown::default()) };
        let (ends, _) = ends.as_chunks::<12>();
        let ends = ends.iter().filter_map(|end| {
            let (lane, seq) = end.split_first_chunk::<8>()?;
            Some((LaneId::new(*lane), u32::from_be_bytes(*seq.first_chunk()?)))
        });
        Ok(Shown { row: i64::from_be_bytes(*row), ends: ends.collect() })
    }

    fn bytes(&self) -> Vec<u8> {
        let ends = self.ends.iter();
        let ends = ends.flat_map(|(lane, seq)| [&lane.as_bytes()[..], &seq.to_be_bytes()].concat());
        self.row.to_be_bytes().into_iter().chain(ends).collect()
    }
}

fn key(incarnation: Incarnation) -> String {
    format!("{SHOWN}{incarnation}")
}

impl Client {
    /// Answers another device of the vault, that has proved who it is.
    ///
    /// # Errors
    /// `Denied` when it does not belong to the vault any more, or this one does not: then nothing may be
    /// said. What the vault itself refuses.
    pub fn answer(&mut self, store: &Store, peer: DeviceId, ask: &Ask) -> Result<Reply> {
        if !self.is_peer(peer) {
            let words = "a device asks that does not belong to the vault";
            return Err(Error::new(Code::Denied, words));
        }
        match ask {
            Ask::Stand { .. } => {
                self.want.seal = true;
                self.work(store)?;
                self.show(store)?;
                let ends = self.kept.vector.0.iter().take(HEADS_MAX);
                let heads = ends.map(|(log, end)| HeadOf { log: *log, end: *end }).collect();
                Ok(Reply::Stand(Stand { members: self.kept.members.head(), heads: List(heads) }))
            }
            Ask::Entries { from } => self.entries_for(store, *from),
            Ask::Pieces { log, from } => self.pieces_for(store, *log, *from),
            Ask::Content { hash, offset } => content(store, *hash, *offset),
        }
    }

    /// What was shown of one's own logs to other devices.
    pub(in crate::client) fn shown(&self) -> &Shown {
        &self.lan.shown
    }

    /// Everything that is sealed here is about to be shown, to another device or to the server, whose answer may
    /// be lost: it is written down first.
    pub(in crate::client) fn show(&mut self, store: &Store) -> Result<()> {
        let own = self.kept.vector.0.iter();
        let own = own.filter(|(log, _)| log.incarnation == self.kept.incarnation);
        let ends = own.map(|(log, end)| (log.lane, end.seq)).collect();
        let shown = Shown { row: self.kept.scanned, ends };
        if shown == self.lan.shown {
            return Ok(());
        }
        let (key, bytes) = (key(self.kept.incarnation), shown.bytes());
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(&key, Some(&bytes))
        })?;
        self.lan.shown = shown;
        Ok(())
    }

    fn entries_for(&self, store: &Store, from: u32) -> Result<Reply> {
        let last = self.kept.members.head().n;
        if last < from {
            return Ok(Reply::Missing);
        }
        let mut entries = self.entries_from(store, from)?;
        let mut bytes = 0;
        let fit = entries.iter().take(ENTRIES_MAX).take_while(|entry| {
            bytes += entry.0.len();
            bytes <= ENTRIES_BYTES_MAX
        });
        let fit = fit.count().max(1);
        entries.truncate(fit);
        Ok(Reply::Entries(List(entries)))
    }

    fn pieces_for(&self, store: &Store, log: LogId, from: u32) -> Result<Reply> {
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
        let mut pieces =
            store.read(|cx| cx.sealed_from(place.0, place.1, from, BATCH_BYTES_MAX))?;
        if log.incarnation == self.kept.incarnation {
            let shown = self.lan.shown.ends.get(&log.lane).copied().unwrap_or(0);
            pieces.retain(|piece| piece.seq <= shown);
        }
        keep_in_row(&mut pieces, from);
        pieces.truncate(BATCH_SEGMENTS_MAX);
        if pieces.is_empty() {
            return Ok(Reply::Missing);
        }
        let segments = List(pieces.into_iter().map(|piece| Bytes(piece.bytes)).collect());
        Ok(Reply::Pieces(Pieces { segments }))
    }
}

/// A part of what has this hash: what a long row says, or an attachment.
fn content(store: &Store, hash: Hash, offset: u64) -> Result<Reply> {
    if let Some(content) = long::content(store, hash)? {
        let part = usize::try_from(offset).ok().and_then(|offset| content.get(offset..));
        let part = part.unwrap_or_default();
        let bytes = Bytes(part[..part.len().min(CONTENT_BYTES_MAX)].to_vec());
        return Ok(Reply::Content(Content { size: content.len() as u64, bytes }));
    }
    let name = ContentHash::from_bytes(*hash.as_bytes());
    if !store.blobs().has(&name) {
        return Ok(Reply::Missing);
    }
    let mut reader = store.blobs().read(&name)?;
    let size = reader.len();
    let mut bytes = Vec::new();
    if offset < size {
        let unread = |source| {
            let words = format!("attachment {name} cannot be read");
            Error::new(Code::Invalid, words).because(source)
        };
        reader.seek(SeekFrom::Start(offset)).map_err(unread)?;
        reader.take(CONTENT_BYTES_MAX as u64).read_to_end(&mut bytes).map_err(unread)?;
    }
    Ok(Reply::Content(Content { size, bytes: Bytes(bytes) }))
}
