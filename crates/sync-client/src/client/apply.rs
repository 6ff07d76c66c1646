//! Pieces that came are opened, and their rows taken in, in one transaction each time.

use std::collections::{BTreeMap, BTreeSet};

use base::error::{Code, Error, Result};
use store::exchange::LogRow;
use store::store::{Origin, Store, Write};
use store::sync::{Sealed, SealedState};
use store::write::Step;
use sync_protocol::id::{DeviceId, Hash, Incarnation, LogId};
use sync_protocol::segment::{Body, Payload, Row, Segment};

use super::long::{RowPlace, let_go, note};
use super::{Client, TroubleKind};
use crate::kept::{LABEL, Notes, StorePlace, place_of};
use crate::rows::{Writer, from_wire};

/// Sealed bytes that are opened at once: their rows stay within some tens of MB.
const AT_ONCE: usize = 2 << 20;
/// Records that another device may delete in one go without a word.
const GONE_MAX: usize = 50;
/// The share of all records, and the least number, from which a person is asked, too.
const GONE_SHARE: f64 = 0.05;
const GONE_MIN: usize = 10;

/// A piece that was opened.
struct Opened {
    place: StorePlace,
    writer: Writer,
    body: Body,
}

/// Rows that may be taken in, and the pieces that are done then.
struct Batch {
    rows: Vec<LogRow>,
    done: Vec<StorePlace>,
    /// Those of which the content came as a blob, by its hash.
    long: Vec<(Hash, RowPlace)>,
}

impl Client {
    /// Takes in some rows; answers whether there may be more.
    pub(super) fn apply_some(&mut self, store: &Store) -> Result<bool> {
        if self.troubles.contains_key(&TroubleKind::Deletions) {
            return Ok(false);
        }
        let mut at_once = AT_ONCE;
        loop {
            let pieces = store.read(|cx| cx.sealed_in(SealedState::ToRead, at_once))?;
            if pieces.is_empty() {
                return Ok(false);
            }
            let count = pieces.len();
            let (opened, newer) = self.open_pieces(&pieces);
            self.note_sightings(&opened);
            let batch = match self.batch(store, &opened) {
                Ok(batch) => batch,
                Err(error) => return self.rows_refused(error),
            };
            if !batch.done.is_empty() || !batch.rows.is_empty() || !newer.is_empty() {
                return self.take_rows(store, batch, newer, &opened);
            }
            // Their forerunners come later in the queue, or not yet.
            let all = store.read(|cx| cx.sealed_count(SealedState::ToRead))?;
            if usize::try_from(all).is_ok_and(|all| all <= count) {
                return Ok(false);
            }
            at_once *= 4;
        }
    }

    fn open_pieces(&mut self, pieces: &[Sealed]) -> (Vec<Opened>, Vec<StorePlace>) {
        let mut opened = Vec::with_capacity(pieces.len());
        let mut newer = Vec::new();
        for piece in pieces {
            let open = || {
                let segment = Segment::parse(&piece.bytes)?;
                let header = *segment.header();
                let admitted = self.kept.members.admit(segment)?;
                let Some(lane) = self.kept.keyring.lane_of(header.lane) else { return Ok(None) };
                let key = self.kept.keyring.lane(header.epoch, lane)?;
                let body = admitted.open(&key)?;
                let (device, incarnation) = (header.device, header.incarnation);
                let writer = Writer { device, incarnation, schema: body.schema };
                Ok(Some(Opened { place: place_of(piece), writer, body }))
            };
            match open() {
                Ok(Some(one)) => opened.push(one),
                // A lane that a newer version writes is kept, and handed on.
                Ok(None) => newer.push(place_of(piece)),
                Err(error) => {
                    let error: sync_protocol::error::Error = error;
                    let kind = match error.wants_update() {
                        true => TroubleKind::Newer,
                        false => TroubleKind::Damaged,
                    };
                    self.trouble(kind, error.to_string());
                    newer.push(place_of(piece));
                }
            }
        }
        (opened, newer)
    }

    /// What members say they have seen: who has less is lied to.
    fn note_sightings(&mut self, opened: &[Opened]) {
        for one in opened {
            for seen in &one.body.observed {
                let lane = self.kept.keyring.lane_id(seen.lane);
                let log = LogId { lane, incarnation: seen.incarnation };
                self.sighted(log, seen.seq, seen.hash);
            }
            if let Some(seen) = one.body.members {
                self.look_at_seen(seen);
            }
        }
    }

    /// The rows of these pieces that follow on what is in the log, in the order of their clocks.
    fn batch(&mut self, store: &Store, opened: &[Opened]) -> Result<Batch> {
        let known = store.read(|cx| cx.log_vector())?;
        let mut lives: BTreeMap<Incarnation, BTreeMap<u64, (&Row, Writer)>> = BTreeMap::new();
        for one in opened {
            let life = lives.entry(one.writer.incarnation).or_default();
            life.extend(one.body.rows.iter().map(|row| (row.seq, (row, one.writer))));
        }
        let (mut rows, mut long) = (Vec::new(), Vec::new());
        let mut ends: BTreeMap<Incarnation, u64> = BTreeMap::new();
        let mut hashes: BTreeMap<(Incarnation, u64), Vec<u8>> = BTreeMap::new();
        let tails: BTreeSet<(Incarnation, u64)> = opened
            .iter()
            .filter_map(|one| one.body.rows.last().map(|row| (one.writer.incarnation, row.seq)))
            .collect();
        for (life, of_life) in lives {
            let head = known.get(life.as_bytes());
            let mut end = head.map_or(0, |head| head.seq.unsigned_abs());
            let mut hash = head.map_or_else(|| vec![0; 32], |head| head.hash.clone());
            for (seq, (row, writer)) in of_life.range(end + 1..) {
                if *seq != end + 1 {
                    break;
                }
                // What it says may still be on its way: this log waits for it, and no other.
                let Some(whole) = self.whole(store, row)? else { break };
                if let Payload::Elsewhere { hash, .. } = &row.payload {
                    long.push((*hash, (life, *seq)));
                }
                let row = from_wire(&whole, *writer, &hash)?;
                (end, hash) = (*seq, row.hash.clone());
                if tails.contains(&(life, end)) {
                    hashes.insert((life, end), hash.clone());
                }
                rows.push(row);
            }
            ends.insert(life, end);
        }
        // Clocks of one life only go on, so this keeps each life's order, and lets a change follow on what
        // its writer had read.
        rows.sort_by_key(|row: &LogRow| (row.hlc_ms, row.hlc_count, row.incarnation, row.seq));
        let mut done = Vec::new();
        for one in opened {
            let life = one.writer.incarnation;
            let last = one.body.rows.last().map_or(0, |row| row.seq);
            let computed = hashes.get(&(life, last));
            if computed.is_some_and(|hash| hash[..4] != one.body.tail) {
                let words = format!(
                    "the rows of a device come to another hash here than there, at row {last}"
                );
                return Err(Error::invalid("rows", words));
            }
            if last <= ends.get(&life).copied().unwrap_or(0) {
                done.push(one.place);
            }
        }
        Ok(Batch { rows, done, long })
    }

    fn take_rows(
        &mut self,
        store: &Store,
        batch: Batch,
        newer: Vec<StorePlace>,
        opened: &[Opened],
    ) -> Result<bool> {
        let mut seen: BTreeMap<DeviceId, i64> = BTreeMap::new();
        for one in opened {
            let at = seen.entry(one.writer.device).or_insert(i64::MIN);
            *at = (*at).max(one.body.written_ms);
        }
        seen.retain(|device, at| self.kept.seen.get(device).is_none_or(|known| known < at));
        let notes = Notes {
            seen: seen.iter().map(|(device, at)| (*device, *at)).collect(),
            sighted: self.sighted.iter().map(|(log, (seq, hash))| (*log, *seq, *hash)).collect(),
            ..Notes::default()
        };
        let allowed = self.deletions_allowed;
        let Batch { rows, done, long } = batch;
        // Of what came from another device the server may lack the blobs, too.
        let (to_bring, there): (Vec<_>, Vec<_>) = long
            .into_iter()
            .partition(|(_, place)| self.ahead().keys().any(|log| log.incarnation == place.0));
        let noted = to_bring.clone();
        let write = Write::new(LABEL).step(Step::None).origin(Origin::Sync);
        let outcome = store.write(write, move |cx| {
            let live = cx.read().records_live()?;
            let taken = cx.take_in(&rows)?;
            if !allowed && is_wave(taken.gone, live) {
                let gone = taken.gone;
                let words = format!("another device deletes {gone} of {live} records at once");
                return Err(Error::new(Code::Denied, words).at(DELETIONS));
            }
            for (long, there) in [(&there, true), (&noted, false)] {
                for (hash, place) in long {
                    note(cx, *hash, *place, there)?;
                    let_go(cx, *hash)?;
                }
            }
            for place in &done {
                cx.mark_sealed(*place, SealedState::Read)?;
            }
            for place in &newer {
                cx.mark_sealed(*place, SealedState::Newer)?;
            }
            notes.write(cx)
        });
        if let Err(error) = outcome {
            return self.rows_refused(error);
        }
        self.deletions_allowed = false;
        for (hash, place) in to_bring {
            self.long.bring(hash, place);
        }
        let here = &self.kept.vector.0;
        self.sighted.retain(|log, (seq, _)| here.get(log).is_none_or(|end| end.seq < *seq));
        self.kept.seen.append(&mut seen);
        self.look_at_sightings(store)?;
        Ok(true)
    }

    /// Nothing was taken in: says why, or hands on what only the disk can answer for.
    fn rows_refused(&mut self, error: Error) -> Result<bool> {
        let kind = match error.code() {
            Code::Denied if error.field() == Some(DELETIONS) => TroubleKind::Deletions,
            Code::Invalid => TroubleKind::Damaged,
            Code::Conflict if error.field() == Some("rows") => TroubleKind::Forked,
            _ => return Err(error),
        };
        self.trouble(kind, error.message());
        Ok(false)
    }
}

/// How a refusal because of many deletions is told from others.
pub(super) const DELETIONS: &str = "deletions";

/// Whether so many deletions at once are worth a question.
pub(super) fn is_wave(gone: usize, live: u64) -> bool {
    GONE_MAX < gone || (GONE_MIN <= gone && GONE_SHARE * live as f64 <= gone as f64)
}
