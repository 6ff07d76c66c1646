//! What another device handed out, checked like anything that comes.

use base::error::Result;
use store::store::Store;
use store::sync::SealedState;
use sync_protocol::error::{Error, Fault};
use sync_protocol::id::{DeviceId, LogId};
use sync_protocol::log::Follows;
use sync_protocol::segment::Segment;
use sync_protocol::wire::{EntryBytes, SegmentBytes};

use super::Visit;
use crate::client::pull::Came;
use crate::client::{Client, TroubleKind};

impl Client {
    /// Entries of the list of devices.
    pub(super) fn take_entries_of_peer(
        &mut self,
        store: &Store,
        (peer, visit): (DeviceId, &mut Visit),
        entries: &[EntryBytes],
    ) -> Result<()> {
        let mut members = self.kept.members.clone();
        let mut new = Vec::new();
        for entry in entries {
            match members.apply(&entry.0) {
                Ok(Follows::Next) => new.push((members.head().n, entry.0.clone())),
                Ok(Follows::Known) => {}
                Err(error) => {
                    let words = error.to_string();
                    match error.fault() {
                        Fault::MembersFork { .. } => self.trouble(TroubleKind::OtherList, words),
                        Fault::Newer { .. } => self.trouble(TroubleKind::Newer, words),
                        _ => self.damaged(peer, visit, words),
                    }
                    visit.entries_done = true;
                    break;
                }
            }
        }
        if new.is_empty() {
            visit.entries_done = true;
            return Ok(());
        }
        self.believe(store, members, new)
    }

    /// Pieces of one log, the next ones.
    pub(super) fn take_pieces_of_peer(
        &mut self,
        store: &Store,
        (peer, visit): (DeviceId, &mut Visit),
        log: LogId,
        pieces: &[SegmentBytes],
    ) -> Result<()> {
        let mut vector = self.kept.vector.clone();
        let mut keep = Vec::new();
        for bytes in pieces {
            match self.take_piece(&mut vector, &bytes.0) {
                Ok(Came::New(piece)) => keep.push((piece, SealedState::ToRead)),
                Ok(Came::Known) => {}
                Ok(Came::Own(header, hash)) => self.look_at_own(store, &header, hash)?,
                Err(error) => {
                    self.judge_of_peer(peer, visit, &error);
                    break;
                }
            }
        }
        let here = self.kept.vector.0.get(&log).map_or(0, |end| end.seq);
        if vector.0.get(&log).map_or(0, |end| end.seq) <= here {
            visit.passed_over.insert(log);
            visit.fruitless += 1;
        }
        if !keep.is_empty() {
            visit.took += keep.len() as u64;
            self.note_ahead(store, keep.iter().map(|(piece, _)| crate::kept::log_of(piece)))?;
            self.keep(store, vector, keep, None)?;
        }
        Ok(())
    }

    /// Another piece than the one that is here, as it said.
    pub(super) fn take_doubted(
        &mut self,
        store: &Store,
        visit: &mut Visit,
        (log, seq): (LogId, u32),
        pieces: &[SegmentBytes],
    ) -> Result<()> {
        visit.passed_over.insert(log);
        visit.fruitless += 1;
        let Some(bytes) = pieces.first() else { return Ok(()) };
        let Ok(segment) = Segment::parse(&bytes.0) else { return Ok(()) };
        let header = *segment.header();
        if header.log() != log || header.seq != seq || self.kept.members.admit(segment).is_err() {
            return Ok(());
        }
        if header.incarnation == self.kept.incarnation {
            return self.look_at_own(store, &header, segment.hash());
        }
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes(), seq);
        let here = store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))?;
        if here.is_some_and(|here| here != *segment.hash().as_bytes()) {
            let words = format!("{log} has two different pieces {seq}, both signed by its writer");
            self.trouble(TroubleKind::Forked, words);
        }
        Ok(())
    }

    fn judge_of_peer(&mut self, peer: DeviceId, visit: &mut Visit, error: &Error) {
        let older = visit.members.is_some_and(|there| self.kept.members.head().n < there.n);
        match error.fault() {
            // It has let go of what comes before.
            Fault::Gap { .. } => {}
            Fault::UnknownDevice { .. } | Fault::UnknownEpoch { .. } if older => {
                self.want.members = true;
            }
            Fault::Fork { .. } => self.trouble(TroubleKind::Forked, error.to_string()),
            Fault::BeyondCut { .. } => self.trouble(TroubleKind::AfterRemoval, error.to_string()),
            Fault::Newer { .. } => self.trouble(TroubleKind::Newer, error.to_string()),
            _ => self.damaged(peer, visit, error.to_string()),
        }
    }
}
