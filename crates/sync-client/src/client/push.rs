//! What was written here is sealed, and brought to the server.

use std::collections::BTreeMap;

use base::error::{Code, Result};
use store::store::{Store, Write};
use store::sync::{Sealed, SealedState};
use store::write::Step;
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, Lane, LogId};
use sync_protocol::log::LogEnd;
use sync_protocol::segment::{
    Body, Filling, Full, Header, MembersSeen, Observed, Payload, Place, Row, Segment, seal,
};
use sync_protocol::wire::{
    BATCH_BYTES_MAX, BATCH_SEGMENTS_MAX, Bytes, List, PostSegments, Posted, PostedSegments,
};

use super::long::note;
use super::{Ask, Client, HEARTBEAT_MS, STUCK_MS, TroubleKind};
use crate::kept::{LABEL, Notes, StorePlace, log_of, place_of};
use crate::rows::{facts_in, lane_of, to_wire};

/// Rows that are sealed in one go, and their bytes.
const ROWS_AT_ONCE: usize = 4096;
const BYTES_AT_ONCE: usize = 4 << 20;

/// Pieces made in one go, and where the logs end then.
struct Making {
    ends: BTreeMap<LogId, LogEnd>,
    pieces: Vec<Sealed>,
    /// Rows of which the content becomes a blob, by its hash.
    long: Vec<(Hash, u64)>,
    schema: u32,
}

impl Making {
    fn new(schema: i64) -> Making {
        let schema = u32::try_from(schema).unwrap_or(u32::MAX);
        Making { ends: BTreeMap::new(), pieces: Vec::new(), long: Vec::new(), schema }
    }
}

impl Client {
    /// Seals some of what was written; answers whether there may be more.
    pub(super) fn seal_some(&mut self, store: &Store) -> Result<bool> {
        let scanned = self.kept.scanned;
        let (rows, schema) = store.read(|cx| {
            Ok((cx.own_rows_after(scanned, ROWS_AT_ONCE, BYTES_AT_ONCE)?, cx.log_schema()))
        })?;
        let Some(last) = rows.last().map(|row| row.seq) else { return Ok(false) };
        let now_ms = i64::try_from(self.now()).unwrap_or(i64::MAX);
        let mut hashes = BTreeMap::new();
        let mut lanes: BTreeMap<Lane, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let lane = lane_of(&row, now_ms);
            hashes.insert(row.seq.unsigned_abs(), row.hash.clone());
            lanes.entry(lane).or_default().push(to_wire(row)?);
        }
        let mut making = Making::new(schema);
        for (lane, rows) in lanes {
            let mut filling = Filling::default();
            for row in rows {
                let facts = facts_in(&row);
                match filling.push(row, facts) {
                    Ok(()) => {}
                    Err(Full::Seal(row)) => {
                        self.seal_piece(&mut making, lane, filling.take(), &hashes)?;
                        if let Err(Full::Seal(row) | Full::Blob(row)) = filling.push(row, facts) {
                            self.seal_long(&mut making, lane, row, &hashes)?;
                        }
                    }
                    Err(Full::Blob(row)) => {
                        if !filling.is_empty() {
                            self.seal_piece(&mut making, lane, filling.take(), &hashes)?;
                        }
                        self.seal_long(&mut making, lane, row, &hashes)?;
                    }
                }
            }
            if !filling.is_empty() {
                self.seal_piece(&mut making, lane, filling.take(), &hashes)?;
            }
        }
        self.keep_made(store, making, Some(last))?;
        Ok(true)
    }

    /// Tells what was seen of the others, when nothing was written for long.
    pub(super) fn heartbeat(&mut self, store: &Store) -> Result<()> {
        let schema = store.read(|cx| Ok(cx.log_schema()))?;
        let mut making = Making::new(schema);
        self.seal_piece(&mut making, Lane::CONTROL, Vec::new(), &BTreeMap::new())?;
        self.keep_made(store, making, None)
    }

    /// A row that fills a piece alone, if it can be made small enough; else a piece names it, and what it
    /// says becomes a blob.
    fn seal_long(
        &mut self,
        making: &mut Making,
        lane: Lane,
        row: Row,
        hashes: &BTreeMap<u64, Vec<u8>>,
    ) -> Result<()> {
        let sealed = self.seal_piece(making, lane, vec![row.clone()], hashes);
        match (sealed, &row.payload) {
            (Err(error), Payload::Here(content)) if error.code() == Code::Invalid => {
                let hash = Hash::new(*blake3::hash(content).as_bytes());
                let payload = Payload::Elsewhere { hash, bytes: content.len() as u64 };
                making.long.push((hash, row.seq));
                self.seal_piece(making, lane, vec![Row { payload, ..row }], hashes)
            }
            (sealed, _) => sealed,
        }
    }

    fn seal_piece(
        &mut self,
        making: &mut Making,
        lane: Lane,
        rows: Vec<Row>,
        hashes: &BTreeMap<u64, Vec<u8>>,
    ) -> Result<()> {
        let kept = &self.kept;
        let key = kept.keyring.writing(&kept.members, lane)?;
        let log = LogId { lane: kept.keyring.lane_id(lane), incarnation: kept.incarnation };
        let end = making.ends.get(&log).or_else(|| kept.vector.0.get(&log));
        let (seq, prev_hash) = end.map_or((1, Hash::ZERO), |end| (end.seq + 1, end.hash));
        let last = rows.last();
        let tail =
            last.and_then(|row| hashes.get(&row.seq)).and_then(|hash| hash.first_chunk::<4>());
        let now_ms = i64::try_from(self.now()).unwrap_or(i64::MAX);
        let last_row = last.map_or(0, |row| i64::try_from(row.seq).unwrap_or(i64::MAX));
        let body = Body {
            observed: self.to_tell(),
            members: self.members_to_tell(),
            tail: tail.copied().unwrap_or_default(),
            ..Body::empty(making.schema, last.map_or(now_ms, |row| row.hlc_ms))
        };
        let body = Body { rows, ..body };
        let place = Place { incarnation: kept.incarnation, seq, prev_hash };
        let bytes = seal(place, &body, &key, &kept.keys, &*self.env)?;
        let segment = Segment::parse(&bytes)?;
        let end = LogEnd {
            seq,
            hash: segment.hash(),
            device: kept.keys.id(),
            epoch: segment.header().epoch,
        };
        making.ends.insert(log, end);
        making.pieces.push(Sealed {
            lane: *log.lane.as_bytes(),
            incarnation: *log.incarnation.as_bytes(),
            seq,
            hash: *end.hash.as_bytes(),
            last_row,
            bytes,
        });
        for seen in &body.observed {
            let lane = self.kept.keyring.lane_id(seen.lane);
            self.told.insert(LogId { lane, incarnation: seen.incarnation }, seen.seq);
        }
        self.told_members = Some(self.kept.members.head());
        Ok(())
    }

    /// What of others' logs one's own pieces have not told yet.
    fn to_tell(&self) -> Vec<Observed> {
        let foreign = self.kept.vector.0.iter();
        let foreign = foreign.filter(|(log, _)| log.incarnation != self.kept.incarnation);
        // Of what came from another device only what the server can show: who reads it there looks for it.
        let ahead = self.ahead();
        let foreign = foreign.filter_map(|(log, end)| match ahead.get(log) {
            Some(there) => there.as_ref().map(|there| (log, there)),
            None => Some((log, end)),
        });
        let new =
            foreign.filter(|(log, end)| self.told.get(log).is_none_or(|told| *told < end.seq));
        let observed = new.filter_map(|(log, end)| {
            let lane = self.kept.keyring.lane_of(log.lane)?;
            Some(Observed { lane, incarnation: log.incarnation, seq: end.seq, hash: end.hash })
        });
        observed.take(Filling::OBSERVED_MAX).collect()
    }

    fn members_to_tell(&self) -> Option<MembersSeen> {
        let head = self.kept.members.head();
        (self.told_members != Some(head)).then_some(MembersSeen { n: head.n, hash: head.hash })
    }

    fn keep_made(&mut self, store: &Store, making: Making, scanned: Option<i64>) -> Result<()> {
        let Making { ends, pieces, long, .. } = making;
        let own = self.kept.incarnation;
        for (hash, seq) in &long {
            self.long.bring(*hash, (own, *seq));
        }
        let notes = Notes {
            scanned: scanned.map(|scanned| (self.kept.incarnation, scanned)),
            ..Notes::default()
        };
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            for piece in &pieces {
                cx.keep_sealed(piece, SealedState::ToSend)?;
            }
            for (hash, seq) in long {
                note(cx, hash, (own, seq), false)?;
            }
            notes.write(cx)
        })?;
        self.kept.vector.0.extend(ends);
        self.kept.scanned = scanned.unwrap_or(self.kept.scanned);
        self.last_written = self.now();
        Ok(())
    }

    /// Throws away what nobody else has, to seal it again with the newest key. What was shown to another
    /// device or sent to the server stays as it is.
    pub(super) fn seal_again(&mut self, store: &Store) -> Result<()> {
        let shown = self.shown();
        let done = self.kept.sent.max(shown.row);
        let ends: Vec<_> = shown.ends.iter().map(|(lane, seq)| (*lane.as_bytes(), *seq)).collect();
        let notes = Notes { scanned: Some((self.kept.incarnation, done)), ..Notes::default() };
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.drop_unsent(&ends)?;
            notes.write(cx)
        })?;
        self.kept.scanned = done;
        let floors = &self.kept.floors;
        let vector = store.read(|cx| crate::kept::vector(cx, floors))?;
        self.kept.vector = vector;
        self.told.clear();
        self.told_members = None;
        self.want.seal = true;
        Ok(())
    }

    /// What to bring to the server next: what it lost first, then what is new.
    pub(super) fn next_upload(&mut self, store: &Store) -> Result<Option<Ask>> {
        if self.lacking.is_empty() {
            self.lacking = self.to_bring().collect();
        }
        if let Some((log, from)) = self.lacking.iter().next().map(|(log, from)| (*log, *from)) {
            let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
            let mut pieces =
                store.read(|cx| cx.sealed_from(place.0, place.1, from, BATCH_BYTES_MAX))?;
            if let Some(end) = self.on_server.get(&log) {
                pieces.retain(|piece| piece.seq <= end.seq);
            }
            keep_in_row(&mut pieces, from);
            // Nobody takes what a removed device wrote after its cut.
            if let Some(end) = self.kept.vector.0.get(&log) {
                let counts = self.counts(log, end);
                pieces.retain(|piece| piece.seq <= counts);
            }
            if !pieces.is_empty() {
                return Ok(Some(post(pieces, true)));
            }
            self.lacking.remove(&log);
            self.brought.insert(log, self.now() + STUCK_MS);
            self.want.pull = true;
        }
        if !self.may_write() {
            return Ok(None);
        }
        let pieces = store.read(|cx| cx.sealed_in(SealedState::ToSend, BATCH_BYTES_MAX))?;
        if !pieces.is_empty() {
            // What another device was shown in an epoch that is over by now stays in that one.
            let epoch = self.kept.members.epoch();
            let older = |piece: &Sealed| -> Result<bool> {
                Ok(Header::decode(&piece.bytes)?.epoch < epoch)
            };
            let older: Result<Vec<bool>> = pieces.iter().map(older).collect();
            let again = older?.contains(&true);
            self.show(store)?;
            return Ok(Some(post(pieces, again)));
        }
        if !self.to_tell().is_empty() && self.last_written + HEARTBEAT_MS <= self.now() {
            self.heartbeat(store)?;
            let pieces = store.read(|cx| cx.sealed_in(SealedState::ToSend, BATCH_BYTES_MAX))?;
            self.show(store)?;
            return Ok((!pieces.is_empty()).then(|| post(pieces, false)));
        }
        Ok(None)
    }

    /// What became of pieces that were brought.
    pub(super) fn posted(
        &mut self,
        store: &Store,
        ask: &PostSegments,
        posted: PostedSegments,
    ) -> Result<()> {
        let mut done = Vec::new();
        let mut cursor = self.kept.cursor;
        let mut went_on = false;
        for (bytes, result) in ask.segments.0.iter().zip(&posted.results.0) {
            let segment = Segment::parse(&bytes.0)?;
            let header = *segment.header();
            match result {
                Posted::Stored { gsn } | Posted::Known { gsn } => {
                    went_on = true;
                    if *gsn == cursor + 1 {
                        cursor = *gsn;
                    }
                    self.is_there(&segment, &header);
                    let (seq, hash) = (header.seq, segment.hash());
                    let end = LogEnd { seq, hash, device: header.device, epoch: header.epoch };
                    self.is_on_server(store, header.log(), end)?;
                    let log = header.log();
                    done.push((*log.lane.as_bytes(), *log.incarnation.as_bytes(), header.seq));
                }
                Posted::Fork { end } => self.own_fork(&header, end),
                Posted::Gap { end } => {
                    let from = end.map_or(0, |end| end.seq) + 1;
                    if from < header.seq {
                        self.lacking.insert(header.log(), from);
                    }
                }
                Posted::OldEpoch { .. } => {
                    self.want.members = true;
                    self.want.pull = true;
                }
                Posted::Revoked => self.want.members = true,
                Posted::Refused { why } => {
                    let words = format!("the server refuses piece {}: {}", header.seq, why.0);
                    self.trouble(TroubleKind::Refused, words);
                }
            }
        }
        let left = self.keep_posted(store, done, cursor)?;
        if went_on {
            self.troubles.remove(&TroubleKind::Refused);
            self.succeed();
            if !left && self.lacking.is_empty() && !self.want.pull {
                self.last_success = Some(self.now());
            }
        } else {
            self.fail("the server took none of what was brought".to_owned(), None);
        }
        Ok(())
    }

    fn is_there(&mut self, segment: &Segment<'_>, header: &Header) {
        let log = header.log();
        if header.incarnation == self.kept.incarnation {
            let end = LogEnd {
                seq: header.seq,
                hash: segment.hash(),
                device: header.device,
                epoch: header.epoch,
            };
            let known = self.on_server.get(&log).is_some_and(|known| header.seq <= known.seq);
            if !known {
                self.on_server.insert(log, end);
            }
        }
        if let Some(from) = self.lacking.get_mut(&log) {
            *from = (*from).max(header.seq + 1);
        }
    }

    fn own_fork(&mut self, header: &Header, end: &LogEnd) {
        if header.incarnation == self.kept.incarnation {
            // A word is no proof: it has to show the piece.
            self.doubts.insert(header.log(), header.seq);
        } else {
            let fault = Fault::Fork { log: header.log(), seq: end.seq };
            self.trouble(TroubleKind::Forked, fault.to_string());
        }
        self.lacking.remove(&header.log());
    }

    /// Notes what the server has now; answers whether anything waits to be sent.
    fn keep_posted(&mut self, store: &Store, done: Vec<StorePlace>, cursor: u64) -> Result<bool> {
        let scanned = self.kept.scanned;
        let (left, sent) = store.write(Write::new(LABEL).step(Step::None), move |cx| {
            for place in done {
                cx.mark_sent(place)?;
            }
            let left = cx.read().sealed_count(SealedState::ToSend)? != 0;
            let sent = (!left).then_some(scanned);
            Notes { cursor: Some(cursor), sent, ..Notes::default() }.write(cx)?;
            Ok((left, sent))
        })?;
        self.kept.cursor = cursor;
        self.kept.sent = sent.unwrap_or(self.kept.sent);
        Ok(left)
    }
}

/// `again`: a server had them, and lost them.
fn post(mut pieces: Vec<Sealed>, again: bool) -> Ask {
    pieces.truncate(BATCH_SEGMENTS_MAX);
    // Each log's pieces go in their order.
    pieces.sort_by_key(|piece| (log_of(piece), place_of(piece).2));
    let segments = pieces.into_iter().map(|piece| Bytes(piece.bytes)).collect();
    Ask::Post(PostSegments { segments: List(segments), again })
}

/// Keeps the pieces that follow on one another from there on: what a snapshot covers is not kept here, and
/// nobody takes a piece without those before.
pub(super) fn keep_in_row(pieces: &mut Vec<Sealed>, from: u32) {
    let in_row = pieces.iter().zip(from..).take_while(|(piece, seq)| piece.seq == *seq).count();
    pieces.truncate(in_row);
}
