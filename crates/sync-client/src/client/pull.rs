//! What others wrote comes in: each piece is believed only when a member signed it and it follows.

use base::error::Result;
use store::store::{Origin, Store, Write};
use store::sync::{Sealed, SealedState};
use store::write::Step;
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, LogId};
use sync_protocol::log::{Follows, Vector};
use sync_protocol::segment::{Header, Segment};
use sync_protocol::wire::{Changes, Placed};

use super::{Client, STUCK_MS, TroubleKind};
use crate::kept::{LABEL, Notes};

/// What became of a page of pieces.
#[derive(Default)]
struct Taken {
    keep: Vec<(Sealed, SealedState)>,
    /// Somebody signed them whom the list of devices, as it is here, does not name yet.
    members_lack: bool,
    /// Pieces that are none, or do not follow.
    wrong: u64,
    /// Pieces that are here already.
    known: u64,
    /// A removed device wrote them after it was removed.
    beyond_cut: bool,
    /// They show that a log goes on further than was known.
    further: bool,
}

/// What a piece that came is.
pub(super) enum Came {
    New(Sealed),
    Known,
    /// Signed as this device's own.
    Own(Header, Hash),
}

impl Client {
    /// A page of all that came after a number.
    pub(super) fn take_page(&mut self, store: &Store, after: u64, page: Changes) -> Result<()> {
        self.look_at_members(page.members);
        let mut vector = self.kept.vector.clone();
        let taken = self.take_pieces(store, &mut vector, &page.segments.0)?;
        self.met_on_server(store, &page.segments.0)?;
        if taken.members_lack && self.want.members {
            // The list of devices first; then the page again.
            self.want.pull = true;
            return Ok(());
        }
        let ended = !page.more || page.next <= after;
        let goes_on = ended || self.goes_on(&taken);
        if page.next < after {
            // The server's numbers went back: it lost something.
            self.want.heads = true;
        }
        let cursor = page.next;
        let (wrong, new) = (taken.wrong != 0, !taken.keep.is_empty());
        self.keep(store, vector, taken.keep, Some(cursor))?;
        self.last_pull = self.now();
        self.want.pull = !ended;
        if !goes_on {
            self.fail("the server promises more, and gives nothing new".to_owned(), None);
        } else if ended || new {
            self.again = 0;
            self.succeed();
        }
        if !ended {
            return Ok(());
        }
        if page.digest == self.server_view().digest() {
            self.behind.clear();
            // The server is not asked alone: what members have seen counts.
            self.look_at_sightings(store)?;
            let all = self.behind.is_empty()
                && !self.long.lacks_any()
                && page.members == self.kept.members.head();
            if all {
                self.server_is_whole();
                self.last_success = Some(self.now());
            }
            if !wrong {
                self.troubles.remove(&TroubleKind::Damaged);
            }
        } else {
            self.want.heads = true;
        }
        Ok(())
    }

    /// Whether a page that is not the last brings anything: each known piece may come once more, when
    /// numbers are counted anew, and no more.
    fn goes_on(&mut self, taken: &Taken) -> bool {
        self.again += taken.known + taken.wrong;
        let all: u64 = self.kept.vector.0.values().map(|end| u64::from(end.seq)).sum();
        let something = 0 < taken.known + taken.wrong && self.again <= all;
        let goes_on = !taken.keep.is_empty() || taken.further || something;
        if !goes_on {
            self.again = 0;
        }
        goes_on
    }

    /// Pieces of one log that were missing.
    pub(super) fn take_range(
        &mut self,
        store: &Store,
        log: LogId,
        (from, to): (u32, u32),
        page: Changes,
    ) -> Result<()> {
        self.look_at_members(page.members);
        let mut vector = self.kept.vector.clone();
        let before = vector.0.get(&log).map_or(0, |end| end.seq);
        let taken = self.take_pieces(store, &mut vector, &page.segments.0)?;
        self.met_on_server(store, &page.segments.0)?;
        if taken.members_lack && self.want.members {
            return Ok(());
        }
        self.keep(store, vector, taken.keep, None)?;
        if self.doubts.remove(&log).is_some() {
            if !self.troubles.contains_key(&TroubleKind::Copied) {
                // It did not show what it said that it has.
                self.fail(format!("the server contradicts itself about {log}"), None);
            }
            return Ok(());
        }
        let after = self.kept.vector.0.get(&log).map_or(0, |end| end.seq);
        if to <= after {
            self.behind.remove(&log);
            self.stuck.remove(&log);
            self.want.pull = true;
        } else if after <= before {
            // Nothing came of it: this log is left alone for a while, all others go on.
            if !taken.beyond_cut {
                let words = format!("the server does not hand out pieces {from} to {to} of {log}");
                self.trouble(TroubleKind::ServerLost, words);
                if self.snapshots.may_cover(&log, after, self.now()) {
                    self.snapshots.want();
                }
            }
            self.leave_alone(log);
        }
        self.succeed();
        Ok(())
    }

    pub(super) fn leave_alone(&mut self, log: LogId) {
        self.stuck.insert(log, self.now() + STUCK_MS);
    }

    fn take_pieces(
        &mut self,
        store: &Store,
        vector: &mut Vector,
        pieces: &[Placed],
    ) -> Result<Taken> {
        let mut taken = Taken::default();
        for placed in pieces {
            match self.take_piece(vector, &placed.bytes.0) {
                Ok(Came::New(piece)) => taken.keep.push((piece, SealedState::ToRead)),
                Ok(Came::Known) => taken.known += 1,
                Ok(Came::Own(header, hash)) => {
                    taken.known += 1;
                    self.look_at_own(store, &header, hash)?;
                }
                Err(error) => self.judge(&placed.bytes.0, &error, &mut taken),
            }
        }
        Ok(taken)
    }

    /// A piece that is signed as this device's: it is one that was made here, or something else has this
    /// device's keys.
    pub(super) fn look_at_own(&mut self, store: &Store, header: &Header, hash: Hash) -> Result<()> {
        let place = (*header.lane.as_bytes(), *header.incarnation.as_bytes(), header.seq);
        let made = store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))?;
        if made != Some(*hash.as_bytes()) {
            let words = format!(
                "another copy of this vault writes as the same device: piece {} of its log is not the \
                 one that was made here",
                header.seq
            );
            self.trouble(TroubleKind::Copied, words);
        }
        Ok(())
    }

    /// One piece.
    pub(super) fn take_piece(
        &self,
        vector: &mut Vector,
        bytes: &[u8],
    ) -> sync_protocol::error::Result<Came> {
        let segment = Segment::parse(bytes)?;
        self.kept.members.admit(segment)?;
        let header = *segment.header();
        if header.incarnation == self.kept.incarnation {
            return Ok(Came::Own(header, segment.hash()));
        }
        if vector.follows(&segment)? == Follows::Known {
            return Ok(Came::Known);
        }
        vector.advance(&segment)?;
        Ok(Came::New(Sealed {
            lane: *header.lane.as_bytes(),
            incarnation: *header.incarnation.as_bytes(),
            seq: header.seq,
            hash: *segment.hash().as_bytes(),
            last_row: 0,
            bytes: bytes.to_vec(),
        }))
    }

    /// Says what is wrong with a piece, and goes on without it.
    fn judge(&mut self, bytes: &[u8], error: &sync_protocol::error::Error, taken: &mut Taken) {
        taken.wrong += 1;
        match error.fault() {
            Fault::UnknownDevice { .. } | Fault::UnknownEpoch { .. } => {
                if !self.want.members {
                    self.trouble(TroubleKind::Damaged, error.to_string());
                }
                taken.members_lack = true;
            }
            Fault::Gap { log, to, .. } => {
                let end = self.behind.entry(*log).or_insert(0);
                taken.further |= *end <= *to;
                *end = (*end).max(to + 1);
            }
            Fault::Fork { log, .. } => {
                self.trouble(TroubleKind::Forked, error.to_string());
                self.leave_alone(*log);
            }
            Fault::BeyondCut { .. } => {
                taken.beyond_cut = true;
                self.trouble(TroubleKind::AfterRemoval, error.to_string());
            }
            Fault::Newer { .. } => self.trouble(TroubleKind::Newer, error.to_string()),
            _ => {
                self.trouble(TroubleKind::Damaged, error.to_string());
                if let Ok(segment) = Segment::parse(bytes) {
                    let header = segment.header();
                    let end = self.behind.entry(header.log()).or_insert(0);
                    *end = (*end).max(header.seq);
                }
            }
        }
    }

    /// Writes pieces down, then believes them.
    pub(super) fn keep(
        &mut self,
        store: &Store,
        vector: Vector,
        pieces: Vec<(Sealed, SealedState)>,
        cursor: Option<u64>,
    ) -> Result<()> {
        let came = !pieces.is_empty();
        if came || cursor.is_some_and(|cursor| cursor != self.kept.cursor) {
            let notes = Notes { cursor, ..Notes::default() };
            let write = Write::new(LABEL).step(Step::None).origin(Origin::Sync);
            store.write(write, move |cx| {
                for (piece, state) in &pieces {
                    cx.keep_sealed(piece, *state)?;
                }
                notes.write(cx)
            })?;
        }
        self.kept.vector = vector;
        self.kept.cursor = cursor.unwrap_or(self.kept.cursor);
        self.want.apply |= came;
        // What came has to be put in order before anything is asked again.
        while self.want.apply {
            self.want.apply = self.apply_some(store)?;
        }
        Ok(())
    }
}
