//! What the server has is compared with what was seen: here, and by the others.

use std::collections::BTreeMap;

use base::error::Result;
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::id::{Hash, LogId};
use sync_protocol::log::{Difference, LogEnd, Vector};
use sync_protocol::wire::Heads;

use super::{Client, TroubleKind};
use crate::kept::{LABEL, Notes};

/// How long a person is told that the server had lost something, at least.
const TOLD_MS: u64 = 10 * 60_000;

impl Client {
    /// Reads how far the server has one's own logs: all that does not wait to be sent.
    pub(super) fn read_on_server(&mut self, store: &Store) -> Result<()> {
        let unsent = store.read(|cx| cx.sealed_in(store::sync::SealedState::ToSend, usize::MAX))?;
        let mut first: BTreeMap<LogId, u32> = BTreeMap::new();
        for piece in &unsent {
            let seq = first.entry(crate::kept::log_of(piece)).or_insert(piece.seq);
            *seq = (*seq).min(piece.seq);
        }
        self.on_server.clear();
        for (log, end) in &self.kept.vector.0 {
            if log.incarnation != self.kept.incarnation {
                continue;
            }
            let Some(first) = first.get(log) else {
                self.on_server.insert(*log, *end);
                continue;
            };
            let before = first - 1;
            let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes(), before);
            if let Some(hash) = store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))? {
                let epoch = self.epoch_of(store, *log, before)?;
                let sent = LogEnd { seq: before, hash: Hash::new(hash), device: end.device, epoch };
                self.on_server.insert(*log, sent);
            }
        }
        Ok(())
    }

    fn epoch_of(&self, store: &Store, log: LogId, seq: u32) -> Result<u32> {
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
        let pieces = store.read(|cx| cx.sealed_from(place.0, place.1, seq, 1))?;
        match pieces.first() {
            Some(piece) => Ok(sync_protocol::segment::Header::decode(&piece.bytes)?.epoch),
            None => Ok(0),
        }
    }

    /// All logs as the server should have them.
    pub(super) fn server_view(&self) -> Vector {
        let mut view = self.kept.vector.clone();
        view.0.retain(|log, _| log.incarnation != self.kept.incarnation);
        view.0.extend(self.on_server.iter().map(|(log, end)| (*log, *end)));
        for (log, there) in &self.covered_there {
            match there {
                Some(end) => view.0.insert(*log, *end),
                None => view.0.remove(log),
            };
        }
        for (log, end) in self.ahead() {
            match end {
                Some(end) => view.0.insert(*log, *end),
                None => view.0.remove(log),
            };
        }
        view
    }

    /// The server says how far it has all logs.
    pub(super) fn take_heads(&mut self, store: &Store, heads: Heads) -> Result<()> {
        self.want.heads = false;
        self.succeed();
        let there = Vector(heads.heads.0.iter().map(|head| (head.log, head.end)).collect());
        self.covered_there.clear();
        self.met_heads(store, &there)?;
        let here = self.server_view();
        self.lacking.clear();
        let mut lost = 0;
        let now = self.now();
        for difference in here.beyond(&there) {
            match difference {
                Difference::Lacks { log, has, seen } if !self.has_piece(store, log, has + 1)? => {
                    if self.is_covered_there(log, seen) {
                        self.covered_there.insert(log, there.0.get(&log).copied());
                    } else {
                        lost += seen - has;
                    }
                }
                Difference::Lacks { log, has, seen } => {
                    lost += seen - has;
                    // Who says that it has a piece, and then that it has not, gets it once in a while.
                    if self.brought.get(&log).is_none_or(|until| *until <= now) {
                        self.lacking.insert(log, has + 1);
                    }
                }
                Difference::Forked { log, seq } => self.two_ends(log, seq),
            }
        }
        if 0 < lost {
            let words = format!(
                "the server has lost {lost} pieces that were seen there; they are brought to it again"
            );
            self.trouble(TroubleKind::ServerLost, words);
        }
        if !self.lacking.is_empty() {
            self.look_at_long(store)?;
        }
        for difference in there.beyond(&here) {
            match difference {
                Difference::Lacks { log, seen, .. } if log.incarnation == self.kept.incarnation => {
                    // It may be one's own answer that was lost on the way; else it has to show it.
                    let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes(), seen);
                    if store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))?.is_none() {
                        self.doubts.insert(log, seen);
                    }
                }
                Difference::Lacks { log, has, seen } => {
                    let seen = self.up_to_cut(log, seen);
                    if has < seen {
                        self.behind.insert(log, seen);
                    }
                }
                Difference::Forked { log, seq } => self.two_ends(log, seq),
            }
        }
        self.follow_numbers(store, heads.gsn)?;
        if self.lacking.is_empty() && self.open_logs().next().is_none() {
            self.last_success = Some(self.now());
            if self.behind.is_empty() {
                self.server_is_whole();
            }
        }
        Ok(())
    }

    /// It has all again. That it had not stays told for a while: mostly it is mended before anybody looks.
    pub(super) fn server_is_whole(&mut self) {
        let now = self.now();
        let lost = self.troubles.get(&TroubleKind::ServerLost);
        if lost.is_some_and(|lost| TOLD_MS <= now.abs_diff(lost.since_ms)) {
            self.troubles.remove(&TroubleKind::ServerLost);
        }
    }

    /// The server's numbers are a cursor and nothing else.
    fn follow_numbers(&mut self, store: &Store, newest: u64) -> Result<()> {
        if newest < self.kept.cursor {
            // It counts anew.
            self.kept.cursor = 0;
            self.want.pull = true;
        }
        if std::mem::take(&mut self.snapshots.jump) {
            self.kept.cursor = newest;
            let notes = Notes { cursor: Some(newest), ..Notes::default() };
            store.write(Write::new(LABEL).step(Step::None), move |cx| notes.write(cx))?;
            self.want.pull = true;
        }
        Ok(())
    }

    /// Whether a piece is kept here.
    fn has_piece(&self, store: &Store, log: LogId, seq: u32) -> Result<bool> {
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
        Ok(store.read(|cx| cx.sealed_hash(place.0, place.1, seq))?.is_some())
    }

    /// Whether a snapshot on the server stands for a log up to there. If none does, one is to be made.
    fn is_covered_there(&mut self, log: LogId, seen: u32) -> bool {
        let now = self.now();
        self.snapshots.look_soon(now);
        let covered = self.snapshots.covers().and_then(|covers| covers.0.get(&log));
        covered.is_some_and(|end| seen <= end.seq)
    }

    pub(super) fn two_ends(&mut self, log: LogId, seq: u32) {
        let words =
            format!("{log} has two different pieces {seq}: the server shows another history");
        self.trouble(TroubleKind::Forked, words);
        self.leave_alone(log);
    }

    /// Of a removed device's log no more counts than the cut says.
    fn up_to_cut(&self, log: LogId, seen: u32) -> u32 {
        let mut revoked = self.kept.members.devices().filter_map(|device| device.revoked.as_ref());
        let cut = revoked.find_map(|revoked| revoked.cuts.get(&log));
        cut.map_or(seen, |cut| cut.seq.min(seen))
    }

    /// A member has seen a log up to there.
    pub(super) fn sighted(&mut self, log: LogId, seq: u32, hash: Hash) {
        if let Err(error) = self.sightings.note(log, seq, hash) {
            self.trouble(TroubleKind::Forked, error.to_string());
        }
        let here = self.kept.vector.0.get(&log).map_or(0, |end| end.seq);
        let known = self.sighted.get(&log).map_or(here, |(known, _)| here.max(*known));
        if known < seq {
            self.sighted.insert(log, (seq, hash));
        }
    }

    /// Whether somebody has seen what is not here, although the server says that there is no more.
    pub(super) fn look_at_sightings(&mut self, store: &Store) -> Result<()> {
        let hash_of = |log: LogId, seq: u32| {
            let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes());
            // What cannot be read here is nobody's lie.
            let hash = store.read(|cx| cx.sealed_hash(place.0, place.1, seq)).ok().flatten();
            hash.map(Hash::new)
        };
        for difference in self.sightings.beyond(&self.kept.vector, hash_of) {
            match difference {
                // It may be on the next page; comparing with the server tells.
                Difference::Lacks { log, has, seen } => {
                    let seen = self.up_to_cut(log, seen);
                    if has < seen {
                        let end = self.behind.entry(log).or_insert(seen);
                        *end = (*end).max(seen);
                    }
                }
                Difference::Forked { log, seq } => self.two_ends(log, seq),
            }
        }
        Ok(())
    }
}
